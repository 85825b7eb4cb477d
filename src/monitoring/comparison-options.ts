// The options of a comparison of errors, with their defaults.

import { describeMismatch, describeValue } from "../describe-value.js";
import type { ComparisonOptions } from "./mean-difference.js";
import { requireValid } from "./monitoring-error.js";
import { isCount } from "./reference.js";

/**
 * Returns all options.
 *
 * @param what cannot be done without valid ones, as the beginning of the message
 * @throws MonitoringError `OPTIONS_INVALID`
 */
export function readComparisonOptions(
  { alpha = 0.05, effect = 0.2, minOutcomes = 100 }: ComparisonOptions,
  what: string,
): Required<ComparisonOptions> {
  requireValid("OPTIONS_INVALID", what, (report) => {
    if (!(alpha > 0 && alpha < 1))
      report("/alpha", describeMismatch("a number above 0 and below 1", describeValue(alpha)));
    if (!(effect > 0 && effect < Infinity))
      report("/effect", describeMismatch("a number above 0", describeValue(effect)));
    if (!(isCount(minOutcomes) && minOutcomes >= 2))
      report("/minOutcomes", describeMismatch("an integer of at least 2", describeValue(minOutcomes)));
  });
  return { alpha, effect, minOutcomes };
}
