// A thread that predicts a Parquet file, from its bytes to those of the output:
// dist/cli-parquet.js.

import { workerData } from "node:worker_threads";
import { openParquet } from "./parquet-source.js";
import type { ParquetResult } from "./parquet-thread.js";
import { loadRun, type RunSettings } from "./run.js";
import { respond } from "./thread.js";
import { write } from "./written.js";

const settings = workerData as RunSettings;
const encoder = new TextEncoder();

async function* predict(): AsyncGenerator<ParquetResult, undefined> {
  const source = await openParquet(await loadRun(settings));
  yield { size: source.size! };
  for await (const { good, ...chunk } of write(source, settings.outputFormat))
    yield { ...chunk, good: typeof good === "string" ? encoder.encode(good) : good };
}

const results = predict();
respond(
  async () => (await results.next()).value,
  (result) => (result && "good" in result && result.good.length > 0 ? [result.good.buffer as ArrayBuffer] : []),
);
