// Collects predictions for the thread of the store, without an object for any of them.

import type { PredictionRows, RowInputs } from "./messages.js";
import { ID_BYTES } from "./prediction-ids.js";

/** Rows of a message. */
const CAPACITY = 1024;

/** Collects rows. */
export interface RowBuffer {
  readonly rows: number;
  readonly isFull: boolean;
  /**
   * Adds a row, unless the buffer is full.
   *
   * @param ids of which the row has the one at position i
   * @param inputs as JSON
   */
  add(
    ids: Buffer,
    i: number,
    series: number,
    value: number,
    subject: string | undefined,
    inputs: string | undefined,
  ): void;
  /** Returns all rows, and begins anew. */
  take(): PredictionRows;
}

export function createRowBuffer(): RowBuffer {
  let rows = 0;
  let ids = new Uint8Array(CAPACITY * ID_BYTES);
  let series = new Int32Array(CAPACITY);
  let values = new Float64Array(CAPACITY);
  let subjects = new Int32Array(CAPACITY);
  /** The numbers of the subjects, which are often the same: those of a message are sent once. */
  let numbers = new Map<string, number>();
  let inputs: RowInputs[] = [];

  function numberOf(subject: string): number {
    let number = numbers.get(subject);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(subject, number);
    }
    return number;
  }

  return {
    get rows() {
      return rows;
    },
    get isFull() {
      return rows === CAPACITY;
    },
    add(from, i, number, value, subject, text) {
      const at = rows * ID_BYTES;
      for (let b = 0; b < ID_BYTES; b++) ids[at + b] = from[i * ID_BYTES + b]!;
      series[rows] = number;
      values[rows] = value;
      subjects[rows] = subject === undefined ? -1 : numberOf(subject);
      if (text !== undefined) inputs.push({ row: rows, text });
      rows++;
    },
    take() {
      const message: PredictionRows = {
        kind: "predictions",
        rows,
        ids,
        series,
        values,
        subjects,
        subjectNames: [...numbers.keys()],
        inputs,
      };
      rows = 0;
      ids = new Uint8Array(CAPACITY * ID_BYTES);
      series = new Int32Array(CAPACITY);
      values = new Float64Array(CAPACITY);
      subjects = new Int32Array(CAPACITY);
      numbers = new Map();
      inputs = [];
      return message;
    },
  };
}
