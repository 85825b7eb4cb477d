// Counts of actual values inside of their prediction intervals. The counts of two lists of outcomes
// add up.

import { isCount } from "./reference.js";

/** How many outcomes had an interval, and how many actual values lay in it. */
export interface IntervalCounts {
  readonly rows: number;
  /** An actual value at an end counts. */
  readonly inside: number;
}

/** The counts of no outcome. */
export const NO_INTERVALS: IntervalCounts = { rows: 0, inside: 0 };

/** Adds up the counts of two lists of outcomes. */
export function addCounts(one: IntervalCounts, other: IntervalCounts): IntervalCounts {
  return { rows: one.rows + other.rows, inside: one.inside + other.inside };
}

/** Tells whether numbers can be counts. */
export function areIntervalCounts(value: unknown): value is IntervalCounts {
  const { rows, inside } = (value ?? {}) as Partial<IntervalCounts>;
  return isCount(rows) && isCount(inside) && inside <= rows;
}
