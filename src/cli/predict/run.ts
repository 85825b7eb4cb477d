// What `predict` is asked for.

import type { IntervalError } from "../../intervals/index.js";
import type { CsvOptions } from "../../tables/csv-dialect.js";
import { EXIT, Failure } from "../failure.js";
import { type AnyModel, describeProblems, openModel } from "../model.js";
import type { Format } from "./format.js";
import { addIntervals, addPredictions, type RowPredictor } from "./row-predictor.js";

/** What rows are predicted by. Plain data, so that a thread can be given it. */
export interface PredictingSettings {
  /** Of the model file. Undefined for the included model. */
  readonly modelText: string | undefined;
  readonly modelPath: string | undefined;
  /** Of intervals. Undefined for predictions alone. */
  readonly coverage: number | undefined;
}

/** What `predict` is asked for. Plain data, too. */
export interface RunSettings {
  /** Path of the input, or "-" for standard input. */
  readonly file: string;
  readonly format: Format;
  readonly outputFormat: Format;
  readonly csv: CsvOptions;
  readonly predicting: PredictingSettings;
  readonly threads: number;
}

/** The same, with what predicts. */
export interface Run extends RunSettings {
  readonly predictor: RowPredictor;
}

/**
 * Loads the model.
 *
 * @throws Failure if it is refused, or has no intervals
 */
export async function loadRun(settings: RunSettings): Promise<Run> {
  return { ...settings, predictor: await openPredictor(settings.predicting) };
}

/**
 * Loads the model, and its intervals if these are asked for.
 *
 * @throws Failure if it is refused, or has no intervals
 */
export async function openPredictor({ modelText, modelPath, coverage }: PredictingSettings): Promise<RowPredictor> {
  const model = await openModel(modelText, modelPath);
  return coverage === undefined ? addPredictions(model) : openIntervals(model, modelPath, coverage);
}

async function openIntervals(model: AnyModel, path: string | undefined, coverage: number): Promise<RowPredictor> {
  const { createIntervalPredictor, IntervalError } = await import("../../intervals/index.js");
  try {
    return addIntervals(createIntervalPredictor(model), coverage);
  } catch (error) {
    if (!(error instanceof IntervalError)) throw error;
    throw new Failure(
      describe(error, path === undefined ? "the included model" : `the model file ${path}`),
      EXIT.model,
    );
  }
}

function describe(error: IntervalError, name: string): string {
  if (error.code === "INTERVALS_MISSING")
    return `${name} has no intervals: export it with them, or leave out --interval`;
  return `the intervals of ${name} are refused: ${describeProblems(error)}. Export it again`;
}
