// Loads grown model files in processes of limited memory, and prints the slowest and the largest:
//
//   npm run test:growth -- --count 100000 --seed 1

import { parseArgs } from "node:util";
import { loadGrown } from "./processes.js";

/** Files per process. */
const CHUNK = 500;

const { values } = parseArgs({ options: { count: { type: "string" }, seed: { type: "string" } } });
const count = Number(values.count ?? 1000);
const first = Number(values.seed ?? 1);
for (let seed = first; seed < first + count; seed += CHUNK)
  console.log(JSON.stringify(loadGrown(seed, Math.min(CHUNK, first + count - seed))));
