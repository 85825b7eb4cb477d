// Tiny models with intervals.

import type { IntervalCalibration, ScoreGroup } from "../../src/model-file/types.generated.js";
import { type TinyModel, tinyModel } from "./tiny-model.js";

/** Nine scores, whose ranks are easy to see. */
export const NINE: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Returns a tiny model with these intervals: by default the absolute scores 1 to 9. */
export function calibratedFile(
  intervals: Partial<IntervalCalibration> = {},
  change: (file: TinyModel) => void = () => {},
): TinyModel {
  const groups: ScoreGroup[] = [{ scores: [[...NINE]] }];
  return tinyModel((file) => {
    file.intervals = { type: "absolute", method: "cross", groups, ...intervals };
    change(file);
  });
}

/**
 * Returns a model of the spread, which predicts 2 for (30, "early"), and 1 + 1/e for (30, "late").
 */
export function spreadFile(change: (file: TinyModel) => void = () => {}): Record<string, unknown> {
  const file = tinyModel((spread) => {
    spread.metadata = { name: "spread" };
    spread.regressor.dual_coef = [1];
    spread.verification.predictions = [[2]];
    spread.target = { clip: { min: 0.25 } };
    change(spread);
  });
  return file as unknown as Record<string, unknown>;
}
