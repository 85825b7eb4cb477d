// A loaded model: a record becomes a row, a row becomes a number.

import { Computation } from "./computation.js";
import { ModelFileError } from "./errors.js";
import { describeModel, type ModelInfo } from "./info.js";
import type { InputWarning } from "./inputs/input-problem.js";
import { createInputReader } from "./inputs/input-reader.js";
import { describeInputs, type JsonSchema } from "./inputs/input-schema.js";
import { kindOf, resolveInputs } from "./inputs/inputs.js";
import { createTrial } from "./inputs/limits.js";
import {
  type InputColumns,
  type MatrixLike,
  RecordRows,
  type Rows,
  toColumnRows,
  toRows,
  toTransformedRows,
} from "./inputs/rows.js";
import { parseModelFile } from "./model-file/parse";
import { checkKeys, hasLength, type Report, reporting } from "./model-file/report";
import type { Input, ModelFile, Regressor } from "./model-file/types.generated";
import { compileStep } from "./preprocessing/step.js";
import { type Column, computedColumn } from "./program/column.js";
import { ProgramBuilder } from "./program/program.js";
import { compileRegressor } from "./regressors/regressor.js";
import { checkVerification, recompute, type VerificationReport } from "./verification.js";

/** A record of any model: a plain object keyed by the training column names. `null` and `NaN` are missing values. */
export type InputRecord = Readonly<Record<string, number | string | null>>;

/** An input, as the model file describes it. */
export type InputInfo = Readonly<Input>;

/**
 * A fitted pipeline, ready to predict. Made by `loadModel`. Records are read where they stand: a getter of a record must not call the model
 * that reads it.
 *
 * @typeParam R the type of its records
 * @typeParam P the type of its predictions
 */
export class Model<R = InputRecord, P = number> {
  readonly info: ModelInfo;
  /** The inputs, in the order of the training columns. */
  readonly inputs: readonly InputInfo[];
  /**
   * Names of the transformed columns, as scikit-learn's `get_feature_names_out` gives them. Empty where the members of an ensemble do the
   * preprocessing.
   */
  readonly featureNamesOut: readonly string[];
  /**
   * JSON Schema (draft 2020-12) of a record: a JSON value matches it exactly when `predict` accepts it. Only what depends on several inputs, on
   * where a step is defined (a logarithm is not, at −1), or on what a strict encoder knows of a computed column, is left to `predict`.
   */
  readonly inputSchema: JsonSchema;
  /**
   * How the regressor is evaluated, a line for each SVR and linear model in it. `dense: 540 of 66`: 540 kernels of 66 columns. `factored: 5 of 4, 26 of 26;
   * 104 products`: 5 exponentials of 4 columns and 26 of 26, and 104 products of these. `linear: 66`: as many columns.
   */
  readonly plan: string;
  private readonly computation: Computation;
  private readonly targets: readonly string[] | undefined;
  private readonly min: number;
  private readonly max: number;
  private readonly verification: ModelFile["verification"];

  /** @internal */
  constructor(file: ModelFile, computation: Computation, plan: string) {
    this.info = describeModel(file);
    this.inputs = file.inputs;
    this.featureNamesOut = file.feature_names_out;
    this.inputSchema = describeInputs(computation.reader.inputs, file.metadata.name);
    this.plan = plan;
    this.computation = computation;
    this.targets = targetsOf(file.regressor);
    const { min = -Infinity, max = Infinity } = file.target.clip ?? {};
    this.min = min;
    this.max = max;
    this.verification = file.verification;
  }

  /**
   * Predicts one record.
   *
   * @param record keyed by input name; other keys are ignored
   * @returns the prediction in `info.unit`, or an object of predictions keyed by target name where there are several. Within 16 · 2⁻⁵² ·
   * (Σ|αᵢKᵢ| + |b|) of what the Python pipeline predicts, and what steps that round otherwise than Python's make of that (docs/model-file.md);
   * then clipped as the model file says
   * @throws InputError `INPUT_INVALID`, with every problem of the record
   */
  predict(record: R): P {
    return this.predictRows(new RecordRows([record], this.computation.reader.inputs))[0]!;
  }

  /**
   * Predicts many records. `predictBatch([record])[0]` is `predict(record)`, to the bit.
   *
   * @param batch n records; or n rows × `inputs.length` columns, as an ml-matrix `Matrix` or anything with its `rows`, `columns` and `get`
   * @returns n predictions
   * @throws InputError `INPUT_INVALID`, with every problem of every record; then none is predicted
   */
  predictBatch(batch: readonly R[] | MatrixLike): P[] {
    return this.predictRows(toRows(batch, this.computation.reader.inputs));
  }

  /**
   * Predicts columns: for bulk work. The same bits as `predictBatch` of the records that they hold.
   *
   * @param columns for each input a list of n values, a typed array of numbers or a plain array; others are ignored
   * @returns n predictions
   * @throws InputError `INPUT_INVALID`, with every problem of every row
   * @throws TypeError if the model predicts several targets
   */
  predictColumns(columns: InputColumns): Float64Array {
    const rows = toColumnRows(columns, this.computation.reader.inputs);
    const output = this.createOutput(rows.length);
    this.computation.predictAll(rows, output);
    return this.clip(output);
  }

  /**
   * Predicts rows that are transformed already, as `transform` gives them.
   *
   * @param rows n rows of `featureNamesOut.length` columns: an ml-matrix `Matrix` or the like, or their numbers, row after row
   * @param stride from the beginning of one row of numbers to that of the next
   * @returns n predictions
   * @throws InputError `INPUT_INVALID` for rows of another width, and for numbers that are not finite
   * @throws TypeError if the model predicts several targets
   */
  predictTransformed(rows: Float64Array | MatrixLike, stride: number = this.featureNamesOut.length): Float64Array {
    const { rowCount, value } = toTransformedRows(rows, stride, this.featureNamesOut.length);
    const output = this.createOutput(rowCount);
    this.computation.predictTransformed(rowCount, value, output);
    return this.clip(output);
  }

  /**
   * The row that reaches the regressor: `pipeline[:-1].transform` in scikit-learn.
   *
   * @returns one number per name in `featureNamesOut`
   * @throws InputError `INPUT_INVALID`, with every problem of the record
   */
  transform(record: R): number[] {
    this.computation.transform(new RecordRows([record], this.computation.reader.inputs), 0);
    return Array.from(this.computation.row);
  }

  /**
   * What makes a prediction doubtful: an unknown category that the pipeline ignores, a number outside the training range.
   *
   * @returns an empty array if there is nothing
   * @throws InputError `INPUT_INVALID`, as `predict`
   */
  warnings(record: R): InputWarning[] {
    const { reader } = this.computation;
    const rows = new RecordRows([record], reader.inputs);
    this.computation.predict(rows, 0);
    return reader.findWarnings(rows, 0);
  }

  /** Recomputes the model file's verification rows, as `loadModel` has done: a model that exists has passed where it was loaded. */
  verify(): VerificationReport {
    return recompute(this.verification, this.computation);
  }

  private predictRows(rows: Rows): P[] {
    const { computation, targets } = this;
    if (!targets) {
      const numbers: number[] = [];
      computation.predictAll(rows, numbers);
      return this.clip(numbers) as P[];
    }
    const predictions: Record<string, number>[] = [];
    for (let row = 0; row < rows.length; row++) {
      computation.predict(rows, row);
      const numbers = this.clip(computation.predictions);
      predictions.push(Object.fromEntries(targets.map((name, i) => [name, numbers[i]!])));
    }
    return predictions as P[];
  }

  /** Clips in place. */
  private clip<T extends Float64Array | number[]>(numbers: T): T {
    const { min, max } = this;
    for (let i = 0; i < numbers.length; i++) numbers[i] = Math.max(min, Math.min(max, numbers[i]!));
    return numbers;
  }

  /** Bulk work is for a model of one target. */
  private createOutput(rows: number): Float64Array {
    if (this.targets) throw new TypeError("this model predicts several targets: use predictBatch");
    return new Float64Array(rows);
  }
}

/** The names of a MultiOutputRegressor's targets; undefined where there is one target. */
function targetsOf(regressor: Regressor): string[] | undefined {
  return regressor.type === "MultiOutputRegressor" ? regressor.estimators.map(({ name }) => name) : undefined;
}

/**
 * Loads a model file. Checks it from top to bottom and recomputes its verification rows: what is returned agrees with Python here and now.
 *
 * @param source a model file's text, or what `JSON.parse` made of it
 * @typeParam R the type of its records
 * @typeParam P the type of its predictions: an object of numbers where it predicts several targets
 * @throws ModelFileError `MODEL_FILE_SYNTAX`, `MODEL_FILE_VERSION`, `MODEL_FILE_INVALID` or `MODEL_FILE_UNVERIFIED`, with every problem found
 * @example
 * const model = loadModel(readFileSync("model.json", "utf8"));
 * const prediction = model.predict({ Age: 35, Education: 1 });
 */
export function loadModel<R = InputRecord, P = number>(source: unknown): Model<R, P> {
  const file = parseModelFile(source);
  // `reporting` throws where `resolve` has nothing to return.
  const { computation, plan } = reporting((report) => resolve(file, report))!;
  const model = new Model<R, P>(file, computation, plan);
  const { passed, rows, maxErrorRatio } = model.verify();
  if (!passed) {
    const message = `expected ${rows} rows to come out as in Python, got errors up to ${maxErrorRatio} bounds, or other columns`;
    throw new ModelFileError("MODEL_FILE_UNVERIFIED", [{ path: "/verification", message }]);
  }
  return model;
}

/** The model file, compiled; reported where its parts do not fit each other. */
function resolve(file: ModelFile, report: Report): { computation: Computation; plan: string } | undefined {
  const { inputs, pipeline, feature_names_out: names, regressor, target, verification } = file;
  const { min = -Infinity, max = Infinity } = target.clip ?? {};
  if (min > max) report("/target/clip", `expected min up to max, got ${min} and ${max}`);

  const program = new ProgramBuilder(inputs.length, report);
  const columns = compileStep(pipeline, inputs.map(toColumn), "/pipeline", program);
  if (!columns) return undefined;
  const row = selectRow(columns, names, program);
  const steps = program.build();

  const { problems } = program;
  const predicted = compileRegressor(regressor, columns, "/regressor", program);
  if (program.problems === problems) checkTargets(predicted, targetsOf(regressor), program);
  program.requirePresent(predicted);
  const prediction = program.build();

  const cells = new Float64Array(program.size);
  const bounded = [...steps.bounded, ...prediction.bounded];
  // An SVR takes longer than all steps, and seldom has any of its own. What was refused does not run.
  const runsToTheEnd = prediction.bounded.length > 0 && program.problems === problems;
  const run = (): void => {
    steps.run(cells);
    if (runsToTheEnd) prediction.run(cells);
  };
  const trial = createTrial(inputs.length, cells, bounded, run);
  const reader = createInputReader(resolveInputs(inputs, program, trial, report), program.vocabulary);
  const { evaluators, origin } = program;
  // An SVR or a linear model, and nothing above it, has an intercept of its own.
  const sole = "intercept" in regressor ? evaluators[0]?.evaluator : undefined;
  const computation = new Computation({ reader, cells, steps, row, regressor: prediction, predicted, sole, origin });
  if (program.problems === problems) checkVerification(verification, computation, report);
  return { computation, plan: evaluators.map((part) => part.plan).join("\n") };
}

function toColumn(input: Input, i: number): Column {
  return {
    ...computedColumn(i, [i]),
    kind: kindOf(input),
    raw: true,
    missing: input.missing,
  };
}

/** The columns of the transformed row: those that reach the regressor; none if the file names none, because they are not all numbers. */
function selectRow(columns: readonly Column[], names: readonly string[], program: ProgramBuilder): readonly Column[] {
  if (names.length === 0) return [];
  hasLength(names, columns.length, "names, one per transformed column", "/feature_names_out", program.report);
  if (program.areNumbers(columns, "/regressor")) program.requirePresent(columns);
  return columns;
}

/** What the regressor predicts must have names, if it is more than one number. */
function checkTargets(
  predicted: readonly Column[],
  targets: readonly string[] | undefined,
  program: ProgramBuilder,
): void {
  if (predicted.length !== (targets?.length ?? 1)) program.report("/regressor", "predicts several targets");
  if (targets) checkKeys(targets, (i) => `/regressor/estimators/${i}/name`, program.report);
}
