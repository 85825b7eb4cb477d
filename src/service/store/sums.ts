// The sums of a transaction, by series and minute. Reports read these instead of all predictions.

import { addErrors, type ErrorSums, NO_ERRORS, sumsOf } from "../../monitoring/error-sums.js";
import type { Connection } from "./database.js";
import { lowestId, timeOfId } from "./prediction-ids.js";

/** Milliseconds of a minute. */
export const MINUTE = 60_000;

interface MinuteSums {
  readonly series: number;
  readonly minute: number;
  predictions: number;
  errors: ErrorSums;
}

/** Sums that are not written yet. */
export interface Sums {
  /** Counts a prediction of this time, in milliseconds since 1970. */
  addPrediction(time: number, series: number): void;
  /** Counts an outcome. The time is that of the prediction. */
  addOutcome(time: number, series: number, prediction: number, actual: number): void;
  write(connection: Connection): Promise<void>;
}

/** Returns the minute of a prediction, in minutes since 1970. */
export function minuteOf(id: Buffer): number {
  return toMinutes(timeOfId(id));
}

/** Returns a time in minutes since 1970. */
export function toMinutes(time: number): number {
  return Math.floor(time / MINUTE);
}

/**
 * Adds the errors of a minute up again. To subtract those of deleted outcomes would leave rounding
 * errors behind.
 */
export async function recountErrors(connection: Connection, minute: number): Promise<void> {
  const outcomes = await connection
    .selectFrom("actual")
    .innerJoin("prediction", "prediction.id", "actual.id")
    .innerJoin("series", (join) =>
      join.onRef("series.series", "=", "prediction.series").onRef("series.target", "=", "actual.target"),
    )
    .select(["series.series", "prediction.value as prediction", "actual.value as actual"])
    .where("actual.id", ">=", lowestId(minute * MINUTE))
    .where("actual.id", "<", lowestId((minute + 1) * MINUTE))
    .execute();
  await connection.updateTable("sums").set(NO_ERRORS).where("minute", "=", minute).execute();
  const errors = new Map<number, ErrorSums>();
  for (const { series, prediction, actual } of outcomes)
    errors.set(series, addErrors(errors.get(series) ?? NO_ERRORS, sumsOf(prediction - actual)));
  for (const [series, sums] of errors)
    await connection.updateTable("sums").set(sums).where("minute", "=", minute).where("series", "=", series).execute();
}

export function createSums(): Sums {
  const sums = new Map<string, MinuteSums>();
  let last: MinuteSums | undefined;

  function of(time: number, series: number): MinuteSums {
    const minute = toMinutes(time);
    if (last?.series === series && last.minute === minute) return last;
    const key = `${series} ${minute}`;
    let known = sums.get(key);
    if (!known) {
      known = { series, minute, predictions: 0, errors: NO_ERRORS };
      sums.set(key, known);
    }
    last = known;
    return known;
  }

  return {
    addPrediction(time, series) {
      of(time, series).predictions++;
    },
    addOutcome(time, series, prediction, actual) {
      const known = of(time, series);
      known.errors = addErrors(known.errors, sumsOf(prediction - actual));
    },
    async write(connection) {
      for (const { series, minute, predictions, errors } of sums.values())
        await connection
          .insertInto("sums")
          .values({ series, minute, predictions, ...errors })
          .onConflict((conflict) =>
            conflict.columns(["minute", "series"]).doUpdateSet((old) => ({
              predictions: old("sums.predictions", "+", old.ref("excluded.predictions")),
              rows: old("sums.rows", "+", old.ref("excluded.rows")),
              error: old("sums.error", "+", old.ref("excluded.error")),
              absolute: old("sums.absolute", "+", old.ref("excluded.absolute")),
              squared: old("sums.squared", "+", old.ref("excluded.squared")),
            })),
          )
          .execute();
    },
  };
}
