// The servers, each in a process of its own.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { fileURLToPath } from "node:url";
import getPort from "get-port";
import { BODY } from "./record.js";

const COMMAND = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const BARE = fileURLToPath(new URL("bare.js", import.meta.url));
const API_KEY = "benchmark-key-0123456789";

/** Headers of a request that is let in. */
export const HEADERS = { "content-type": "application/json", "x-api-key": API_KEY };

/** `supportvector serve`: keys, rate limit, CORS, and the log, besides security headers and back-pressure, which are always on. */
export function startService() {
  const protections = ["--rate-limit", "1000000000", "--cors-origin", "https://app.example.org"];
  return start([COMMAND, "serve", ...protections, "--log-file", "/dev/null"], { API_KEYS: `bench:${API_KEY}` });
}

/** `supportvector serve` without any option. */
export function startPlainly() {
  return start([COMMAND, "serve", "--log-file", "/dev/null"], {});
}

/** @param answer of every request */
export function startBare(answer) {
  return start([BARE], {}, answer);
}

/** Starts a server, and waits for its first answer. */
async function start(args, env, ...more) {
  const port = await getPort();
  const began = performance.now();
  const own = more.length > 0 ? [`${port}`, ...more] : ["--port", `${port}`];
  const child = spawn(process.execPath, [...args, ...own], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const url = `http://127.0.0.1:${port}/predict`;
  let answer;
  while (!answer) answer = await ask(url);
  return {
    url,
    answer,
    /** Milliseconds from the start of the process to its first answer. */
    started: performance.now() - began,
    processorSeconds: () => processorSeconds(child.pid),
    async stop() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

/** What a process has taken of the processor's time, in the kernel and out of it. */
function processorSeconds(pid) {
  // After the name, which may hold anything: the 12th and 13th number are of hundredths of a second.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** @returns the body, or nothing where nobody listens yet */
function ask(url) {
  return new Promise((resolve) => {
    const asked = request(url, { method: "POST", headers: HEADERS, agent: false });
    asked.on("error", () => setTimeout(resolve, 1));
    asked.on("response", (response) => {
      let body = "";
      response.on("data", (text) => {
        body += text;
      });
      response.on("end", () => resolve(body));
    });
    asked.end(BODY);
  });
}
