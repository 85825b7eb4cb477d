// An experiment: a champion and a challenger predict for different subjects, and the outcomes say
// which of them has the smaller mean absolute error.

import { describeMismatch } from "../describe-value.js";
import { readComparisonOptions } from "./comparison-options.js";
import { areErrorSums, type ErrorSummary, type ErrorSums, summarizeErrors } from "./error-sums.js";
import { type ComparisonOptions, compareMeans, type MeanDifference } from "./mean-difference.js";
import { requireValid } from "./monitoring-error.js";

/** What the outcomes of an experiment say. */
export interface ExperimentReport {
  readonly champion: ErrorSummary;
  readonly challenger: ErrorSummary;
  /** The challenger's mean absolute error minus the champion's. Undefined for too few outcomes. */
  readonly difference: MeanDifference | undefined;
  /** The variant with the smaller error, or `continue` while the interval holds 0. */
  readonly decision: "continue" | "champion" | "challenger";
}

/**
 * Compares the errors of two variants of one target. It may be called after every outcome, and the
 * experiment may end at the first decision.
 *
 * @param champion sums over the errors of the subjects that the champion predicted for
 * @param challenger the same of the challenger. No subject is in both
 * @throws MonitoringError `OPTIONS_INVALID`, `OUTCOME_INVALID` for numbers that are no sums
 * @example
 * const { decision } = compareVariants(champion, challenger);
 */
export function compareVariants(
  champion: ErrorSums,
  challenger: ErrorSums,
  options: ComparisonOptions = {},
): ExperimentReport {
  const what = "The variants cannot be compared";
  const known = readComparisonOptions(options, what);
  requireValid("OUTCOME_INVALID", what, (report) => {
    for (const [name, sums] of Object.entries({ champion, challenger }))
      if (!areErrorSums(sums)) report(`/${name}`, describeMismatch("sums over errors", "other values"));
  });
  const difference = compareMeans(champion, challenger, known);
  return {
    champion: summarizeErrors(champion),
    challenger: summarizeErrors(challenger),
    difference,
    decision: difference ? decide(difference) : "continue",
  };
}

function decide({ interval: [low, high] }: MeanDifference): ExperimentReport["decision"] {
  if (low > 0) return "champion";
  return high < 0 ? "challenger" : "continue";
}
