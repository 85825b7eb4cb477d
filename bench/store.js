// `npm run bench:store` measures the store: the throughput of POST /predict with and without it,
// and summaries, GET /experiment and /monitoring, deletion and size with a million predictions and
// 100,000 outcomes of 30 days.
// `-- --quick` takes three minutes. `-- --only summaries` or `throughput` is one part of it. Prints
// the numbers of docs/service.md.

import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildService } from "../dist/service.js";
import { makeRandom } from "./random.js";
import { startService } from "./service/processes.js";
import { measureInTurns } from "./service/throughput.js";
import { quantile, ratioOf } from "./statistics.js";

const { values: options } = parseArgs({
  options: { quick: { type: "boolean", default: false }, only: { type: "string" } },
});
const ROUNDS = options.quick ? 4 : 9;
const PREDICTIONS = 1_000_000;
const DAYS = 30;
const DAY = 86_400_000;
const MODEL = fileURLToPath(new URL("../src/absenteeism/model.json", import.meta.url));

const folder = mkdtempSync(join(tmpdir(), "supportvector-store-"));
try {
  if (options.only !== "summaries") await measureThroughput();
  if (options.only !== "throughput") await measureSummaries();
} finally {
  rmSync(folder, { recursive: true });
}

/** Prints throughput and processor time, as parts of those without a store. */
async function measureThroughput() {
  const variants = ["--model", `champion=${MODEL}`, "--model", `challenger=${MODEL}`];
  const several = [...variants, "--split", "champion=90,challenger=10", "--shadow", `next=${MODEL}`];
  const services = { "without a store": [], "with a store": [], "split and shadow": several, "all three": several };
  const measured = Object.fromEntries(Object.keys(services).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    const servers = [];
    for (const [name, args] of Object.entries(services)) {
      const hasStore = name === "with a store" || name === "all three";
      const store = hasStore ? ["--store", join(folder, `${servers.length}-${round}.db`)] : [];
      servers.push(await startService([...args, ...store]));
    }
    const turns = await measureInTurns(servers, { warmUp: 2, turns: 5 });
    for (const [i, name] of Object.keys(services).entries()) measured[name].push(...turns[i]);
  }
  const of = (name, what) => measured[name].map((turn) => turn[what]);
  for (const name of Object.keys(services)) {
    const show = (what) => {
      const { median, low, high } = ratioOf(of(name, what), of("without a store", what));
      const [middle, least, most] = [median, low, high].map((part) => `${Math.round(100 * part)}%`);
      return `${middle} (${least} to ${most})`;
    };
    const microseconds = quantile(of(name, "microseconds"), 0.5).toFixed(1);
    console.log(`${name}: ${show("perSecond")} of the requests per second`);
    console.log(`  ${show("microseconds")} of the processor time, ${microseconds} µs`);
  }
}

async function measureSummaries() {
  const location = join(folder, "million.db");
  const models = { champion: MODEL, challenger: MODEL };
  const service = await buildService({
    log: false,
    store: { location },
    models,
    split: { champion: 50, challenger: 50 },
  });
  const { store } = service;
  const variants = service.models.variants.map(({ served }) => served);
  const draw = makeRandom(1);
  const start = Date.now() - DAYS * DAY;
  const CHUNK = 1000;
  let began = performance.now();
  for (let first = 0; first < PREDICTIONS; first += CHUNK) {
    const ids = Buffer.alloc(16 * CHUNK);
    for (let i = 0; i < CHUNK; i++) writeId(ids, i, start + ((first + i) / PREDICTIONS) * DAYS * DAY, draw);
    const places = Array.from({ length: CHUNK }, (_, i) => i);
    for (const [v, served] of variants.entries()) {
      // Both predict in every minute. The champion begins first, so its first minutes do not count.
      const rows = places.filter((i) => v === (first === 0 ? 0 : i % 2));
      const predictions = rows.map(() => 10 * draw());
      store.add({ served, predictions, ids, rows, shadow: false }, (i) => `subject ${(first + rows[i]) % 1000}`);
    }
    const outcomes = places.filter((i) => i % 20 < 2);
    const actuals = outcomes.map((i) => ({ id: ids.subarray(16 * i, 16 * i + 16), actual: [10 * draw()] }));
    await store.addFeedback(variants[0].model.targets, actuals);
  }
  console.log(`written in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  await showTimes("a summary", () => store.summarize());
  await showTimes("GET /experiment", () => service.inject("/experiment"));
  for (const hours of [24, 24 * DAYS, 8760])
    await showTimes(`GET /monitoring?hours=${hours}`, () => service.inject(`/monitoring?hours=${hours}`));
  const { body } = await service.inject("/experiment");
  for (const { variant, rows, targets } of JSON.parse(body).variants)
    console.log(`  ${variant}: ${rows} predictions, ${targets[0].outcomes} outcomes`);
  began = performance.now();
  const deleted = await store.deleteSubject("subject 1");
  console.log(`a subject of ${deleted} predictions deleted in ${Math.round(performance.now() - began)} ms`);
  await service.close();
  console.log(`${Math.round(statSync(location).size / 1e6)} MB`);
}

/** Prints how long an action takes. */
async function showTimes(name, action) {
  const times = [];
  for (let i = 0; i < 50; i++) {
    const began = performance.now();
    await action();
    times.push(performance.now() - began);
  }
  const [median, most] = [quantile(times, 0.5), quantile(times, 0.95)].map((time) => time.toFixed(1));
  console.log(`${name}: ${median} ms, 95 % within ${most} ms`);
}

/** Writes a UUID of version 7. */
function writeId(ids, i, time, draw) {
  ids.writeUIntBE(Math.floor(time), 16 * i, 6);
  for (let byte = 6; byte < 16; byte++) ids[16 * i + byte] = 256 * draw();
  ids[16 * i + 6] = 0x70 | (ids[16 * i + 6] & 15);
  ids[16 * i + 8] = 0x80 | (ids[16 * i + 8] & 63);
}
