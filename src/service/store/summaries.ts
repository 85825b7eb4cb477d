// What the store knows about each series. It reads sums of minutes, not predictions.

import type { Database } from "./database.js";
import type { Series } from "./messages.js";
import { MINUTE, toMinutes } from "./sums.js";

/** The largest integer of PostgreSQL. */
const MAX_MINUTE = 2 ** 31 - 1;

/** What is known of a version of a model in one role, about one target. */
export interface SeriesSummary extends Series {
  /** The first of these minutes that has predictions, in milliseconds since 1970. */
  readonly from: number;
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
  const sums = reading
    .selectFrom("sums")
    .select(({ cast, fn }) => [
      "series",
      fn.min<number>("minute").as("minute"),
      cast<number>(fn.sum("predictions"), "double precision").as("predictions"),
      cast<number>(fn.sum("rows"), "double precision").as("rows"),
      cast<number>(fn.sum("error"), "double precision").as("error"),
      cast<number>(fn.sum("absolute"), "double precision").as("absolute"),
      cast<number>(fn.sum("squared"), "double precision").as("squared"),
    ])
    .where("minute", ">=", toMinutes(from))
    .where("minute", "<", Math.min(toMinutes(to), MAX_MINUTE))
    .groupBy("series");
  // Joined afterwards: to join each minute takes twice as long.
  const rows = await reading
    .selectFrom(sums.as("sums"))
    .innerJoin("series", "series.series", "sums.series")
    .selectAll("sums")
    .select(["variant", "model", "version", "target", "shadow"])
    .orderBy("series.series")
    .execute();
  return rows.map(
    ({ variant, model, version, target, shadow, minute, predictions, rows: count, error, absolute, squared }) => ({
      variant,
      model,
      version,
      target,
      shadow: shadow === 1,
      from: minute * MINUTE,
      predictions,
      errors: { rows: count, error, absolute, squared },
    }),
  );
}
