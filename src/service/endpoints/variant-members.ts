// What a response says about its variants, where several models serve.

import type { PredictedBatch } from "./batch.js";

/** The variant of all records, or that of each record and the version of each variant. */
export interface VariantMembers {
  readonly variant?: string;
  readonly version?: string;
  readonly variants?: readonly string[];
  readonly versions?: Readonly<Record<string, string>>;
}

/** Returns the members of a batch. There are none if a single model serves. */
export function variantMembers({ sole, models }: Pick<PredictedBatch, "sole" | "models">): VariantMembers {
  if (sole?.variant !== undefined) return { variant: sole.variant, version: sole.version };
  if (sole) return {};
  return {
    variants: models.map(({ variant }) => variant!),
    versions: Object.fromEntries(models.map(({ variant, version }) => [variant!, version])),
  };
}
