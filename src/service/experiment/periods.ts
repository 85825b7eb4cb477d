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
 * Milliseconds in which other processes follow a change. Until then they serve by what held before.
 */
const FOLLOWING = 1000;

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
  const promoted: { readonly from: number; readonly to: number }[] = [];
  // Clocks of machines differ, so a promotion may seem to end before it begins.
  const add = (one: number, other: number): void =>
    void promoted.push({
      from: floor(Math.min(one, other)),
      to: floor(Math.max(one, other) + FOLLOWING) + MINUTE,
    });
  let since: number | undefined;
  for (const [i, { time }] of entries.entries()) {
    const holding = promotionAfter(entries.slice(0, i + 1));
    const isSplit = holding === undefined || !isServed(holding);
    if (!isSplit) since ??= time;
    else if (since !== undefined) {
      add(since, time);
      since = undefined;
    }
  }
  if (since !== undefined) add(since, Infinity);

  const periods: Period[] = [];
  let begin = from;
  for (const each of promoted.sort((one, other) => one.from - other.from)) {
    if (begin < each.from) periods.push({ from: begin, to: each.from });
    begin = Math.max(begin, each.to);
  }
  if (begin < Infinity) periods.push({ from: begin, to: undefined });
  return periods;
}

function floor(time: number): number {
  return Math.floor(time / MINUTE) * MINUTE;
}
