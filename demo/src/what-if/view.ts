// What both views of a sweep have in common, the curve of a quantity and the bars of categories.

import type { Value } from "../model/field.js";
import type { Sweep } from "./sweep.js";

/** Where the record stands now. */
export interface Present {
  readonly value: Value;
  /** One number per target. */
  readonly predictions: readonly number[];
}

export interface WhatIfView {
  /** @param present undefined where the record has no prediction */
  show(sweep: Sweep, present: Present | undefined): void;
  destroy(): void;
}
