// What `predict` is asked for.

import type { CsvOptions } from "../../tables/csv-dialect.js";
import { namePredictionColumns } from "../../tables/prediction-columns.js";
import { type AnyModel, openModel } from "../model.js";
import type { Format } from "./format.js";

/** What `predict` is asked for. Plain data, so that a thread can be given it. */
export interface RunSettings {
  /** Path of the input, or "-" for standard input. */
  readonly file: string;
  readonly format: Format;
  readonly outputFormat: Format;
  readonly csv: CsvOptions;
  /** Of the model file. Undefined for the included model. */
  readonly modelText: string | undefined;
  readonly modelPath: string | undefined;
  readonly threads: number;
}

/** The same, with the model. */
export interface Run extends RunSettings {
  readonly model: AnyModel;
  /** Names of the predictions. */
  readonly columns: readonly string[];
}

/**
 * Loads the model.
 *
 * @throws Failure if it is refused
 */
export async function loadRun(settings: RunSettings): Promise<Run> {
  const model = await openModel(settings.modelText, settings.modelPath);
  return { ...settings, model, columns: namePredictionColumns(model) };
}
