// Writes outcomes. The first value of an id stays.

import { sql } from "kysely";
import type { Connection } from "./database.js";
import { rowInserter } from "./insert-rows.js";
import type { FeedbackResult, Outcome } from "./messages.js";
import { lowestId, timeOfId } from "./prediction-ids.js";
import type { Sums } from "./sums.js";

/** How long an outcome waits for its prediction, which another machine may write later. */
const PENDING_TIME = 86_400_000;
/** Ids of a query. */
const CHUNK = 500;

/** What is known of an id. */
interface Known {
  readonly actual: Map<string, number>;
  readonly predictions: { readonly series: number; readonly target: string; readonly value: number }[];
}

/**
 * Writes outcomes, and adds their errors.
 *
 * @param targets of the values of each outcome
 * @param oldest the time of the oldest predictions that are kept
 * @returns what became of each
 */
export type WriteFeedback = (
  connection: Connection,
  targets: readonly string[],
  outcomes: readonly Outcome[],
  sums: Sums,
  now: number,
  oldest: number,
) => Promise<FeedbackResult[]>;

export function feedbackWriter(): WriteFeedback {
  const insertActuals = rowInserter("actual", ["id", "target", "value", "predicted"]);
  return async (connection, targets, outcomes, sums, now, oldest) => {
    const ids = outcomes.map(({ id }) => Buffer.from(id.buffer, id.byteOffset, id.byteLength));
    const known = await findKnown(connection, ids);
    const added: unknown[][] = [];
    const results = outcomes.map(({ actual }, i): FeedbackResult => {
      const id = ids[i]!;
      const { actual: before, predictions } = known.get(keyOf(id))!;
      if (before.size > 0) {
        const isSame = targets.every((target, t) => before.get(target) === actual[t]);
        if (!isSame) return "conflict";
        return predictions.length > 0 ? "duplicate" : "pending";
      }
      const isPredicted = predictions.length > 0;
      if (!isPredicted) {
        const time = timeOfId(id);
        if (time < oldest) return "late";
        if (Math.abs(now - time) > PENDING_TIME) return "unknown";
      }
      for (const [t, target] of targets.entries()) {
        const value = actual[t]!;
        before.set(target, value);
        added.push([id, target, value, isPredicted ? 1 : 0]);
        for (const { series, target: predicted, value: prediction } of predictions)
          if (predicted === target) sums.addOutcome(timeOfId(id), series, prediction, value);
      }
      return isPredicted ? "accepted" : "pending";
    });
    await insertActuals(connection, added);
    return results;
  };
}

/** Returns what the database knows of each id, by its key. */
async function findKnown(connection: Connection, ids: readonly Buffer[]): Promise<Map<string, Known>> {
  const known = new Map<string, Known>(ids.map((id) => [keyOf(id), { actual: new Map(), predictions: [] }]));
  const distinct = [...known.keys()].map((key) => Buffer.from(key, "latin1"));
  for (let i = 0; i < distinct.length; i += CHUNK) {
    const chunk = distinct.slice(i, i + CHUNK);
    const actuals = await connection.selectFrom("actual").selectAll().where("id", "in", chunk).execute();
    for (const { id, target, value } of actuals) known.get(keyOf(id))!.actual.set(target, value);
    const predictions = await connection
      .selectFrom("prediction")
      .innerJoin("series", "series.series", "prediction.series")
      .select(["id", "prediction.series", "target", "value"])
      .where("id", "in", chunk)
      .execute();
    for (const { id, ...prediction } of predictions) known.get(keyOf(id))!.predictions.push(prediction);
  }
  return known;
}

function keyOf(id: Buffer): string {
  return id.toString("latin1");
}

/** Deletes outcomes that have waited too long for their predictions. */
export async function deletePending(connection: Connection, now: number): Promise<void> {
  await connection
    .deleteFrom("actual")
    // As a literal, so that the index of these rows is used. As a parameter, it ends libsql 0.5.29
    // with a segmentation fault.
    .where("predicted", "=", sql.lit(0))
    .where("id", "<", lowestId(now - PENDING_TIME))
    .execute();
}
