// `npm run bench:service` measures the service against a bare Fastify route, its start, and a
// prediction against a request to Redis. Writes service.md beside this file. `npm run bench:service
// -- --quick` takes half a minute and writes to bench/build. Exits with 1 if a goal is missed.

import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildFolder } from "./build.js";
import { describeHost } from "./machine.js";
import { startBare, startPlainly, startService } from "./service/processes.js";
import { measureRedis, redisVersion } from "./service/redis.js";
import { namedNumbers, writeReport } from "./service/report.js";
import { measureInTurns } from "./service/throughput.js";
import { quantile } from "./statistics.js";
import { writePage } from "./write-page.js";

const { values: options } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
const PLAN = options.quick
  ? { rounds: 3, starts: 5, warmUp: 2, turns: 2 }
  : { rounds: 9, starts: 15, warmUp: 3, turns: 5 };

const began = performance.now();
const service = [];
const bare = [];
for (let round = 0; round < PLAN.rounds; round++) {
  const server = await startService();
  const [own, theirs] = await measureInTurns([server, await startBare(server.response)], PLAN);
  service.push(...own);
  bare.push(...theirs);
  const median = (turns, what) =>
    quantile(
      turns.map((turn) => turn[what]),
      0.5,
    );
  const show = (turns) => `${median(turns, "perSecond")} per second (${median(turns, "microseconds").toFixed(1)} µs)`;
  console.log(`round ${round + 1}: ${show(own)}, bare ${show(theirs)}`);
}

const started = [];
const empty = [];
for (let i = 0; i < PLAN.starts; i++) {
  const server = await startPlainly();
  started.push(server.started);
  await server.stop();
  empty.push(timeEmptyProcess());
}

const redis = redisVersion() === undefined ? undefined : await measureRedis();
const seconds = Math.round((performance.now() - began) / 1000);
const host = describeHost();
for (const name of ["fastify", "autocannon", "ioredis"]) host.versions[name] = versionOf(name);
host.versions.Redis = redisVersion() ?? "not installed";

const results = { host, seconds, rounds: PLAN.rounds, service, bare, started, empty, redis };
// A quick run never overwrites the committed page.
const folder = options.quick ? buildFolder() : fileURLToPath(new URL(".", import.meta.url));
writePage(`${folder}/service.md`, writeReport(results));
for (const { title, goal, text, kept } of namedNumbers(results)) {
  console.log(`${kept ? "kept  " : "MISSED"} ${title}, ${goal}: ${text}`);
  if (!kept) process.exitCode = 1;
}
if (redis)
  console.log(`a prediction ${redis.prediction.toFixed(1)} µs, a round trip to Redis ${redis.trip.toFixed(1)} µs`);

function timeEmptyProcess() {
  const start = performance.now();
  spawnSync(process.execPath, ["-e", "0"]);
  return performance.now() - start;
}

function versionOf(name) {
  return createRequire(import.meta.url)(`${name}/package.json`).version;
}
