// Collects predictions for the thread of the store, without an object for any of them.

import type { NumberedSeries, PredictionRows } from "./messages.js";
import { ID_BYTES } from "./prediction-ids.js";

/** Rows of a message. */
const CAPACITY = 1024;

/** Collects rows. */
export interface RowBuffer {
  readonly rows: number;
  readonly isFull: boolean;
  /** Adds a series, which the next message has. */
  addSeries(series: NumberedSeries): void;
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
  /** Returns all rows, with what may be moved to the thread, and begins anew. */
  take(): { readonly message: PredictionRows; readonly moved: ArrayBuffer[] };
}

export function createRowBuffer(): RowBuffer {
  let rows = 0;
  let ids = new Uint8Array(CAPACITY * ID_BYTES);
  let series = new Int32Array(CAPACITY);
  let values = new Float64Array(CAPACITY);
  let subjects: (string | undefined)[] = [];
  let inputs: (string | undefined)[] = [];
  let hasSubjects = false;
  let hasInputs = false;
  let added: NumberedSeries[] = [];
  return {
    get rows() {
      return rows;
    },
    get isFull() {
      return rows === CAPACITY;
    },
    addSeries: (one) => void added.push(one),
    add(from, i, number, value, subject, input) {
      const at = rows * ID_BYTES;
      for (let b = 0; b < ID_BYTES; b++) ids[at + b] = from[i * ID_BYTES + b]!;
      series[rows] = number;
      values[rows] = value;
      subjects.push(subject);
      inputs.push(input);
      hasSubjects ||= subject !== undefined;
      hasInputs ||= input !== undefined;
      rows++;
    },
    take() {
      const message: PredictionRows = {
        kind: "predictions",
        rows,
        ids,
        series,
        values,
        subjects: hasSubjects ? subjects : [],
        inputs: hasInputs ? inputs : [],
        added,
      };
      rows = 0;
      ids = new Uint8Array(CAPACITY * ID_BYTES);
      series = new Int32Array(CAPACITY);
      values = new Float64Array(CAPACITY);
      subjects = [];
      inputs = [];
      hasSubjects = false;
      hasInputs = false;
      added = [];
      return { message, moved: [message.ids.buffer, message.series.buffer, message.values.buffer] as ArrayBuffer[] };
    },
  };
}
