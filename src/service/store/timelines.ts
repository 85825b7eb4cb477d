// What the store knows about each series over time, in spans of equal length. It reads sums of
// minutes, not predictions.

import { sql } from "kysely";
import { type ErrorSums, NO_ERRORS } from "../../monitoring/error-sums.js";
import type { Database } from "./database.js";
import type { Series, Spans } from "./messages.js";
import type { SeriesSummary } from "./summaries.js";
import { toMinutes } from "./sums.js";

/** A version of a model in one role, about one target, over time. */
export interface Timeline extends Series {
  /** The number of predictions in each span. */
  readonly predictions: readonly number[];
  /** Sums over the errors of the predictions of each span. */
  readonly errors: readonly SeriesSummary["errors"][];
}

/** Returns the series that have predictions in any of these spans. */
export async function readTimelines({ reading }: Database, { from, length, count }: Spans): Promise<Timeline[]> {
  const first = toMinutes(from);
  const minutes = toMinutes(length);
  // A literal, because SQLite takes every parameter for a real number, and divides by it as by one.
  const span = sql<number>`(minute - ${sql.lit(first)}) / ${sql.lit(minutes)}`;
  const sums = reading
    .selectFrom("sums")
    .select(({ cast, fn }) => [
      "series",
      span.as("span"),
      cast<number>(fn.sum("predictions"), "double precision").as("predictions"),
      cast<number>(fn.sum("rows"), "double precision").as("rows"),
      cast<number>(fn.sum("error"), "double precision").as("error"),
      cast<number>(fn.sum("absolute"), "double precision").as("absolute"),
      cast<number>(fn.sum("squared"), "double precision").as("squared"),
    ])
    .where("minute", ">=", first)
    .where("minute", "<", first + minutes * count)
    .groupBy(["series", span]);
  const rows = await reading
    .selectFrom(sums.as("sums"))
    .innerJoin("series", "series.series", "sums.series")
    .selectAll("sums")
    .select(["variant", "model", "version", "target", "shadow"])
    .orderBy("series.series")
    .execute();
  const timelines = new Map<number, { series: Series; predictions: number[]; errors: ErrorSums[] }>();
  for (const { series, span, variant, model, version, target, shadow, predictions, ...errors } of rows) {
    const timeline = timelines.get(series) ?? {
      series: { variant, model, version, target, shadow: shadow === 1 },
      predictions: Array(count).fill(0),
      errors: Array(count).fill(NO_ERRORS),
    };
    timelines.set(series, timeline);
    timeline.predictions[span] = predictions;
    timeline.errors[span] = errors;
  }
  return Array.from(timelines.values(), ({ series, ...values }) => ({ ...series, ...values }));
}
