// Connections that send a byte now and then, to stay open.

import { connect } from "node:net";

const REQUEST =
  "POST /predict HTTP/1.1\r\nHost: localhost\r\nX-Padding: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n";

/** Returns the milliseconds until the last of them was closed. */
export async function keepOpen({ port }, count) {
  const start = performance.now();
  await Promise.all(
    Array.from({ length: count }, () => {
      const socket = connect(port, "127.0.0.1");
      let at = 0;
      const dripping = setInterval(() => socket.write(REQUEST[at++ % REQUEST.length]), 200);
      return new Promise((resolve) => {
        socket.on("error", () => {});
        socket.on("data", () => {});
        socket.on("close", () => {
          clearInterval(dripping);
          resolve();
        });
      });
    }),
  );
  return performance.now() - start;
}
