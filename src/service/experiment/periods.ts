// The periods in which the split has held. What is predicted while a promotion holds is no part of
// an experiment, because one of the variants then predicts for nobody.

import type { Variant } from "../model/variant.js";
import { type PromotionEntry, promotionAfter } from "../store/promotions.js";
import { MINUTE } from "../store/sums.js";

/** Whole minutes, in milliseconds since 1970. */
export interface Period {
  readonly from: number;
  /** Undefined for a period that goes on. */
  readonly to: number | undefined;
}

/**
 * Returns the periods of a split, in their order. Minutes in which a promotion held for a part of
 * them are in none.
 *
 * @param variants in their current versions. Promotions of other versions did not end this split
 * @param from the beginning of a minute
 */
export function splitPeriods(
  entries: readonly PromotionEntry[],
  variants: readonly Pick<Variant, "name" | "served">[],
  from: number,
): readonly Period[] {
  const isServed = ({ variant, version }: PromotionEntry): boolean =>
    variants.some(({ name, served }) => name === variant && served?.version === version);
  const periods: Period[] = [];
  let begin: number | undefined = 0;
  const end = (to: number | undefined): void => {
    const start = Math.max(begin ?? Infinity, from);
    if (start < (to ?? Infinity)) periods.push({ from: start, to });
  };
  for (const [i, { time }] of entries.entries()) {
    const holding = promotionAfter(entries.slice(0, i + 1));
    const isSplit = holding === undefined || !isServed(holding);
    if (!isSplit && begin !== undefined) {
      end(floor(time));
      begin = undefined;
    } else if (isSplit && begin === undefined) begin = floor(time) + MINUTE;
  }
  end(undefined);
  return periods;
}

function floor(time: number): number {
  return Math.floor(time / MINUTE) * MINUTE;
}
