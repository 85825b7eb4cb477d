// The names of the columns that predictions go into.

import type { AnyModel } from "../model.js";

/**
 * One name per target: `predicted Absenteeism time in hours (hours)`. The word in front keeps it apart from the column
 * of measured values, which often stands in the same file.
 */
export function namePredictionColumns({ info, targets }: AnyModel): readonly string[] {
  const unit = info.unit === undefined ? "" : ` (${info.unit})`;
  if (targets.length > 1) return targets.map((target) => `predicted ${target}${unit}`);
  return [`${info.target === undefined ? "prediction" : `predicted ${info.target}`}${unit}`];
}
