// How much a variable has drifted, in a word. By both measures: a large PSI may be chance, and with
// many rows a small change has a small p-value.

import type { PredictionDrift } from "../../monitoring/index.js";

/** Common thresholds of the PSI. */
export const MODERATE_PSI = 0.1;
export const LARGE_PSI = 0.2;
/** The adjusted p-value above which chance explains the change, as in deploy/alerts.yml. */
const CHANCE = 0.01;

/** Returns the level. Large ones are what the alert `SupportvectorDrift` reports. */
export function driftLevel({ drift }: Pick<PredictionDrift, "drift">): "unknown" | "stable" | "moderate" | "large" {
  if (drift === "too few") return "unknown";
  if (drift.psi < MODERATE_PSI || drift.adjustedPValue >= CHANCE) return "stable";
  return drift.psi < LARGE_PSI ? "moderate" : "large";
}
