// The explanation of a prediction: what each input of the record contributes to it.

import type { ModelFile } from "../model-file/types.generated.js";
import { sqrt } from "../numeric/sqrt.js";
import type { ShapleyValues } from "./shapley-values.js";

/** What one input contributes to a prediction. */
export interface Contribution {
  /** Name of the input. */
  readonly input: string;
  /** Its value in the record. `null` and NaN are missing values. */
  readonly value: number | string | boolean | null;
  /** The Shapley value, in the unit of the target. */
  readonly contribution: number;
  /** The standard error of the contribution, if it is estimated. */
  readonly standardError?: number;
}

/** Why a model predicts what it predicts for a record, compared with the rows of a background. */
export interface Explanation {
  /** What `predict` gives, clipped as the model file says. */
  readonly prediction: number;
  /** The mean of the predictions for the background, before clipping. */
  readonly base: number;
  /**
   * One per input, in the order of the model's inputs. `base` and all contributions add up to the
   * prediction before clipping.
   */
  readonly contributions: readonly Contribution[];
  /** Whether every contribution is exact, up to rounding. Otherwise some are estimated. */
  readonly exact: boolean;
  /** Whether clipping changed the prediction. */
  readonly clipped: boolean;
}

/** The explanations of a prediction: one, or for several targets an object of them by target. */
export type Explained<P> = P extends number
  ? Explanation
  : { readonly [T in keyof P]: Explanation | (undefined extends P[T] ? undefined : never) };

/** What an explanation says beside the Shapley values. */
interface Explainable {
  readonly prediction: number;
  readonly exact: boolean;
  readonly values: readonly Contribution["value"][];
  readonly inputs: readonly { readonly name: string }[];
  readonly clip: ModelFile["target"]["clip"];
}

/** Returns the explanation of a target. */
export function toExplanation(
  { bases, contributions, variances }: ShapleyValues,
  target: number,
  { prediction, exact, values, inputs, clip }: Explainable,
): Explanation {
  const base = bases[target]!;
  const from = target * inputs.length;
  const own = contributions.subarray(from, from + inputs.length);
  return {
    prediction,
    base,
    contributions: inputs.map(({ name }, i): Contribution => {
      const variance = variances[from + i]!;
      const estimate = variance > 0 ? { standardError: sqrt(variance) } : {};
      return { input: name, value: values[i]!, contribution: own[i]!, ...estimate };
    }),
    exact,
    clipped: isClipped(base, own, prediction, clip),
  };
}

/** The largest error of a sum of Shapley values, as a share of what is added up. */
const ROUNDING = 1e-12;

/** Tells whether the prediction before clipping lies beyond the clip by more than rounding. */
function isClipped(
  base: number,
  contributions: Float64Array,
  prediction: number,
  { min = -Infinity, max = Infinity }: NonNullable<Explainable["clip"]> = {},
): boolean {
  if (prediction !== min && prediction !== max) return false;
  const sum = contributions.reduce((total, contribution) => total + contribution, base);
  const size = contributions.reduce((total, contribution) => total + Math.abs(contribution), Math.abs(base));
  return Math.abs(sum - prediction) > ROUNDING * size;
}
