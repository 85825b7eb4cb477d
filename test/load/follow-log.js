// Reads the log of a service incrementally, because it grows by megabytes per second.

import { closeSync, existsSync, openSync, readSync } from "node:fs";

/**
 * @returns a function that reads on and returns what the log has had so far:
 *   - `listeners`: the processes that listen, with the time
 *   - `processes`: their ids by the beginning of their request ids
 *   - `loads`: the number of loaded models
 */
export function followLog(path) {
  const chunk = Buffer.alloc(1 << 20);
  const seen = { listeners: [], processes: new Map(), loads: 0 };
  let position = 0;
  let rest = "";

  function take(line) {
    const { msg, pid, time, reqId } = JSON.parse(line);
    if (msg === "request") seen.processes.set(reqId.split("-")[0], pid);
    else if (msg === "model loaded") seen.loads++;
    else if (msg.startsWith("Server listening at ")) seen.listeners.push({ pid, time });
  }

  return () => {
    if (!existsSync(path)) return seen;
    const file = openSync(path, "r");
    for (let length = 1; length > 0; position += length) {
      length = readSync(file, chunk, 0, chunk.length, position);
      const lines = (rest + chunk.toString("latin1", 0, length)).split("\n");
      rest = lines.pop();
      for (const line of lines) take(line);
    }
    closeSync(file);
    return seen;
  };
}
