// What the store knows about each series. It reads sums of minutes, not predictions.

import type { Database } from "./database.js";
import type { Series } from "./messages.js";
import { toMinutes } from "./sums.js";

/** The largest integer of PostgreSQL. */
const MAX_MINUTE = 2 ** 31 - 1;

/** What is known of a version of a model in one role, about one target. */
export interface SeriesSummary extends Series {
  readonly predictions: number;
  /** `ErrorSums` of `supportvector/monitoring`, for `compareVariants`. */
  readonly errors: {
    readonly rows: number;
    readonly error: number;
    readonly absolute: number;
    readonly squared: number;
  };
}

/**
 * Sums up the predictions of whole minutes.
 *
 * @param from milliseconds since 1970, rounded down to a minute
 * @param to the same, and its minute is the first that is left out
 */
export async function summarize({ reading }: Database, from: number, to: number): Promise<SeriesSummary[]> {
  const rows = await reading
    .selectFrom("sums")
    .innerJoin("series", "series.series", "sums.series")
    .select(["variant", "model", "version", "target", "shadow"])
    .select((sums) => [
      sums.cast<number>(sums.fn.sum("predictions"), "double precision").as("predictions"),
      sums.cast<number>(sums.fn.sum("rows"), "double precision").as("rows"),
      sums.cast<number>(sums.fn.sum("error"), "double precision").as("error"),
      sums.cast<number>(sums.fn.sum("absolute"), "double precision").as("absolute"),
      sums.cast<number>(sums.fn.sum("squared"), "double precision").as("squared"),
    ])
    .where("minute", ">=", toMinutes(from))
    .where("minute", "<", Math.min(toMinutes(to), MAX_MINUTE))
    .groupBy(["variant", "model", "version", "target", "shadow"])
    .orderBy("variant")
    .orderBy("version")
    .execute();
  return rows.map(({ predictions, rows: count, error, absolute, squared, shadow, ...series }) => ({
    ...series,
    shadow: shadow === 1,
    predictions,
    errors: { rows: count, error, absolute, squared },
  }));
}
