// The messages between the page and its worker.

import type { DecimalSign } from "../../../src/tables/csv-dialect.js";

/** Asks for a CSV to be scored with a model. */
export interface ScoringRequest {
  /** The model file. */
  readonly model: string;
  /** A CSV file, or how many rows to make up. */
  readonly source: Blob | number;
  /** Name of the file. */
  readonly name: string;
  readonly decimal: DecimalSign;
}

/** The reason why a row was not scored. */
export interface Reject {
  /** From 1. Row 1 is the first below the header. */
  readonly row: number;
  /** Empty where the row as a whole is meant. */
  readonly column: string;
  readonly reason: string;
}

export interface Progress {
  /** How much of the file has been read, from 0 to 1. */
  readonly fraction: number;
  readonly rows: number;
}

export interface Scored {
  /** All data rows of the file. */
  readonly rows: number;
  readonly rejectedRows: number;
  /** The first rejects. `rejectsFile` has all. */
  readonly rejects: readonly Reject[];
  /** Of the accepted rows, one list per target. */
  readonly predictions: readonly Float64Array<ArrayBuffer>[];
  /** The accepted rows, with a column for each target. */
  readonly resultFile: Blob;
  readonly rejectsFile: Blob;
}

export type ScoringReply =
  | ({ readonly kind: "progress" } & Progress)
  | ({ readonly kind: "scored" } & Scored)
  | { readonly kind: "failed"; readonly message: string };
