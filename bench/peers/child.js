// A peer in a process of its own, which times itself. It answers on standard output, a line per
// line of standard input:
//
//   predict 10     →  ten numbers
//   time 1000 50   →  microseconds per row, of batches of 1,000 rows, repeated for 50 milliseconds

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { NotInstalled } from "./not-installed.js";

/** @returns the peer, when its process has answered "ready" */
export async function startChild(command, args) {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
  let complaints = "";
  child.stderr.on("data", (text) => {
    complaints += text;
  });
  child.on("error", (error) => {
    complaints += error.message;
  });
  child.stdin.on("error", () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new NotInstalled(explain(complaints));
    return value;
  };
  const ask = (question) => {
    child.stdin.write(`${question}\n`);
    return answer();
  };
  await answer();
  return {
    predict: async (count) => (await ask(`predict ${count}`)).split(" ").map(Number),
    time: async (rows, milliseconds) => Number(await ask(`time ${rows} ${milliseconds}`)),
    close: () => child.stdin.end(),
  };
}

/** The last line of what a process complained about. */
function explain(complaints) {
  const line = complaints.trim().split("\n").at(-1);
  return line.startsWith("ModuleNotFoundError") ? "not installed" : `stopped: ${line}`;
}
