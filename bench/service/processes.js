// The servers, each in its own process.

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

/** Headers of an authorized request. */
export const HEADERS = { "content-type": "application/json", "x-api-key": API_KEY };

/**
 * Starts `supportvector serve` with keys, rate limit, CORS and log. Security headers and
 * back-pressure are always on.
 *
 * @param more options of the command
 */
export function startService(more = []) {
  const protections = ["--rate-limit", "1000000000", "--cors-origin", "https://app.example.org"];
  const options = [...protections, "--log-file", "/dev/null", ...more];
  return start([COMMAND, "serve", ...options], { API_KEYS: `bench:${API_KEY}` });
}

/** Starts `supportvector serve` without options. */
export function startPlainly() {
  return start([COMMAND, "serve", "--log-file", "/dev/null"], {});
}

/** @param response to every request */
export function startBare(response) {
  return start([BARE], {}, response);
}

/** Starts a server, and waits for its first response. */
async function start(args, env, ...more) {
  const port = await getPort();
  const began = performance.now();
  const own = more.length > 0 ? [`${port}`, ...more] : ["--port", `${port}`];
  const child = spawn(process.execPath, [...args, ...own], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const url = `http://127.0.0.1:${port}/predict`;
  let response;
  while (!response) response = await ask(url);
  return {
    url,
    response,
    /** Milliseconds from the start of the process to its first response. */
    started: performance.now() - began,
    processorSeconds: () => processorSeconds(child.pid),
    async stop() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

/** Returns the processor time of a process, including its time in the kernel. */
function processorSeconds(pid) {
  // The name may hold any characters. The 12th and 13th number after it are hundredths of a second.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Returns the body, or undefined if the server does not listen yet. */
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
