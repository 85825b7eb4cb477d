// Clients that ask for large responses and never read them.

import { connect } from "node:net";
import { RECORDS } from "./models.js";
import { API_KEY } from "./server.js";

const BODY = JSON.stringify(Array.from({ length: 900 }, (_, i) => RECORDS[i % RECORDS.length]));
const HEAD = "POST /predict/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
const REQUEST = `${HEAD}X-Api-Key: ${API_KEY}\r\nContent-Length: ${Buffer.byteLength(BODY)}\r\n\r\n${BODY}`;

/** @returns a function that closes them */
export function askWithoutReading({ port }, count) {
  const sockets = Array.from({ length: count }, () => {
    const socket = connect(port, "127.0.0.1").pause();
    socket.on("error", () => {});
    for (let i = 0; i < 20; i++) socket.write(REQUEST);
    return socket;
  });
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}
