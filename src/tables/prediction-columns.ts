// The names of the columns of predictions and of intervals.

import type { ModelInfo } from "../index.js";

/**
 * Returns one name per target: `predicted Absenteeism time in hours (hours)`. The word in front
 * keeps it apart from the column of measured values, which often is in the same file.
 */
export function namePredictionColumns(model: {
  readonly info: ModelInfo;
  readonly targets: readonly string[];
}): readonly string[] {
  const { info, targets } = model;
  const unit = info.unit === undefined ? "" : ` (${info.unit})`;
  if (targets.length > 1) return targets.map((target) => `predicted ${target}${unit}`);
  return [`${info.target === undefined ? "prediction" : `predicted ${info.target}`}${unit}`];
}

/** Returns the names of both ends for each target: `hours_lower` and `hours_upper`. */
export function nameIntervalColumns({
  targets,
}: {
  readonly targets: readonly string[];
}): readonly (readonly string[])[] {
  return targets.map((target) => [`${target}_lower`, `${target}_upper`]);
}
