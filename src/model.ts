// A loaded model: a record becomes a row, a row becomes a number.

import { parseArtifact } from "./artifact/parse.js";
import { type Report, reporting } from "./artifact/report.js";
import type { Input, ModelFile } from "./artifact/types.generated.js";
import { ArtifactError, InputError } from "./errors.js";
import { describeModel, type ModelInfo } from "./info.js";
import type { InputWarning } from "./preprocessing/input-problem.js";
import { InputReader } from "./preprocessing/input-reader.js";
import { describeInputs, type JsonSchema } from "./preprocessing/input-schema.js";
import { kindOf, resolveInputs } from "./preprocessing/inputs.js";
import { compilePreprocessor, type Preprocessor } from "./preprocessing/preprocessor.js";
import { type MatrixLike, RecordRows, type Rows, toRows } from "./preprocessing/rows.js";
import { Vocabulary } from "./preprocessing/vocabulary.js";
import { createEvaluator } from "./svm/evaluator.js";
import { resolveSvr } from "./svm/resolve.js";
import type { Evaluator, Svr } from "./svm/svr.js";
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
 */
export class Model<R = InputRecord> {
  readonly info: ModelInfo;
  /** The inputs, in the order of the training columns. */
  readonly inputs: readonly InputInfo[];
  /** Names of the transformed columns, as scikit-learn's `get_feature_names_out` gives them. */
  readonly featureNamesOut: readonly string[];
  /** JSON Schema (draft 2020-12) of a record: a JSON value matches it exactly when `predict` accepts it. */
  readonly inputSchema: JsonSchema;
  private readonly reader: InputReader;
  /** Holds the scratch memory, which one call at a time uses: predicting never waits, and calls nothing back but a record's getters. */
  private readonly preprocessor: Preprocessor;
  private readonly evaluator: Evaluator;
  private readonly min: number;
  private readonly max: number;
  private readonly verification: ModelFile["verification"];

  /** @internal */
  constructor(file: ModelFile, reader: InputReader, preprocessor: Preprocessor, svr: Svr) {
    this.info = describeModel(file);
    this.inputs = file.inputs;
    this.featureNamesOut = file.feature_names_out;
    this.inputSchema = describeInputs(reader.inputs, file.metadata.name);
    this.reader = reader;
    this.preprocessor = preprocessor;
    this.evaluator = createEvaluator(svr);
    this.min = file.target.clip?.min ?? -Infinity;
    this.max = file.target.clip?.max ?? Infinity;
    this.verification = file.verification;
  }

  /**
   * Predicts one record.
   *
   * @param record keyed by input name; other keys are ignored
   * @returns the prediction in `info.unit`: within 16 · 2⁻⁵² · (Σ|αᵢKᵢ| + |b|) of what the Python pipeline predicts, then clipped as the model
   * file says
   * @throws InputError `INPUT_INVALID`, with every problem of the record
   */
  predict(record: R): number {
    return this.predictRows(new RecordRows([record], this.reader.inputs))[0]!;
  }

  /**
   * Predicts many records. `predictBatch([record])[0]` is `predict(record)`, to the bit.
   *
   * @param batch n records; or n rows × `inputs.length` columns, as an ml-matrix `Matrix` or anything with its `rows`, `columns` and `get`
   * @returns n predictions
   * @throws InputError `INPUT_INVALID`, with every problem of every record; then none is predicted
   */
  predictBatch(batch: readonly R[] | MatrixLike): number[] {
    return this.predictRows(toRows(batch, this.reader.inputs));
  }

  /**
   * The row that reaches the regressor: `pipeline[:-1].transform` in scikit-learn.
   *
   * @returns one number per name in `featureNamesOut`
   * @throws InputError `INPUT_INVALID`, with every problem of the record
   */
  transform(record: R): number[] {
    this.transformRow(new RecordRows([record], this.reader.inputs), 0);
    return Array.from(this.preprocessor.row);
  }

  /**
   * What makes a prediction doubtful: an unknown category that the pipeline ignores, a number outside the training range.
   *
   * @returns an empty array if there is nothing
   * @throws InputError `INPUT_INVALID`, as `predict`
   */
  check(record: R): InputWarning[] {
    const rows = new RecordRows([record], this.reader.inputs);
    this.transformRow(rows, 0);
    return this.reader.findWarnings(rows, 0);
  }

  /** Recomputes the model file's verification rows, as `loadModel` has done: a model that exists has passed where it was loaded. */
  verify(): VerificationReport {
    return recompute(this.verification, this.reader, this.preprocessor, this.evaluator);
  }

  private predictRows(rows: Rows): number[] {
    const { preprocessor, evaluator, min, max } = this;
    const predictions: number[] = [];
    for (let row = 0; row < rows.length; row++) {
      this.transformRow(rows, row);
      predictions.push(Math.max(min, Math.min(max, evaluator.evaluate(preprocessor.row))));
    }
    return predictions;
  }

  /** Reads and transforms one row; what comes out is the preprocessor's. */
  private transformRow(rows: Rows, row: number): void {
    if (!this.reader.read(rows, row, this.preprocessor.cells)) throw new InputError(this.reader.findProblems(rows));
    this.preprocessor.run();
  }
}

/**
 * Loads a model file. Checks it from top to bottom and recomputes its verification rows: what is returned agrees with Python here and now.
 *
 * @param artifact a model file's text, or what `JSON.parse` made of it
 * @typeParam R the type of its records
 * @throws ArtifactError `ARTIFACT_SYNTAX`, `ARTIFACT_VERSION`, `ARTIFACT_INVALID` or `ARTIFACT_UNVERIFIED`, with every problem found
 * @example
 * const model = loadModel(readFileSync("model.json", "utf8"));
 * const prediction = model.predict({ Age: 35, Education: 1 });
 */
export function loadModel<R = InputRecord>(artifact: unknown): Model<R> {
  const file = parseArtifact(artifact);
  // `reporting` throws where `resolve` has nothing to return.
  const { reader, preprocessor, svr } = reporting((report) => resolve(file, report))!;
  const model = new Model<R>(file, reader, preprocessor, svr);
  const { passed, rows, maxErrorRatio } = model.verify();
  if (!passed) {
    const message = `expected ${rows} rows to come out as in Python, got a largest error of ${maxErrorRatio} times the bound, or other columns`;
    throw new ArtifactError("ARTIFACT_UNVERIFIED", [{ path: "/verification", message }]);
  }
  return model;
}

/** What a model is made of. */
interface Parts {
  readonly reader: InputReader;
  readonly preprocessor: Preprocessor;
  readonly svr: Svr;
}

/** Everything that the model file names, resolved, and reported where its parts do not fit each other. */
function resolve(file: ModelFile, report: Report): Parts | undefined {
  const { inputs, pipeline, feature_names_out: names, regressor, target, verification } = file;
  const { min = -Infinity, max = Infinity } = target.clip ?? {};
  if (min > max) report("/target/clip", `expected min up to max, got ${min} and ${max}`);

  const vocabulary = new Vocabulary();
  const preprocessor = compilePreprocessor(pipeline, inputs.map(kindOf), vocabulary, report);
  if (!preprocessor) return undefined;
  const width = preprocessor.row.length;
  if (names.length !== width)
    report("/feature_names_out", `expected ${width} names, one per transformed column, got ${names.length}`);
  const reader = new InputReader(resolveInputs(inputs, preprocessor, vocabulary, report), vocabulary);
  const svr = resolveSvr(regressor, width, report);
  checkVerification(verification, reader, width, report);
  return { reader, preprocessor, svr };
}
