// Transformers of a target whose inverse is a straight line, as those of scalers are. Mirrors
// `inverse_transform` of sklearn.preprocessing.

import type { Step } from "../model-file/types.generated.js";
import { combine, type Sum } from "./sum.js";

/**
 * Returns the sums after the inverse of a transformer.
 *
 * @returns undefined if the inverse is no straight line
 */
export function invertAffine(transformer: Step, sums: readonly Sum[]): readonly Sum[] | undefined {
  switch (transformer.type) {
    case "passthrough":
      return sums;
    case "Pipeline":
      return transformer.steps.reduceRight<readonly Sum[] | undefined>(
        (current, { step }) => current && invertAffine(step, current),
        sums,
      );
    case "MinMaxScaler": {
      const { scale, min } = transformer;
      return sums.map((sum, t) => combine([sum], [1 / scale[t]!], -min[t]! / scale[t]!));
    }
    case "StandardScaler":
    case "RobustScaler":
    case "MaxAbsScaler": {
      const { scale, inverse_scale: inverse } = transformer;
      const center =
        transformer.type === "StandardScaler"
          ? transformer.mean
          : transformer.type === "RobustScaler"
            ? transformer.center
            : undefined;
      return sums.map((sum, t) => combine([sum], [scale?.[t] ?? 1 / (inverse?.[t] ?? 1)], center?.[t] ?? 0));
    }
    default:
      return undefined;
  }
}
