// A loaded model: records in, predictions out.

import type { Computation } from "./computation.js";
import type { InputIssue } from "./errors.js";
import { describeModel, type ModelInfo } from "./info.js";
import type { InputWarning } from "./inputs/input-problem.js";
import { describeInputs, type JsonSchema } from "./inputs/input-schema.js";
import {
  type InputColumns,
  type MatrixLike,
  RecordRows,
  type Rows,
  toColumnRows,
  toRows,
  toTransformedRows,
} from "./inputs/rows.js";
import type {
  Input,
  IntervalCalibration,
  ModelFile,
  ReferenceDistributions,
  Verification,
} from "./model-file/types.generated.js";
import { recompute, type VerificationReport } from "./verification.js";

/**
 * A record of any model: a plain object keyed by the training column names. `null` and `NaN` are
 * missing values. An input that held bools in training takes `true` and `false` for 1 and 0.
 */
export type InputRecord = Readonly<Record<string, number | string | boolean | null>>;

/** An input, as the model file describes it. */
export type InputInfo = Readonly<Input>;

/** How the values, the predictions and the errors of a sample are distributed. */
export type ReferenceInfo = Readonly<ReferenceDistributions>;

/** How far predictions of held-out rows were from the actual values. */
export type IntervalsInfo = Readonly<IntervalCalibration>;

/** A number. A model of several targets predicts an object of numbers, keyed by target name. */
export type Prediction = number | Readonly<Record<string, number>>;

/** Predictions of n rows: n numbers for one target, an object of such lists for several targets. */
export type PredictionColumns<P> = P extends number
  ? Float64Array
  : { readonly [T in keyof P]: Float64Array | (undefined extends P[T] ? undefined : never) };

/** What `tryPredictBatch` and `tryPredictColumns` are asked for. */
export interface TryOptions {
  /** Whether to look for warnings too. Defaults to false. */
  readonly warnings?: boolean;
}

/** Predictions of the rows that the model accepts, and the problems of the others. */
export interface Attempt<L> {
  /** In the order of the rows. A rejected row has `null` in a batch, and NaN in columns. */
  readonly predictions: L;
  /** Every problem of every rejected row, in the order of the rows. */
  readonly issues: readonly InputIssue[];
  /** What makes predictions of accepted rows doubtful. Empty unless asked for. */
  readonly warnings: readonly InputWarning[];
}

/**
 * A fitted pipeline, ready to predict. `loadModel` makes it. A getter of a record must not call the
 * model that reads the record.
 *
 * @typeParam R the type of its records
 * @typeParam P the type of its predictions
 */
export class Model<R = InputRecord, P = number> {
  readonly info: ModelInfo;
  /** The inputs, in the order of the training columns. */
  readonly inputs: readonly InputInfo[];
  /**
   * Names of what the model predicts. One name: a prediction is a number. Several: it is an object
   * of numbers with these keys.
   */
  readonly targets: readonly string[];
  /**
   * Names of the features, the transformed columns, as scikit-learn's `get_feature_names_out` gives
   * them. Empty where the members of an ensemble do the preprocessing.
   */
  readonly featureNamesOut: readonly string[];
  /**
   * JSON Schema (draft 2020-12) of a record. A JSON value matches it exactly when `predict` accepts
   * it. `predict` alone decides what depends on several inputs, on where a step is defined (a
   * logarithm is not, at −1), or on what a strict encoder knows of a computed column.
   */
  readonly inputSchema: JsonSchema;
  /**
   * How the regressor is evaluated, with a line for each SVR and linear model in it.
   *
   * - `dense: 540 of 66`: 540 kernels of 66 columns.
   * - `factored: 5 of 4, 26 of 26; 104 products`: 5 exponentials of 4 columns, 26 of 26 columns,
   *   and 104 products of these.
   * - `linear: 66`: a linear model of 66 columns.
   */
  readonly plan: string;
  /**
   * What a monitor compares live records with. Undefined if the model file has none. Loading checks
   * only that it is an object.
   */
  readonly reference: ReferenceInfo | undefined;
  /**
   * What `supportvector/intervals` makes prediction intervals of. Undefined if the model file has
   * none. Loading checks only that it is an object. Not enumerable.
   */
  declare readonly intervals: IntervalsInfo | undefined;
  /** The lowest and the highest prediction, where the model file limits them. Not enumerable. */
  declare readonly clip: { readonly min?: number; readonly max?: number } | undefined;
  // Not enumerable, so that JSON.stringify and console.log write out neither training rows nor the
  // last record. Private names would do the same, but take a WeakMap each in ECMAScript 2020.
  declare private readonly computation: Computation;
  declare private readonly verification: Verification;

  /** @internal */
  constructor(file: ModelFile, targets: readonly string[], computation: Computation, plan: string) {
    this.info = describeModel(file);
    this.inputs = file.inputs;
    this.targets = targets;
    this.featureNamesOut = file.feature_names_out;
    this.inputSchema = describeInputs(computation.reader.inputs, file.metadata.name);
    this.plan = plan;
    this.reference = file.reference;
    // Not the whole file: it holds the support vectors, which the evaluator has in another form.
    Object.defineProperties(this, {
      computation: { value: computation },
      verification: { value: file.verification },
      intervals: { value: file.intervals },
      clip: { value: file.target.clip },
    });
  }

  /**
   * Predicts one record.
   *
   * @param record keyed by input name. Other keys are ignored
   * @returns the prediction in `info.unit`, clipped as the model file says. With the RBF kernel it
   * is within 16 · 2⁻⁵² · (Σ|αᵢ| Kᵢ (1 + γ‖x − sᵢ‖²) + |b|) of the Python pipeline's prediction,
   * and of what steps that round otherwise than Python's make of that (docs/model-file.md,
   * `bounds`)
   * @throws InputError `INPUT_INVALID`, with every problem of the record
   */
  predict(record: R): P {
    const rows = new RecordRows([record], this.computation.reader.inputs);
    return (this.computation.predictFirst(rows) as P | undefined) ?? this.predictRows(rows)[0]!;
  }

  /**
   * Predicts many records. `predictBatch([record])[0]` has the bits of `predict(record)`.
   *
   * @param batch n records, or a matrix of n rows × `inputs.length` columns: ml-matrix's `Matrix`,
   * or anything with `rows`, `columns` and `get`
   * @returns n predictions
   * @throws InputError `INPUT_INVALID`, with every problem of every record. Then none is predicted
   */
  predictBatch(batch: readonly R[] | MatrixLike): P[] {
    return this.predictRows(toRows(batch, this.computation.reader.inputs));
  }

  /**
   * Predicts columns: for bulk work. Gives the bits of `predictBatch`.
   *
   * @param columns for each input a list of n values, a typed array of numbers or a plain array.
   * Other keys are ignored
   * @returns n predictions, for several targets an object of such lists
   * @throws InputError `INPUT_INVALID`, with every problem of every row
   */
  predictColumns(columns: InputColumns): PredictionColumns<P> {
    const rows = toColumnRows(columns, this.computation.reader.inputs);
    const outputs = this.createOutputs(rows.length);
    this.computation.predictAll(rows, outputs);
    return this.toPrediction((target) => outputs[target]);
  }

  /**
   * Predicts the records that the model accepts, and reports the others. Reads each record once.
   *
   * @param batch as for `predictBatch`
   * @returns n predictions, `null` for a rejected record
   * @throws InputError `INPUT_INVALID` with the issue `NOT_A_BATCH` if this is no batch at all
   * @example
   * const { predictions, issues } = model.tryPredictBatch(records);
   * for (const { row, input, code } of issues) console.error(row, input, code);
   */
  tryPredictBatch(batch: readonly R[] | MatrixLike, options?: TryOptions): Attempt<(P | null)[]> {
    const rows = toRows(batch, this.computation.reader.inputs);
    const { outputs, rejected, ...found } = this.tryPredictRows(rows, options);
    const predictions = Array.from({ length: rows.length }, (_, row) =>
      rejected.has(row) ? null : this.toPrediction<P>((target) => outputs[target]![row]),
    );
    return { predictions, ...found };
  }

  /**
   * Predicts the rows of columns that the model accepts, and reports the others. Reads each row
   * once.
   *
   * @param columns as for `predictColumns`
   * @returns n predictions, NaN for a rejected row
   * @throws InputError `INPUT_INVALID` with the issue `NOT_A_BATCH` or `MISSING_INPUT` unless there
   * is a list for each input, and all have one length
   */
  tryPredictColumns(columns: InputColumns, options?: TryOptions): Attempt<PredictionColumns<P>> {
    const rows = toColumnRows(columns, this.computation.reader.inputs);
    const { outputs, issues, warnings } = this.tryPredictRows(rows, options);
    return { predictions: this.toPrediction((target) => outputs[target]), issues, warnings };
  }

  /**
   * Predicts rows that are transformed already, as `transform` gives them.
   *
   * @param rows n rows of `featureNamesOut.length` columns: an ml-matrix `Matrix` or the like, or
   * their numbers, row after row
   * @param stride from the beginning of one row of numbers to that of the next
   * @returns n predictions, for several targets an object of such lists
   * @throws InputError `INPUT_INVALID` for rows of another width, and for numbers that are not
   * finite
   */
  predictTransformed(
    rows: Float64Array | MatrixLike,
    stride: number = this.featureNamesOut.length,
  ): PredictionColumns<P> {
    const { rowCount, value } = toTransformedRows(rows, stride, this.featureNamesOut.length);
    const outputs = this.createOutputs(rowCount);
    this.computation.predictTransformed(rowCount, value, outputs);
    return this.toPrediction((target) => outputs[target]);
  }

  /**
   * Transforms a record into the row that reaches the regressor: `pipeline[:-1].transform` in
   * scikit-learn.
   *
   * @returns one number per name in `featureNamesOut`
   * @throws InputError `INPUT_INVALID`, with every problem of the record
   */
  transform(record: R): number[] {
    this.computation.transform(new RecordRows([record], this.computation.reader.inputs), 0);
    return Array.from(this.computation.row);
  }

  /**
   * Tells what makes a prediction doubtful: a number outside the training range, an unknown
   * category that the pipeline ignores, a tie among the training rows that a KNNImputer takes.
   *
   * @returns an empty list if there is nothing
   * @throws InputError `INPUT_INVALID`, as `predict`
   */
  warnings(record: R): InputWarning[] {
    const { reader } = this.computation;
    const rows = new RecordRows([record], reader.inputs);
    this.computation.predict(rows, 0);
    return reader.listWarnings(rows, 0);
  }

  /** @internal Whether ties may make a prediction doubtful, whatever the values are. */
  get mayTie(): boolean {
    return this.computation.reader.ties.length > 0;
  }

  /** Recomputes the model file's verification rows, as `loadModel` has done. */
  verify(): VerificationReport {
    return recompute(this.verification, this.computation);
  }

  private predictRows(rows: Rows): P[] {
    // Numbers of one target are the result itself, in a list that grows: a single record is the
    // rule.
    const outputs = this.targets.map((): number[] => []);
    this.computation.predictAll(rows, outputs);
    if (outputs.length === 1) return outputs[0] as P[];
    return Array.from({ length: rows.length }, (_, row) => this.toPrediction((target) => outputs[target]![row]));
  }

  private tryPredictRows(
    rows: Rows,
    { warnings: wanted = false }: TryOptions = {},
  ): Omit<Attempt<unknown>, "predictions"> & {
    readonly outputs: readonly Float64Array[];
    readonly rejected: ReadonlySet<number>;
  } {
    const { computation } = this;
    const outputs = this.createOutputs(rows.length);
    const doubtful: number[] = [];
    const issues = computation.tryPredictAll(rows, outputs, wanted ? doubtful : undefined);
    const rejected = new Set(issues.map(({ row }) => row));
    const warnings = doubtful.filter((row) => !rejected.has(row)).flatMap((row) => computation.listWarnings(rows, row));
    return { outputs, rejected, issues, warnings };
  }

  /** Creates a list per target. NaN stands for a row that is not predicted. */
  private createOutputs(rows: number): Float64Array[] {
    return this.targets.map(() => new Float64Array(rows).fill(NaN));
  }

  /** Returns what there is for the only target, or an object of it by name. */
  private toPrediction<T>(of: (target: number) => unknown): T {
    const named = this.targets.length === 1 ? of(0) : Object.fromEntries(this.targets.map((name, t) => [name, of(t)]));
    return named as T;
  }
}
