// Deletes what is older than the retention, and outcomes that have waited too long for their
// predictions.

import type { Database } from "./database.js";
import { deleteOldFirings } from "./firings.js";
import { lowestId } from "./prediction-ids.js";
import { toMinutes } from "./sums.js";
import { deletePending } from "./write-feedback.js";

/** Rows of a table that are deleted before others may write. */
const CHUNK = 10_000;

/**
 * @param oldest the time of the oldest predictions that are kept
 * @param letOthersWrite is called between two transactions
 */
export async function deleteOld(
  database: Database,
  oldest: number,
  now: number,
  letOthersWrite: () => Promise<void>,
): Promise<void> {
  for (const table of ["prediction", "actual", "inputs"] as const)
    for (let isDone = false; !isDone; await letOthersWrite())
      isDone = await database.write(false, async (connection) => {
        // One of the ids. SQLite can only limit a deletion if it is compiled for it.
        const chunk = await connection
          .selectFrom(table)
          .select("id")
          .where("id", "<", lowestId(oldest))
          .orderBy("id")
          .limit(1)
          .offset(CHUNK)
          .executeTakeFirst();
        await connection
          .deleteFrom(table)
          .where("id", "<", chunk?.id ?? lowestId(oldest))
          .execute();
        return chunk === undefined;
      });
  await database.write(false, async (connection) => {
    await connection.deleteFrom("sums").where("minute", "<", toMinutes(oldest)).execute();
    await deletePending(connection, now);
    await deleteOldFirings(connection, oldest);
  });
}
