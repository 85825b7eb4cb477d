// `npm run bench:memory` measures the memory of the service by the size of its model file: after
// its start, and at most during ten reloads, with the process that tries the file. Prints the table
// of docs/deploy.md. Linux only.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { makeProblem } from "../problems.js";

const COMMAND = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const INCLUDED = fileURLToPath(new URL("../../src/absenteeism/model.json", import.meta.url));
const RELOADS = 10;
/** Support vectors and columns of the other models. */
const SIZES = [
  [1000, 50],
  [5000, 100],
  [10_000, 200],
];

const folder = mkdtempSync(join(tmpdir(), "supportvector-memory-"));
try {
  console.log("| model file | after the start | most during ten reloads |\n|---|---|---|");
  await measure(INCLUDED);
  for (const [vectorCount, width] of SIZES) {
    const id = `${vectorCount}x${width}`;
    const { file } = makeProblem({ id, family: "continuous", records: "apart", vectorCount, width }, 1);
    const path = join(folder, `${id}.json`);
    writeFileSync(path, JSON.stringify(file));
    await measure(path);
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** Prints a row of the table. */
async function measure(path) {
  const service = spawn(process.execPath, [COMMAND, "serve", "--model", path, "--port", "0"]);
  try {
    let log = "";
    service.stdout.on("data", (text) => {
      log += text;
    });
    const untilLogged = async (count, text) => {
      while (log.split(text).length <= count) await wait(10);
    };
    await untilLogged(1, "Server listening");
    const start = memoryOf(service.pid);
    let most = 0;
    const sampling = setInterval(() => {
      most = Math.max(most, memoryOf(service.pid));
    }, 5);
    for (let i = 0; i < RELOADS; i++) {
      service.kill("SIGHUP");
      await untilLogged(i + 2, "model loaded");
    }
    clearInterval(sampling);
    const bytes = statSync(path).size;
    const size = bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${Math.round(bytes / 1e6)} MB`;
    console.log(`| ${size} | ${start} MiB | ${most} MiB |`);
  } finally {
    service.kill("SIGKILL");
    await once(service, "exit");
  }
}

/** Returns the resident memory of a process and its children, in MiB. */
function memoryOf(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
  const kibibytes = [pid, ...children].map((id) => {
    // A child may have ended just now.
    if (!existsSync(`/proc/${id}/status`)) return 0;
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1] ?? 0);
  });
  return Math.round(kibibytes.reduce((sum, each) => sum + each) / 1024);
}
