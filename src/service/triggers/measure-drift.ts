// Whether a window has drifted as a rule says.

import type { DriftReport } from "../../monitoring/index.js";
import type { DriftCondition } from "./rules.js";

/**
 * Measures a window.
 *
 * @returns what an event says about the window, or undefined if the rule does not apply
 */
export function measureDrift(
  { psi: least, adjustedPValue: most = Infinity, inputs: count }: DriftCondition,
  { rows, inputs }: DriftReport,
): object | undefined {
  const drifted = inputs.flatMap(({ name, drift }) => {
    if (drift === "too few" || !(drift.psi > least && drift.adjustedPValue < most)) return [];
    return [{ name, psi: drift.psi, adjusted_p_value: drift.adjustedPValue }];
  });
  return drifted.length < count ? undefined : { rows, inputs: drifted };
}
