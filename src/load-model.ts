// The function that loads any model file.

import { compileModel } from "./compile-model.js";
import type { InputRecord, Model, Prediction } from "./model.js";
import { ALL_STEP_TYPES } from "./preprocessing/all-step-types.js";

/** Which targets the caller expects. */
export interface LoadOptions<T extends readonly string[] | "any"> {
  /** The names of several targets, in any order, or `"any"` for whatever the file predicts. */
  readonly targets: T;
}

/** The names of a model of several targets. */
type Several<T extends string> = readonly [T, T, ...T[]];

/**
 * Loads a model file. Checks it from top to bottom and recomputes its verification rows, so a model
 * that exists agrees with Python here and now.
 *
 * A file of several targets needs `options.targets`: the type of a prediction follows from it.
 *
 * @param source a model file's text, or what `JSON.parse` made of it
 * @param options which targets to expect. Without them, one
 * @typeParam R the type of its records
 * @typeParam T the names of its targets. If only R is given, they are `string`, and each number of
 * a prediction may be undefined
 * @throws ModelFileError `MODEL_FILE_SYNTAX`, `MODEL_FILE_VERSION`, `MODEL_FILE_INVALID`,
 * `MODEL_FILE_UNVERIFIED` or `MODEL_FILE_TARGETS`, with every problem found, up to 100
 * @example
 * const model = loadModel(readFileSync("model.json", "utf8"));
 * const hours = model.predict({ Age: 35, Education: 1 });
 * @example
 * const model = loadModel(text, { targets: ["hours", "days"] });
 * const { hours, days } = model.predict({ Age: 35, Education: 1 });
 */
export function loadModel<R = InputRecord>(source: unknown): Model<R>;
export function loadModel<R = InputRecord>(source: unknown, options: LoadOptions<"any">): Model<R, Prediction>;
export function loadModel<R = InputRecord, T extends string = string>(
  source: unknown,
  options: LoadOptions<Several<T>>,
): Model<R, Readonly<Record<T, string extends T ? number | undefined : number>>>;
export function loadModel<R>(
  source: unknown,
  { targets }: Partial<LoadOptions<readonly string[] | "any">> = {},
): Model<R, unknown> {
  return compileModel<R, unknown>(source, ALL_STEP_TYPES, targets);
}
