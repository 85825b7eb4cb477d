// The explainer of a model file: records in, explanations out.

import {
  type InputRecord,
  type LoadOptions,
  loadModel,
  type MatrixLike,
  type Model,
  type Prediction,
} from "../index.js";
import { toAdditiveForm } from "./additive-form.js";
import { resolveBackground } from "./background.js";
import { ExplainError } from "./explain-error.js";
import { type Explained, type Explanation, toExplanation } from "./explanation.js";
import { readModelFile } from "./read-model-file.js";
import { readRecords } from "./record-cells.js";
import { ShapleyComputation } from "./shapley-computation.js";

/** What an explainer is made with. */
export interface ExplainerOptions<R = InputRecord> {
  /**
   * Records that a record is compared with, or a matrix as for `predictBatch`. Default: the
   * background of the model file.
   */
  readonly background?: readonly R[] | MatrixLike;
  /**
   * How many permutations an estimate takes for each row of the background, an even number from 4
   * on. Default: as many as take about 20,000 predictions. Exact contributions take none.
   */
  readonly permutations?: number;
}

/**
 * Explains the predictions of a model. `loadExplainer` makes it.
 *
 * @typeParam R the type of its records
 * @typeParam P the type of its predictions
 */
export interface Explainer<R = InputRecord, P = number> {
  /** The loaded model. */
  readonly model: Model<R, P>;
  /** Rows of the background. */
  readonly backgroundRows: number;
  /** Whether its contributions are exact, up to rounding. Otherwise some are estimated. */
  readonly exact: boolean;
  /**
   * Explains the prediction of one record.
   *
   * @param record as for `predict`
   * @returns the Shapley value of each input. For several targets, an object of explanations by
   * target
   * @throws InputError `INPUT_INVALID`, with every problem of the record
   * @throws ExplainError `MIX_REJECTED`
   */
  explain(record: R): Explained<P>;
  /**
   * Explains the predictions of many records. Gives the bits of `explain`.
   *
   * @param batch as for `predictBatch`
   * @returns an explanation per record
   * @throws InputError `INPUT_INVALID`, with every problem of every record
   * @throws ExplainError `MIX_REJECTED`
   */
  explainBatch(batch: readonly R[] | MatrixLike): Explained<P>[];
}

/** The names of a model of several targets. */
type Several<T extends string> = readonly [T, T, ...T[]];

/**
 * Loads a model file as `loadModel` does, to explain its predictions.
 *
 * A contribution is an input's Shapley value: what the value of the input changes in the
 * prediction, averaged over the rows of the background and over the orders in which the inputs may
 * change from the row's values to the record's. A prediction is not clipped there.
 *
 * @param source a model file's text, or what `JSON.parse` made of it
 * @param options the background, and which targets to expect
 * @typeParam R the type of its records
 * @typeParam T the names of its targets, as for `loadModel`
 * @throws ModelFileError as `loadModel` does
 * @throws ExplainError `BACKGROUND_MISSING`, `BACKGROUND_INVALID`, `OPTIONS_INVALID` or
 * `MIX_REJECTED`
 * @example
 * const explainer = loadExplainer(readFileSync("model.json", "utf8"));
 * const { base, contributions } = explainer.explain({ Age: 35, Education: 1 });
 */
export function loadExplainer<R = InputRecord>(source: unknown, options?: ExplainerOptions<R>): Explainer<R>;
export function loadExplainer<R = InputRecord>(
  source: unknown,
  options: ExplainerOptions<R> & LoadOptions<"any">,
): Explainer<R, Prediction>;
export function loadExplainer<R = InputRecord, T extends string = string>(
  source: unknown,
  options: ExplainerOptions<R> & LoadOptions<Several<T>>,
): Explainer<R, Readonly<Record<T, string extends T ? number | undefined : number>>>;
export function loadExplainer<R>(
  source: unknown,
  { targets, background, permutations }: ExplainerOptions<R> & Partial<LoadOptions<readonly string[] | "any">> = {},
): Explainer<R, unknown> {
  const model = loadModel<R>(source, { targets } as LoadOptions<"any">);
  const file = readModelFile(source);
  if (permutations !== undefined && !(Number.isInteger(permutations) && permutations >= 4 && permutations % 2 === 0))
    throw new ExplainError(
      "OPTIONS_INVALID",
      `The model cannot be explained: expected an even number of permutations from 4 on, got ${permutations}`,
    );
  const form = toAdditiveForm(file);
  const rows = readRecords(resolveBackground(background, file, model), model, form.vocabulary);
  const computation = new ShapleyComputation(
    form,
    rows.map(({ cells }) => cells),
    permutations,
  );
  const { exact } = computation;

  const explainBatch = (batch: readonly R[] | MatrixLike): Explained<Prediction>[] => {
    // Rejects the batch if it must, so that the records are read without checks.
    const predictions = model.predictBatch(batch);
    return readRecords(batch, model, form.vocabulary).map(({ values, cells }, row) => {
      const shapley = computation.compute(cells);
      const explain = (target: number, prediction: number): Explanation =>
        toExplanation(shapley, target, { prediction, exact, values, inputs: model.inputs, clip: file.target.clip });
      const prediction = predictions[row]!;
      if (typeof prediction === "number") return explain(0, prediction);
      return Object.fromEntries(model.targets.map((name, target) => [name, explain(target, prediction[name]!)]));
    });
  };
  return { model, backgroundRows: rows.length, exact, explain: (record) => explainBatch([record])[0]!, explainBatch };
}
