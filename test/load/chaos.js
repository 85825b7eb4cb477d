// `npm run test:chaos [-- --seconds N]`: everything goes wrong at once for five minutes, and every
// response is checked. The model is replaced in storms, by broken files too. Workers are killed.
// The disk of the log and the audit file is full. Redis replies with errors, hangs or is away.
// Clients do not read. The clock is set. Exits with 1 if an expectation fails.
//
// A limit on the size of files stands for the full disk. So writes end in the middle of a line, as
// on a full disk, and the test needs no disk of its own.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { askOn, isLostWith } from "./exact-clients.js";
import { askWithoutReading } from "./idle-readers.js";
import { placeModel } from "./models.js";
import { startRedis } from "./redis.js";
import { residentMemory, startServer } from "./server.js";

const { values } = parseArgs({ options: { seconds: { type: "string", default: "300" } } });
const SECONDS = Number(values.seconds);
const WORKERS = 2;
const CLIENTS = 8;
/** Milliseconds of a client between two requests: the audit file gets a line for each. */
const PAUSE = 10;
/** MiB that a worker may hold. */
const MOST_MEMORY = 300;
/** The share of requests that a busy worker may refuse with 503. */
const MOST_REFUSED = 0.05;
/** Milliseconds in which a worker notices that the disk is full, or has room again. */
const NOTICE = 500;
/** Milliseconds in which a worker starts, on a busy machine. */
const START = 4000;
/** What comes in place of a model. */
const BROKEN = ["", "{", '{"format": "supportvector"}', "not JSON", `[${"0,".repeat(100_000)}0]`];

const failures = [];
function expect(condition, what) {
  console.log(`  ${condition ? "ok    " : "FAILED"} ${what}`);
  if (!condition) failures.push(what);
}
const between = (low, high) => low + Math.random() * (high - low);
const oneOf = (items) => items[Math.floor(Math.random() * items.length)];

const folder = mkdtempSync(join(tmpdir(), "supportvector-chaos-"));
const audit = join(folder, "audit.ndjson");
const clock = join(folder, "clock");
writeFileSync(clock, "+0");
const redis = await startRedis();
let server;
try {
  server = await startServer(folder, WORKERS, {
    options: ["--audit", audit, "--redis", redis.url],
    env: {
      LD_PRELOAD: execFileSync("faketime", ["-m", "-f", "+0", "printenv", "LD_PRELOAD"], { encoding: "utf8" }).trim(),
      FAKETIME_TIMESTAMP_FILE: clock,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    },
  });
  await runChaos();
} finally {
  server?.signal("SIGKILL");
  await redis.mend();
  await redis.kill();
  rmSync(folder, { recursive: true });
}
console.log(`${failures.length} failures`);
process.exitCode = failures.length > 0 ? 1 : 0;

async function runChaos() {
  console.log(`${WORKERS} workers, ${CLIENTS} clients, ${SECONDS} s`);
  const happened = {};
  const count = (what) => {
    happened[what] = (happened[what] ?? 0) + 1;
  };
  const kills = [];
  /** When the disk was full, as [from, to]. */
  const full = [];
  const served = new Set();
  const stop = askOn(server, CLIENTS, { pause: PAUSE, persists: true, onServed: (id) => served.add(id) });
  let goesOn = true;

  /** Does something again and again, after pauses of this many seconds. */
  async function repeat(low, high, act) {
    for (;;) {
      for (const end = performance.now() + 1000 * between(low, high); performance.now() < end; ) {
        if (!goesOn) return;
        await wait(50);
      }
      await act();
    }
  }

  const chaos = [
    repeat(3, 8, async () => {
      count("reload storms");
      for (let i = 0; i < 20; i++) {
        if (Math.random() < 0.5) writeFileSync(server.model, oneOf(BROKEN));
        else placeModel(server.model, i % 2);
        server.signal("SIGHUP");
        await wait(between(0, 20));
      }
      server.replaceModel(1);
    }),
    repeat(4, 10, async () => {
      await untilAllServe();
      count("workers killed");
      const pid = oneOf(server.workers());
      kills.push({ pid, time: Date.now() });
      process.kill(pid, "SIGKILL");
    }),
    repeat(4, 10, async () => {
      count("disks full");
      const from = Date.now();
      limitFiles((statSync(audit, { throwIfNoEntry: false })?.size ?? 0) + Math.floor(between(5000, 20_000)));
      await wait(between(200, 1500));
      limitFiles("unlimited");
      full.push([from, Date.now() + NOTICE]);
    }),
    repeat(3, 6, async () => {
      const [what, fail] = oneOf(Object.entries(redis.faults));
      count(`Redis ${what}`);
      await fail();
      await wait(between(500, 3000));
      await redis.mend();
    }),
    repeat(1, 2, async () => {
      count("20 clients that do not read");
      const close = askWithoutReading(server, 20);
      await wait(between(5000, 10_000));
      close();
    }),
    repeat(2, 6, async () => {
      count("clock set");
      writeFileSync(clock, `${oneOf(["+", "-"])}${Math.floor(between(0, 100_000))}`);
    }),
    repeat(8, 15, async () => {
      count("audit files rotated");
      renameSync(audit, `${audit}.${happened["audit files rotated"]}`);
      server.signal("SIGHUP");
    }),
  ];
  await wait(1000 * SECONDS);
  goesOn = false;
  await Promise.all(chaos);
  await wait(2000);
  const { wrong, failed, notConnected } = await stop();
  console.log(
    `  ${Object.entries(happened)
      .map(([what, times]) => `${times} ${what}`)
      .join(", ")}`,
  );

  const { processes } = server.log();
  const lost = ({ what, ...failure }) => what !== 500 && kills.some((kill) => isLostWith(failure, kill, processes));
  const unwritten = ({ what, time }) => what === 500 && full.some(([from, to]) => from <= time && time <= to);
  const refused = ({ what }) => what === 503;
  const unexplained = failed.filter((failure) => !lost(failure) && !unwritten(failure) && !refused(failure));
  const counts = [lost, unwritten, refused].map((explains) => failed.filter(explains).length);
  expect(served.size > 0 && wrong === 0, `${served.size} responses, ${wrong} wrong`);
  expect(notConnected === 0, `${notConnected} refused a connection`);
  expect(
    unexplained.length === 0,
    `${counts[0]} lost with their worker, ${counts[1]} refused while the disk was full, ${unexplained.length} others ${[...new Set(unexplained.map(({ what }) => what))].join(" ")}`,
  );
  expect(counts[2] <= MOST_REFUSED * served.size, `${counts[2]} refused by busy workers`);

  const calm = askOn(server, CLIENTS);
  await wait(1000);
  const after = await calm();
  expect(
    after.served > 100 && after.wrong + after.failed.length + after.notConnected === 0,
    `${after.served} responses afterwards, ${after.wrong} wrong, ${after.failed.length} failed`,
  );
  const memory = server.workers().map(residentMemory);
  expect(Math.max(...memory) < MOST_MEMORY, `memory of the workers, MiB: ${memory.map(Math.round).join(", ")}`);
  server.signal("SIGTERM");
  const { code } = await server.ended;
  expect(code === 0, `exit code ${code}`);
  checkAudit(served, full.length);
}

/** Waits until no worker is new. Without a worker, connections would be refused. */
async function untilAllServe() {
  const since = new Map();
  for (;;) {
    const workers = server.workers();
    for (const pid of workers) if (!since.has(pid)) since.set(pid, performance.now());
    const youngest = Math.max(...workers.map((pid) => since.get(pid)));
    if (workers.length === WORKERS && performance.now() - youngest > START) return;
    await wait(100);
  }
}

/** Limits the size of the files that each worker writes. */
function limitFiles(bytes) {
  for (const pid of server.workers()) {
    // A worker may have been killed just now.
    try {
      execFileSync("prlimit", ["--pid", `${pid}`, `--fsize=${bytes}:`], { stdio: "ignore" });
    } catch {}
  }
}

/** Expects one line for each request that was served, and torn lines only from a full disk. */
function checkAudit(served, timesFull) {
  const lines = readdirSync(folder)
    .filter((name) => name.startsWith("audit.ndjson"))
    .flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"))
    .filter((line) => line !== "");
  const ids = new Map();
  let torn = 0;
  for (const line of lines) {
    try {
      const { request } = JSON.parse(line);
      ids.set(request, (ids.get(request) ?? 0) + 1);
    } catch {
      torn++;
    }
  }
  const missing = [...served].filter((id) => ids.get(id) !== 1);
  expect(missing.length === 0, `${lines.length} audit records, ${missing.length} of those served are not there once`);
  expect(torn <= timesFull * WORKERS, `${torn} torn lines after ${timesFull} times without room`);
}
