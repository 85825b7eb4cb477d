// Subjects: stored as a keyed hash, and deleted on request.

import { hash, randomBytes } from "node:crypto";
import { keepResults } from "../model/kept-results.js";
import type { Connection, Database } from "./database.js";
import { minuteOf, recountErrors } from "./sums.js";

/** Bytes of a hash. */
export const HASH_BYTES = 16;
/** Rows that a deletion looks at before others may write. */
const CHUNK = 20_000;

/** Returns the bytes that stand for a subject. */
export type HashSubject = (subject: string) => Buffer;

/**
 * Returns the hash of this database. Its key is in the database, so the hashes of two databases
 * have nothing in common.
 */
export async function subjectHash(database: Database): Promise<HashSubject> {
  const key = await database.write(true, async (connection) => {
    await connection
      .insertInto("setting")
      .values({ name: "subject key", value: randomBytes(32) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const { value } = await connection
      .selectFrom("setting")
      .select("value")
      .where("name", "=", "subject key")
      .executeTakeFirstOrThrow();
    return value.toString("hex");
  });
  // Half of the digest, so that nobody can lengthen the subject of a hash.
  return keepResults((subject) => hash("sha256", key + subject, "buffer").subarray(0, HASH_BYTES));
}

/**
 * Deletes all predictions of a subject with their inputs and outcomes. Sums no longer contain them.
 *
 * @param subject its hash
 * @param letOthersWrite is called between two transactions
 * @returns the number of their ids
 */
export async function deleteSubject(
  database: Database,
  subject: Buffer,
  letOthersWrite: () => Promise<void>,
): Promise<number> {
  let deleted = 0;
  let after: Buffer = Buffer.alloc(0);
  // There is no index of subjects: it would take as long as everything else about a prediction.
  for (;;) {
    const last = await database.write(true, async (connection) => {
      const end = await connection
        .selectFrom("prediction")
        .select("id")
        .where("id", ">", after)
        .orderBy("id")
        .limit(1)
        .offset(CHUNK)
        .executeTakeFirst();
      let found = connection
        .selectFrom("prediction")
        .select(["id", "series"])
        .where("id", ">", after)
        .where("subject", "=", subject);
      if (end) found = found.where("id", "<=", end.id);
      const rows = await found.execute();
      deleted += new Set(rows.map(({ id }) => id.toString("latin1"))).size;
      await deleteRows(connection, rows);
      return end?.id;
    });
    if (last === undefined) break;
    after = last;
    await letOthersWrite();
  }
  await database.purge();
  return deleted;
}

async function deleteRows(
  connection: Connection,
  rows: readonly { readonly id: Buffer; readonly series: number }[],
): Promise<void> {
  const withOutcomes = new Set<number>();
  for (const { id, series } of rows) {
    const minute = minuteOf(id);
    await connection.deleteFrom("prediction").where("id", "=", id).where("series", "=", series).execute();
    await connection.deleteFrom("inputs").where("id", "=", id).execute();
    const { numDeletedRows } = await connection.deleteFrom("actual").where("id", "=", id).executeTakeFirst();
    if (numDeletedRows > 0) withOutcomes.add(minute);
    await connection
      .updateTable("sums")
      .set((sums) => ({ predictions: sums("predictions", "-", 1) }))
      .where("series", "=", series)
      .where("minute", "=", minute)
      .execute();
  }
  for (const minute of withOutcomes) await recountErrors(connection, minute);
}
