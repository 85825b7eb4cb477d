// `npm run test:load`: the service under load with model reloads, killed workers, slow connections
// and shutdowns. Exits with 1 if an expectation fails. Takes about a minute.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fire } from "./autocannon.js";
import { askOn, isLostWith } from "./exact-clients.js";
import { residentMemory, startServer } from "./server.js";
import { keepOpen } from "./slow-connections.js";

if (process.platform !== "linux") {
  console.error("test:load reads /proc: run it on Linux");
  process.exit(1);
}

const WORKERS = 2;
const CLIENTS = 16;
const STEADY_SECONDS = 24;
const WARM_UP = 8;
const KILLS = 5;
const KILL_EVERY = 2.5;
const ENDS = 3;

/** The timeout of headers and request is 4 s, which Node checks four times per second. */
const SLOWEST_MILLISECONDS = 5000;
/**
 * A worker is back within a second. On a busy machine, within the time of this many processes that
 * only start Node.
 */
const EMPTY_PROCESSES = 16;
/** Growth of the heap in MiB. A leak of 100 bytes per request would exceed it. */
const MOST_GROWTH = 10;

const failures = [];
function expect(condition, what) {
  console.log(`  ${condition ? "ok    " : "FAILED"} ${what}`);
  if (!condition) failures.push(what);
}

const folder = mkdtempSync(join(tmpdir(), "supportvector-load-"));
const started = performance.now();
let server;
try {
  await steadyWithReloads();
  await withKills();
  for (let round = 1; round <= ENDS; round++) await end(round);
} finally {
  server?.signal("SIGKILL");
  rmSync(folder, { recursive: true });
}
console.log(`${((performance.now() - started) / 1000).toFixed(0)} s, ${failures.length} failures`);
process.exitCode = failures.length > 0 ? 1 : 0;

async function steadyWithReloads() {
  console.log(`\n${WORKERS} workers, ${STEADY_SECONDS} s; a new model every second; 50 slow connections`);
  server = await startServer(folder, WORKERS);
  const workers = server.workers();
  let reloads = 0;
  const replacing = setInterval(() => server.replaceModel(++reloads % 2), 1000);
  const load = fire(server, STEADY_SECONDS);
  await wait(WARM_UP * 1000);
  const before = workers.map(residentMemory);
  const slowest = await keepOpen(server, 50);
  await wait((STEADY_SECONDS - WARM_UP) * 1000 - slowest - 1000);
  const growth = workers.map((pid, i) => residentMemory(pid) - before[i]);
  const { served, wrong, refused, errors, milliseconds } = await load;
  clearInterval(replacing);

  console.log(
    `  ${Math.round(served / STEADY_SECONDS)} responses/s, 99% within ${Math.max(...milliseconds)} ms, ${reloads} new models`,
  );
  expect(served > 1000 && wrong === 0, `${served} responses, ${wrong} wrong`);
  expect(refused + errors === 0, `${refused} refused, ${errors} without a response`);
  const { loads } = server.log();
  // The first model, and at least every third one that follows. Reloads are joined while one is
  // under way.
  expect(loads >= WORKERS * (1 + reloads / 3), `${loads} models loaded by ${WORKERS} workers`);
  expect(slowest <= SLOWEST_MILLISECONDS, `50 slow connections closed after ${Math.round(slowest)} ms`);
  const memory = before.map(
    (from, i) => `${from.toFixed(0)} ${growth[i] < 0 ? "−" : "+"} ${Math.abs(growth[i]).toFixed(1)}`,
  );
  expect(Math.max(...growth) <= MOST_GROWTH, `memory of the workers, MiB: ${memory.join(", ")}`);
}

async function withKills() {
  console.log(`\nkill -9 of the worker that has most connections, every ${KILL_EVERY} s`);
  const load = fire(server, (KILLS + 1) * KILL_EVERY);
  const stop = askOn(server, CLIENTS);
  const kills = [];
  for (let i = 0; i < KILLS; i++) {
    await wait(KILL_EVERY * 1000);
    // The workers killed before are back. Without a worker, connections would be refused.
    while (server.log().listeners.length < WORKERS + i) await wait(50);
    // The oldest has most connections, since it took over those of killed workers.
    const [pid] = server.workers();
    kills.push({ pid, time: Date.now() });
    process.kill(pid, "SIGKILL");
  }
  const empty = await timeEmptyProcess();
  const { served, wrong, refused } = await load;
  const exact = await stop();
  server.signal("SIGTERM");
  const { code } = await server.ended;

  const { processes, listeners } = server.log();
  const explained = exact.failed.filter((failure) => kills.some((kill) => isLostWith(failure, kill, processes)));
  const back = kills.map(({ time }) => listeners.find((listener) => listener.time > time)?.time - time);

  expect(
    served > 1000 && wrong + exact.wrong === 0,
    `${served + exact.served} responses, ${wrong + exact.wrong} wrong`,
  );
  expect(refused === 0, `${refused} refused`);
  const elsewhere = exact.failed.length - explained.length;
  expect(
    elsewhere + exact.notConnected === 0,
    `${exact.failed.length} of ${exact.served} failed, ${elsewhere} on connections to workers that lived`,
  );
  expect(exact.failed.length <= KILLS * CLIENTS, `${KILLS} kills, ${CLIENTS} connections`);
  const latest = Math.max(1000, EMPTY_PROCESSES * empty);
  expect(Math.max(...back) <= latest, `workers back after ${back.join(", ")} ms; at most ${Math.round(latest)}`);
  expect(code === 0, `exit code ${code}`);
}

/** Returns the milliseconds of an empty process under the current load. */
async function timeEmptyProcess() {
  const start = performance.now();
  await once(spawn(process.execPath, ["-e", "0"], { stdio: "ignore" }), "exit");
  return performance.now() - start;
}

async function end(round) {
  console.log(`\nSIGTERM under load, ${round} of ${ENDS}`);
  server = await startServer(folder, WORKERS);
  const stop = askOn(server, CLIENTS);
  await wait(1500 + 100 * round);
  const at = performance.now();
  server.signal("SIGTERM");
  const { code } = await server.ended;
  const milliseconds = performance.now() - at;
  const { served, wrong, failed, notConnected } = await stop();
  expect(served > 1000 && wrong === 0, `${served} responses, ${wrong} wrong`);
  expect(
    failed.length === 0,
    `${failed.length} failed ${[...new Set(failed.map(({ what }) => what))].join(" ")}, ${notConnected} came too late`,
  );
  expect(code === 0, `exit code ${code} after ${Math.round(milliseconds)} ms`);
}
