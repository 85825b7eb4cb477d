// Where the values of a batch come from: records keyed by input name, a matrix, or plain rows in the order of the inputs.

import { InputError } from "../errors.js";
import type { Input } from "./input.js";
import { describeReceived, describeRejection } from "./input-problem.js";

/** Several rows of values, one per input. */
export interface Rows {
  readonly length: number;
  /** Whether the row is of a shape that `value` can read. */
  isRow(row: number): boolean;
  /** What stands there, in words. */
  describe(row: number): string;
  /** The value of an input, by its position; undefined where there is none. */
  value(row: number, input: number): unknown;
}

/** What ml-matrix's `Matrix` offers, and whatever else has its shape. */
export interface MatrixLike {
  readonly rows: number;
  readonly columns: number;
  get(row: number, column: number): number;
}

/** Records: plain objects keyed by input name. Other keys are not looked at. */
export class RecordRows implements Rows {
  readonly length: number;
  private readonly records: readonly unknown[];
  private readonly inputs: readonly Input[];

  constructor(records: readonly unknown[], inputs: readonly Input[]) {
    this.length = records.length;
    this.records = records;
    this.inputs = inputs;
  }

  isRow(row: number): boolean {
    const record = this.records[row];
    return typeof record === "object" && record !== null && !Array.isArray(record);
  }

  describe(row: number): string {
    return describeReceived(this.records[row]);
  }

  value(row: number, input: number): unknown {
    return (this.records[row] as Record<string, unknown>)[this.inputs[input]!.name];
  }
}

/** Rows whose values stand in the order of the inputs: a matrix, or what a model file's verification holds. */
export class OrderedRows implements Rows {
  readonly length: number;
  readonly value: (row: number, input: number) => unknown;

  constructor(length: number, value: (row: number, input: number) => unknown) {
    this.length = length;
    this.value = value;
  }

  isRow(): boolean {
    return true;
  }

  describe(): string {
    return "a row";
  }
}

/**
 * Records, or a matrix, as rows.
 *
 * @throws InputError `INPUT_INVALID` with the issue `NOT_A_BATCH`
 */
export function toRows(batch: unknown, inputs: readonly Input[]): Rows {
  if (Array.isArray(batch)) return new RecordRows(batch, inputs);
  const isMatrixLike = isMatrix(batch);
  if (isMatrixLike && batch.columns === inputs.length)
    return new OrderedRows(batch.rows, (row, input) => batch.get(row, input));
  const expected = `an array of records, or a matrix of ${inputs.length} columns`;
  const received = isMatrixLike ? `a matrix of ${batch.columns} columns` : describeReceived(batch);
  throw new InputError([describeRejection("NOT_A_BATCH", "", 0, undefined, expected, received)]);
}

function isMatrix(value: unknown): value is MatrixLike {
  const matrix = value as Partial<MatrixLike> | null | undefined;
  return Number.isInteger(matrix?.rows) && Number.isInteger(matrix?.columns) && typeof matrix?.get === "function";
}
