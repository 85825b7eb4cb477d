// Rows: one interface to the values of records, of columns, of matrices and of verification rows.

import { describeValue } from "../describe-value.js";
import { InputError } from "../errors.js";
import { isObject } from "../model-file/validators.js";
import type { Input } from "./input.js";
import { describeRejection } from "./input-problem.js";

/** Several rows of values, one per input. */
export interface Rows {
  readonly length: number;
  /** Describes what came instead of a row. Returns undefined for a row that `value` can read. */
  describeMisfit(row: number): string | undefined;
  /** Returns the value of an input, given its position. Returns undefined if there is none. */
  value(row: number, input: number): unknown;
  /** Returns the record, if the row is one. */
  record(row: number): Readonly<Record<string, unknown>> | undefined;
  /** The values of each input, if they are in lists. Faster than `value`. */
  readonly lists?: readonly ArrayLike<unknown>[] | undefined;
}

/** A matrix: ml-matrix's `Matrix`, or anything of this shape. */
export interface MatrixLike {
  readonly rows: number;
  readonly columns: number;
  get(row: number, column: number): number;
}

/** Rows of records: plain objects keyed by input name. Other keys are ignored. */
export class RecordRows implements Rows {
  readonly length: number;
  private readonly records: readonly unknown[];
  private readonly inputs: readonly Input[];

  constructor(records: readonly unknown[], inputs: readonly Input[]) {
    this.length = records.length;
    this.records = records;
    this.inputs = inputs;
  }

  describeMisfit(row: number): string | undefined {
    const record = this.records[row];
    return isObject(record) ? undefined : describeValue(record);
  }

  value(row: number, input: number): unknown {
    return this.record(row)[this.inputs[input]!.name];
  }

  record(row: number): Readonly<Record<string, unknown>> {
    return this.records[row] as Readonly<Record<string, unknown>>;
  }
}

/** Rows of values in the order of the inputs: columns, a matrix, or the verification rows. */
export class OrderedRows implements Rows {
  readonly length: number;
  readonly value: (row: number, input: number) => unknown;
  readonly lists: readonly ArrayLike<unknown>[] | undefined;

  constructor(length: number, value: (row: number, input: number) => unknown, lists?: readonly ArrayLike<unknown>[]) {
    this.length = length;
    this.value = value;
    this.lists = lists;
  }

  describeMisfit(): undefined {}

  record(): undefined {}
}

/**
 * Returns the rows of records or of a matrix.
 *
 * @throws InputError `INPUT_INVALID` with the issue `NOT_A_BATCH`
 */
export function toRows(batch: unknown, inputs: readonly Input[]): Rows {
  if (Array.isArray(batch)) return new RecordRows(batch, inputs);
  if (isMatrix(batch) && batch.columns === inputs.length)
    return new OrderedRows(batch.rows, (row, input) => batch.get(row, input));
  throw notABatch(`an array of records, or a matrix of ${inputs.length} columns`, batch);
}

function notABatch(expected: string, batch: unknown): InputError {
  const received = isMatrix(batch) ? `a matrix of ${batch.columns} columns` : describeValue(batch);
  return new InputError([describeRejection("NOT_A_BATCH", "", 0, undefined, expected, received)]);
}

/** A list of values for each input. */
export type InputColumns = Readonly<Record<string, ArrayLike<number | string | boolean | null>>>;

/**
 * Returns the rows of columns.
 *
 * @throws InputError `INPUT_INVALID` with the issues `NOT_A_BATCH` for columns that are no lists of
 * one length, and `MISSING_INPUT` for absent ones
 */
export function toColumnRows(columns: unknown, inputs: readonly Input[]): Rows {
  const lists = inputs.map(({ name }) => (columns as Partial<InputColumns> | null | undefined)?.[name]);
  const length = lists.find(isList)?.length ?? 0;
  const issues = inputs.flatMap(({ name }, i) => {
    const list = lists[i];
    if (isList(list) && list.length === length) return [];
    const received = isList(list) ? `a list of length ${list.length}` : describeValue(list);
    const code = list === undefined ? "MISSING_INPUT" : "NOT_A_BATCH";
    return [describeRejection(code, "", 0, name, `a list of length ${length}`, received)];
  });
  if (issues.length > 0) throw new InputError(issues);
  const read = (row: number, input: number): unknown => lists[input]![row];
  return new OrderedRows(length, read, lists as readonly ArrayLike<unknown>[]);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

/** Rows that are transformed already. */
export interface TransformedRows {
  readonly rowCount: number;
  readonly value: (row: number, column: number) => number;
}

/**
 * Returns the transformed rows of a list of numbers or of a matrix.
 *
 * @param rows numbers row by row, or a matrix
 * @param stride numbers from the beginning of one row to that of the next
 * @param width features
 * @throws InputError `INPUT_INVALID` with the issue `NOT_A_BATCH`
 */
export function toTransformedRows(rows: unknown, stride: number, width: number): TransformedRows {
  if (rows instanceof Float64Array && Number.isInteger(stride) && stride >= Math.max(1, width)) {
    const { length } = rows;
    if (length % stride === 0 || length % stride === width)
      return { rowCount: Math.ceil(length / stride), value: (row, column) => rows[row * stride + column]! };
  }
  if (isMatrix(rows) && rows.columns === width)
    return { rowCount: rows.rows, value: (row, column) => rows.get(row, column) };
  throw notABatch(`whole rows of ${width} numbers in a Float64Array, or a matrix of ${width} columns`, rows);
}

function isMatrix(value: unknown): value is MatrixLike {
  const matrix = value as Partial<MatrixLike> | null | undefined;
  return Number.isInteger(matrix?.rows) && Number.isInteger(matrix?.columns) && typeof matrix?.get === "function";
}
