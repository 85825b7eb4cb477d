// `supportvector predict`: rows in, the same rows with predictions out.

import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { namePredictionColumns } from "../../tables/prediction-columns.js";
import { EXIT, Failure } from "../failure.js";
import { openModel, readModelText } from "../model.js";
import { chooseFormat, chooseOutputFormat, toCsvOptions } from "./format.js";
import type { PredictOptions } from "./options.js";
import { openOutput } from "./output.js";
import { startProgress } from "./progress.js";
import { collect, endAtFirst } from "./rejects.js";
import type { Run, Source } from "./source.js";
import { countWarnings } from "./warnings.js";
import { write } from "./written.js";

/**
 * Predicts the rows of a file.
 *
 * @throws Failure that says what to do. Then there is no output file that was not there before
 */
export async function predict(file: string, options: PredictOptions): Promise<void> {
  checkOptions(file, options);
  const format = chooseFormat(file, options.format);
  const outputFormat = chooseOutputFormat(options.output, format);
  const modelText = options.model === undefined ? undefined : await readModelText(options.model);
  const model = await openModel(modelText, options.model);
  const columns = namePredictionColumns(model);
  const { model: modelPath, threads } = options;
  const csv = toCsvOptions(options, format);
  const source = await open({ file, format, outputFormat, model, columns, csv, modelText, modelPath, threads });
  const output = openOutput(options.output);
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
  if (rows === 0) process.stderr.write(`${source.name} has no rows\n`);
  if (rejected > 0) process.stderr.write(`rejected ${rejected} of ${rows} rows: ${options.rejects} says why\n`);
  if (doubts !== undefined) process.stderr.write(`${doubts}\n`);
}

/**
 * Refuses options that do not fit together, and files that a report or an output would destroy.
 *
 * @throws Failure
 */
function checkOptions(file: string, { model, output, rejects, maxRejects, warnings }: PredictOptions): void {
  if (maxRejects !== undefined && rejects === undefined)
    throw new Failure("--max-rejects needs --rejects: give both, or neither", EXIT.usage);
  // --output may name the input: it takes the input's place only when it is complete.
  const written = { "--output": output, "--rejects": rejects, "--warnings": warnings };
  const taken = new Map<string, string>();
  if (model !== undefined) taken.set(locate(model), "the model file");
  for (const [option, path] of Object.entries(written)) {
    if (path === undefined) continue;
    if (option !== "--output" && file !== "-") taken.set(locate(file), "the input");
    const other = taken.get(locate(path));
    if (other !== undefined) throw new Failure(`${option} names ${other}: name a file of its own`, EXIT.usage);
    taken.set(locate(path), `the file of ${option}`);
  }
}

/** Returns where a path leads, by way of all links. The path itself if nothing is there yet. */
function locate(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/** Imports what this format needs, and no other. */
async function open(run: Run): Promise<Source> {
  if (run.format === "parquet") return (await import("./parquet-source.js")).openParquet(run);
  return (await import("./text-source.js")).openTextSource(run, run.format);
}
