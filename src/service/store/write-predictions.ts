// Writes predictions, and the outcomes of those whose actual value was there before.

import { type RawBuilder, sql } from "kysely";
import type { Connection } from "./database.js";
import { chunkedInsert, rowInserter } from "./insert-rows.js";
import type { PredictionRows } from "./messages.js";
import { ID_BYTES } from "./prediction-ids.js";
import { HASH_BYTES, type HashSubject } from "./subjects.js";
import type { Sums } from "./sums.js";

/** A series as the database knows it. */
export interface KnownSeries {
  readonly series: number;
  readonly target: string;
}

/** Writes rows of predictions, whose series are known. */
export type WritePredictions = (
  connection: Connection,
  rows: PredictionRows,
  series: readonly KnownSeries[],
  sums: Sums,
) => Promise<void>;

/** The id and the subject of a row. */
const PACKED_BYTES = ID_BYTES + HASH_BYTES;
const NO_SUBJECT = Buffer.alloc(HASH_BYTES);

/**
 * Returns the statement for this many rows. The ids and subjects of all rows are one parameter,
 * which takes half the time of a parameter for each.
 *
 * @param bytes the type of bytes
 */
function insertion(size: number, bytes: RawBuilder<unknown>): RawBuilder<unknown> {
  const rows = Array.from({ length: size }, (_, i) => {
    const place = sql.lit(i * PACKED_BYTES + 1);
    // The first row decides the types of all.
    return i === 0
      ? sql`(${place}, cast(${null} as integer), cast(${null} as double precision))`
      : sql`(${place}, ${null}, ${null})`;
  });
  return sql`insert into prediction (id, series, value, subject)
    select substr(packed, column1, ${sql.lit(ID_BYTES)}), column2, column3,
      nullif(substr(packed, column1 + ${sql.lit(ID_BYTES)}, ${sql.lit(HASH_BYTES)}), nobody)
    from (select cast(${null} as ${bytes}) as packed, cast(${null} as ${bytes}) as nobody) as bytes,
      (values ${sql.join(rows)}) as numbers
    where true
    on conflict do nothing`;
}

export function predictionWriter(bytes: RawBuilder<unknown>, hashSubject: HashSubject): WritePredictions {
  const insertPredictions = chunkedInsert((size) => insertion(size, bytes));
  const insertInputs = rowInserter("inputs", ["id", "inputs"]);

  return async (connection, { rows, ids: given, series, values, subjects, inputs }, known, sums) => {
    const ids = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
    const idOf = (i: number): Buffer => ids.subarray(i * ID_BYTES, (i + 1) * ID_BYTES);
    const seriesOf = (i: number): KnownSeries => known[series[i]!]!;

    const inserted = await insertPredictions(connection, rows, (from, size) => {
      const packed = Buffer.alloc(size * PACKED_BYTES);
      const parameters: unknown[] = [packed, NO_SUBJECT];
      for (let i = 0; i < size; i++) {
        const at = i * PACKED_BYTES;
        ids.copy(packed, at, (from + i) * ID_BYTES, (from + i + 1) * ID_BYTES);
        const subject = subjects[from + i];
        if (subject !== undefined) hashSubject(subject).copy(packed, at + ID_BYTES);
        parameters.push(seriesOf(from + i).series, values[from + i]!);
      }
      return parameters;
    });
    // After a commit whose success was not reported, all rows are there, and counted.
    if (inserted === 0) return;
    for (let i = 0; i < rows; i++) sums.addPrediction(idOf(i), seriesOf(i).series);
    const described = inputs.flatMap((text, i) => (text === undefined ? [] : [[idOf(i), text]]));
    if (described.length > 0) await insertInputs(connection, described);
    await addEarlierActuals();

    async function addEarlierActuals(): Promise<void> {
      let [first, last] = [idOf(0), idOf(0)];
      for (let i = 1; i < rows; i++) {
        const id = idOf(i);
        if (id.compare(last) > 0) last = id;
        else if (id.compare(first) < 0) first = id;
      }
      const actuals = await connection
        .selectFrom("actual")
        .select(["id", "target", "value", "predicted"])
        .where("id", ">=", first)
        .where("id", "<=", last)
        .execute();
      if (actuals.length === 0) return;
      const actualOf = new Map(actuals.map((actual) => [keyOf(actual.id, actual.target), actual]));
      const waiting = new Set<Buffer>();
      for (let i = 0; i < rows; i++) {
        const id = idOf(i);
        const { series: number, target } = seriesOf(i);
        const actual = actualOf.get(keyOf(id, target));
        if (!actual) continue;
        sums.addOutcome(id, number, values[i]!, actual.value);
        if (actual.predicted === 0) waiting.add(id);
      }
      for (const id of waiting)
        await connection.updateTable("actual").set({ predicted: 1 }).where("id", "=", id).execute();
    }
  };
}

function keyOf(id: Buffer, target: string): string {
  return `${id.toString("latin1")}${target}`;
}
