// Clients that keep their connections and account for every request: answered, refused a connection, or failed. (autocannon writes its next request to a
// connection that the last answer has ended, and sends it again on another: it cannot tell whether one was lost.)

import { Agent, request } from "node:http";
import { isRight, RECORDS } from "./models.js";
import { API_KEY } from "./server.js";

/**
 * Begins to ask. Of each failure it is told what, when, and which process had answered on that connection before.
 *
 * @returns a function that ends it, and tells how many requests came to what
 */
export function askOn({ port }, clients) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const count = { answered: 0, wrong: 0, failed: [], notConnected: 0 };
  /** By connection, since an answer's. */
  const processes = new WeakMap();
  let going = true;

  function ask(i) {
    return new Promise((resolve) => {
      const headers = { "content-type": "application/json", "x-api-key": API_KEY };
      const asked = request({ agent, port, host: "127.0.0.1", path: "/predict", method: "POST", headers });
      const fault = (what) => count.failed.push({ what, time: Date.now(), process: processes.get(asked.socket) });
      const fail = ({ code, message }) => {
        if (code === "ECONNREFUSED") count.notConnected++;
        else fault(code ?? message);
        resolve(code !== "ECONNREFUSED");
      };
      asked.on("error", fail);
      asked.on("response", (response) => {
        let body = "";
        response.on("data", (text) => {
          body += text;
        });
        response.on("error", fail);
        response.on("end", () => {
          processes.set(response.socket ?? asked.socket, processOf(response));
          if (response.statusCode !== 200) fault(response.statusCode);
          else if (isRight(i, body)) count.answered++;
          else count.wrong++;
          resolve(true);
        });
      });
      asked.end(JSON.stringify(RECORDS[i]));
    });
  }

  const asking = Array.from({ length: clients }, async (_, client) => {
    // Who is refused a connection has come too late, and does not ask again.
    while (going && (await ask(client % RECORDS.length)));
  });
  return async () => {
    going = false;
    await Promise.all(asking);
    agent.destroy();
    return count;
  };
}

/** Requests are numbered by the process that answers: the beginning of their ids. */
function processOf({ headers }) {
  return headers["x-request-id"]?.split("-")[0];
}
