// The series of a database. The service numbers its own, and this finds their numbers there.

import type { Connection } from "./database.js";
import type { Series } from "./messages.js";

/** Returns the number of a series in the database, which gets it if it is new. */
export async function findSeries(
  connection: Connection,
  { variant, model, version, target, shadow }: Series,
): Promise<number> {
  const row = { variant, model, version, target, shadow: shadow ? 1 : 0 };
  await connection
    .insertInto("series")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const found = await connection
    .selectFrom("series")
    .select("series")
    .where("variant", "=", row.variant)
    .where("model", "=", row.model)
    .where("version", "=", row.version)
    .where("target", "=", row.target)
    .where("shadow", "=", row.shadow)
    .executeTakeFirstOrThrow();
  return found.series;
}
