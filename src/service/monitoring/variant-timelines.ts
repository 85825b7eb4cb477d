// The timelines of variants: those of all their versions together.

import { addErrors, type ErrorSums, NO_ERRORS } from "../../monitoring/error-sums.js";
import type { Timeline } from "../store/timelines.js";

/** What a variant has done over time about one target, in all versions. */
export interface VariantTimeline {
  /** The name of the variant, or of the only model. */
  readonly name: string;
  readonly shadow: boolean;
  readonly target: string;
  readonly versions: readonly string[];
  readonly predictions: readonly number[];
  readonly errors: readonly ErrorSums[];
}

/** Returns one target's timelines of each model. Predictions are stored once for each target. */
export function ofFirstTarget<T extends Pick<Timeline, "variant" | "model" | "version" | "shadow">>(
  timelines: readonly T[],
): T[] {
  const seen = new Set<string>();
  return timelines.filter(({ variant, model, version, shadow }) => {
    const key = JSON.stringify([variant, model, version, shadow]);
    return !seen.has(key) && seen.add(key);
  });
}

/** Adds up the versions of each variant. Shadows come last. */
export function addUpVersions(timelines: readonly Timeline[]): VariantTimeline[] {
  const sums = new Map<string, VariantTimeline>();
  for (const { variant, model, version, target, shadow, predictions, errors } of timelines) {
    const name = variant || model;
    const key = JSON.stringify([name, shadow, target]);
    const sum = sums.get(key);
    sums.set(key, {
      ...{ name, shadow, target },
      versions: [...(sum?.versions ?? []), version],
      predictions: sum ? sum.predictions.map((count, i) => count + predictions[i]!) : predictions,
      errors: sum ? sum.errors.map((one, i) => addErrors(one, errors[i]!)) : errors,
    });
  }
  return [...sums.values()].sort((a, b) => Number(a.shadow) - Number(b.shadow));
}

/** Returns the sums over all errors. */
export function totalErrors({ errors }: Pick<VariantTimeline, "errors">): ErrorSums {
  return errors.reduce(addErrors, NO_ERRORS);
}
