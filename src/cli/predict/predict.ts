// `supportvector predict`: rows in, the same rows with predictions out.

import { EXIT, Failure } from "../failure.js";
import { readModelText } from "../model.js";
import { tell } from "../terminal.js";
import { chooseFormat, chooseOutputFormat, toCsvOptions } from "./format.js";
import type { PredictOptions } from "./options.js";
import { openOutput } from "./output.js";
import { startProgress } from "./progress.js";
import { collect, endAtFirst } from "./rejects.js";
import { checkRoles } from "./roles.js";
import { loadRun, type RunSettings } from "./run.js";
import type { Source } from "./source.js";
import { countWarnings } from "./warnings.js";
import { write } from "./written.js";

/**
 * Predicts the rows of a file.
 *
 * @throws Failure that says what to do. Then there is no output file that was not there before
 */
export async function predict(file: string, options: PredictOptions): Promise<void> {
  if (options.maxRejects !== undefined && options.rejects === undefined)
    throw new Failure("--max-rejects needs --rejects: give both, or neither", EXIT.usage);
  checkRoles(file, options);
  const format = chooseFormat(file, options.format);
  const outputFormat = chooseOutputFormat(options.output, format);
  const modelText = options.model === undefined ? undefined : await readModelText(options.model);
  const { model: modelPath, threads, interval: coverage } = options;
  const csv = toCsvOptions(options, format);
  const source = await open({
    file,
    format,
    outputFormat,
    csv,
    predicting: { modelText, modelPath, coverage },
    threads,
  });
  const output = await openOutput(options.output);
  const rejects =
    options.rejects === undefined
      ? endAtFirst(source.name)
      : await collect(options.rejects, source.name, options.maxRejects);
  const warnings = await countWarnings(options.warnings);
  const progress = startProgress(source.size, options.output === undefined && process.stdout.isTTY);

  let rows = 0;
  try {
    for await (const chunk of write(source, outputFormat)) {
      const toInput = <T extends { readonly row: number }>(found: T): T => ({ ...found, row: rows + found.row });
      await rejects.take(chunk.problems.map(toInput));
      await warnings.take(chunk.warnings.map(toInput));
      await output.write(chunk.good);
      rows += chunk.rows;
      progress.update(source.position(), rows);
    }
  } finally {
    progress.stop();
  }
  const rejected = rejects.finish(rows);
  output.finish();
  const doubts = warnings.finish();
  if (rows === 0) tell(`${source.name} has no rows`);
  if (rejected > 0) tell(`rejected ${rejected} of ${rows} rows: ${options.rejects} says why`);
  if (doubts !== undefined) tell(doubts);
}

/** Imports what this format needs, and no other. */
async function open(settings: RunSettings): Promise<Source> {
  const { format } = settings;
  if (format === "parquet") return (await import("./parquet-thread.js")).openParquetInThread(settings);
  return (await import("./text-source.js")).openTextSource(await loadRun(settings), format);
}
