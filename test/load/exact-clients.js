// Clients that keep their connections and count every request: served, refused a connection, or
// failed. autocannon writes its next request to a connection that the last response has ended, and
// repeats it on another one. So it cannot tell whether a request was lost.

import { Agent, request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { isRight, RECORDS } from "./models.js";
import { API_KEY } from "./server.js";

/**
 * Starts to send requests. Each failure has its reason, its time, and the process that served the
 * connection before.
 *
 * @param pause milliseconds of a client between two requests
 * @param persists whether a client that is refused a connection goes on. Otherwise it has come too
 * late, and stops
 * @param onServed receives the id of each request that was served
 * @returns a function that stops, and returns the counts
 */
export function askOn({ port }, clients, { pause = 0, persists = false, onServed = () => {} } = {}) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const count = { served: 0, wrong: 0, failed: [], notConnected: 0 };
  /** The process of each connection, known since its first response. */
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
          else if (isRight(i, body)) {
            count.served++;
            onServed(response.headers["x-request-id"]);
          } else count.wrong++;
          resolve(true);
        });
      });
      asked.end(JSON.stringify(RECORDS[i]));
    });
  }

  const asking = Array.from({ length: clients }, async (_, client) => {
    while (going && ((await ask(client % RECORDS.length)) || persists)) if (pause > 0) await wait(pause);
  });
  return async () => {
    going = false;
    await Promise.all(asking);
    agent.destroy();
    return count;
  };
}

/**
 * Returns whether a request was lost with a killed worker: on a connection that the worker had
 * served, or on a new one.
 *
 * @param processes their ids by the beginning of their request ids
 */
export function isLostWith({ process, time }, kill, processes) {
  return process === undefined ? Math.abs(time - kill.time) < 200 : processes.get(process) === kill.pid;
}

/** Returns the beginning of the request id, which names the process. */
function processOf({ headers }) {
  return headers["x-request-id"]?.split("-")[0];
}
