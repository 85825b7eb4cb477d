// Parquet, predicted in a thread. A damaged page can keep the decoder in an endless loop. Then this
// thread is still there to receive the signals that end the process. It does not load the model.

import { Failure } from "../failure.js";
import type { RunSettings } from "./run.js";
import type { Scored } from "./scored.js";
import type { BytesSource } from "./source.js";
import { startThread } from "./thread.js";

/** What the thread returns: first the number of rows, then bytes of the output. */
export type ParquetResult = { readonly size: number } | Scored;

/**
 * Opens a Parquet file. Its bytes are those of the output, in whatever format.
 *
 * @throws Failure unless the model loads and the file is flat, with a column for each input
 */
export async function openParquetInThread(settings: RunSettings): Promise<BytesSource> {
  const { file } = settings;
  const send = startThread<"next", ParquetResult | undefined>("./cli-parquet.js", settings);
  const next = (): Promise<ParquetResult | undefined> =>
    send("next").catch((error: Error & { readonly code?: string }) => {
      if (error.code !== "ERR_WORKER_OUT_OF_MEMORY") throw error;
      throw new Failure(`${file} takes more memory than Node may use: write smaller row groups`);
    });
  const { size } = (await next()) as { readonly size: number };
  let rows = 0;
  async function* scored(): AsyncGenerator<Scored> {
    let coming = next();
    for (let chunk = await coming; chunk !== undefined; chunk = await coming) {
      // While a chunk is written, the thread predicts the next. A failure waits for its turn.
      coming = next();
      coming.catch(() => {});
      rows += (chunk as Scored).rows;
      yield chunk as Scored;
    }
  }
  const frame = { before: "", between: "", after: "" };
  return { kind: "bytes", name: file, size, position: () => rows, ...frame, scored: scored() };
}
