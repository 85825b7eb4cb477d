// `supportvector predict`: rows in, the same rows with predictions out.

import { namePredictionColumns } from "../../tables/prediction-columns.js";
import { openModel, readModelText } from "../model.js";
import { chooseFormat, type Format, toCsvOptions } from "./format.js";
import { openOutput } from "./output.js";
import { startProgress } from "./progress.js";
import { collect, endAtFirst } from "./rejects.js";
import type { Run, Source } from "./source.js";

/** The options of `predict`, as commander hands them over. */
export interface PredictOptions {
  readonly model?: string;
  readonly output?: string;
  readonly format?: Format;
  readonly delimiter?: string;
  readonly decimal?: "point" | "comma";
  readonly rejects?: string;
  readonly threads: number;
}

/**
 * Predicts the rows of a file.
 *
 * @throws Failure that says what to do; then no output file is there that was not before
 */
export async function predict(file: string, options: PredictOptions): Promise<void> {
  const format = chooseFormat(file, options.output, options.format);
  const modelText = options.model === undefined ? undefined : await readModelText(options.model);
  const model = await openModel(modelText, options.model);
  const columns = namePredictionColumns(model);
  const { model: modelPath, threads } = options;
  const csv = toCsvOptions(options, format);
  const run: Run = { file, format, model, columns, csv, modelText, modelPath, threads };
  const source = await open(run);
  const output = openOutput(options.output);
  const rejects = options.rejects === undefined ? endAtFirst(source.name) : await collect(options.rejects);
  const progress = startProgress(source.size, options.output === undefined && process.stdout.isTTY);

  let rows = 0;
  let kept = 0;
  try {
    await output.write(source.before);
    for await (const scored of source.scored) {
      await rejects.take(scored.problems.map((problem) => ({ ...problem, row: rows + problem.row })));
      if (kept > 0 && scored.kept > 0) await output.write(source.between);
      await output.write(scored.bytes);
      rows += scored.rows;
      kept += scored.kept;
      progress.update(source.position(), rows);
    }
    await output.write(source.after);
  } finally {
    progress.stop();
  }
  output.finish();
  rejects.finish();
  if (kept < rows) process.stderr.write(`${rows - kept} of ${rows} rows are bad: see ${options.rejects}\n`);
}

/** Imports what this format needs, and no other. */
async function open(run: Run): Promise<Source> {
  if (run.format === "parquet") return (await import("./parquet-source.js")).openParquet(run);
  return (await import("./text-source.js")).openTextSource(run, run.format);
}
