// What the service and the thread of the store send to each other.

import type { TriggerRequest } from "./firings.js";
import type { PromotionChange } from "./promotions.js";

/** What predicts one target: a version of a model, in one role. */
export interface Series {
  /** The name of the variant, empty for the only model. */
  readonly variant: string;
  /** The name of the model. */
  readonly model: string;
  readonly version: string;
  readonly target: string;
  /** Whether it predicted after the response. */
  readonly shadow: boolean;
}

/** A version of a model that responds as a variant. */
export interface ServedVersion {
  readonly variant: string;
  readonly model: string;
  readonly version: string;
}

/** A series with the number that the service gave it. */
export interface NumberedSeries extends Series {
  readonly number: number;
}

/** The inputs of a row. */
export interface RowInputs {
  readonly row: number;
  /** As JSON. */
  readonly text: string;
}

/** Predictions of one or more targets, one row each. */
export interface PredictionRows {
  readonly kind: "predictions";
  readonly rows: number;
  /** 16 bytes per row. */
  readonly ids: Uint8Array;
  readonly series: Int32Array;
  readonly values: Float64Array;
  /** The places of the rows' subjects among their names, or -1 for a row without a subject. */
  readonly subjects: Int32Array;
  readonly subjectNames: readonly string[];
  /** Of the first row of each id, if inputs are stored. */
  readonly inputs: readonly RowInputs[];
}

/** Series that the thread does not know yet, before the rows that have their numbers. */
interface AddedSeries {
  readonly kind: "series";
  readonly added: readonly NumberedSeries[];
}

/** What came true for a prediction. */
export interface Outcome {
  readonly id: Uint8Array;
  /** One per target. */
  readonly actual: readonly number[];
}

/**
 * What became of an outcome:
 *
 * - `accepted`: it is stored, and its error counts
 * - `duplicate`: it was already there
 * - `conflict`: another value was already there, which stays
 * - `pending`: its prediction is not known yet. It is kept for a day
 * - `unknown`: its prediction is not known, and it is not kept
 * - `late`: its prediction is older than the retention
 */
export type FeedbackResult = "accepted" | "duplicate" | "conflict" | "pending" | "unknown" | "late";

/** Spans of time of equal length. */
export interface Spans {
  /** The beginning of the first one, in milliseconds since 1970. A multiple of the length. */
  readonly from: number;
  /** Length of each, in milliseconds. A multiple of a minute. */
  readonly length: number;
  readonly count: number;
}

/** What the thread is asked for. */
export type Question =
  | { readonly kind: "feedback"; readonly targets: readonly string[]; readonly outcomes: readonly Outcome[] }
  | { readonly kind: "deletion"; readonly subject: string }
  | {
      readonly kind: "summary";
      readonly from: number;
      readonly to: number;
      readonly versions?: readonly ServedVersion[] | undefined;
    }
  | { readonly kind: "beginning"; readonly versions: readonly ServedVersion[] }
  | { readonly kind: "promotions"; readonly experiment: string; readonly after: number }
  | {
      readonly kind: "promotion";
      readonly experiment: string;
      readonly operator: string;
      readonly change: PromotionChange;
    }
  | { readonly kind: "trigger"; readonly request: TriggerRequest }
  | { readonly kind: "timelines"; readonly spans: Spans }
  | { readonly kind: "closing" };

/** A question with its number, which the response has as well. */
export type Request = Question & { readonly number: number };

export type ToThread = AddedSeries | PredictionRows | Request;

export type FromThread =
  | { readonly kind: "open" }
  /** Rows that no longer wait, because they are stored or lost. */
  | { readonly kind: "written"; readonly stored: number; readonly lost: number }
  | { readonly kind: "failure"; readonly reason: string }
  | { readonly kind: "recovery" }
  | { readonly kind: "response"; readonly number: number; readonly result?: unknown; readonly failed?: string };
