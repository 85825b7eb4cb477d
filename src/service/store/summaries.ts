// What the store knows about each series. It reads sums of minutes, not predictions.

import type { Selectable } from "kysely";
import type { Database } from "./database.js";
import type { Series, ServedVersion } from "./messages.js";
import type { Tables } from "./schema.js";
import { MINUTE, toMinutes } from "./sums.js";

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
 * @param versions only these, and none of their shadows. Default: all, with shadows
 */
export async function summarize(
  { reading }: Database,
  from: number,
  to: number,
  versions: readonly ServedVersion[] | undefined,
): Promise<SeriesSummary[]> {
  const all = await reading.selectFrom("series").selectAll().orderBy("series").execute();
  const minutes = reading
    .selectFrom("sums")
    .select(({ cast, fn }) => [
      cast<number | null>(fn.sum("predictions"), "double precision").as("predictions"),
      cast<number>(fn.sum("rows"), "double precision").as("rows"),
      cast<number>(fn.sum("error"), "double precision").as("error"),
      cast<number>(fn.sum("absolute"), "double precision").as("absolute"),
      cast<number>(fn.sum("squared"), "double precision").as("squared"),
    ])
    .where("minute", ">=", toMinutes(from))
    .where("minute", "<", Math.min(toMinutes(to), MAX_MINUTE));
  if (!versions) {
    const rows = await minutes.select("series").groupBy("series").execute();
    const bySeries = new Map(rows.map((row) => [row.series, row]));
    return all.flatMap((series) => present(series, bySeries.get(series.series)));
  }
  const found: SeriesSummary[] = [];
  // One by one: SQLite sorts all minutes to group them, which takes four times as long for two.
  for (const series of all)
    if (versions.some((served) => isOf(series, served)))
      found.push(...present(series, await minutes.where("series", "=", series.series).executeTakeFirst()));
  return found;
}

/**
 * Returns the minute since which all of these versions have predicted.
 *
 * @returns milliseconds since 1970, or undefined if one of them has not predicted yet
 */
export async function findCommonBeginning(
  { reading }: Database,
  versions: readonly ServedVersion[],
): Promise<number | undefined> {
  const all = await reading.selectFrom("series").selectAll().execute();
  let last = 0;
  for (const served of versions) {
    let first = Infinity;
    for (const { series } of all.filter((each) => isOf(each, served))) {
      const found = await reading
        .selectFrom("sums")
        .select("minute")
        .where("series", "=", series)
        .orderBy("minute")
        .limit(1)
        .executeTakeFirst();
      first = Math.min(first, found?.minute ?? Infinity);
    }
    last = Math.max(last, first);
  }
  return last < Infinity ? last * MINUTE : undefined;
}

/** Tells whether a series is that of a version, and no shadow's. */
function isOf(series: Selectable<Tables["series"]>, { variant, model, version }: ServedVersion): boolean {
  return series.shadow === 0 && series.variant === variant && series.model === model && series.version === version;
}

interface Sums {
  /** Null if no minute has predictions. */
  readonly predictions: number | null;
  readonly rows: number;
  readonly error: number;
  readonly absolute: number;
  readonly squared: number;
}

/** Returns the summary of a series, or none without sums. */
function present(
  { variant, model, version, target, shadow }: Selectable<Tables["series"]>,
  sums: Sums | undefined,
): readonly SeriesSummary[] {
  if (!sums || sums.predictions === null) return [];
  const { predictions, rows, error, absolute, squared } = sums;
  const errors = { rows, error, absolute, squared };
  return [{ variant, model, version, target, shadow: shadow === 1, predictions, errors }];
}
