// Writes predictions, and the outcomes of those whose actual value was there before.

import { type RawBuilder, sql } from "kysely";
import type { Connection } from "./database.js";
import { chunkedInsert, rowInserter } from "./insert-rows.js";
import type { PredictionRows } from "./messages.js";
import { ID_BYTES, lowestId, timeOfId } from "./prediction-ids.js";
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

  return async (connection, message, known, sums) => {
    const { rows, series, values, inputs } = message;
    const ids = Buffer.from(message.ids.buffer, message.ids.byteOffset, message.ids.byteLength);
    const idOf = (i: number): Buffer => ids.subarray(i * ID_BYTES, (i + 1) * ID_BYTES);
    const seriesOf = (i: number): KnownSeries => known[series[i]!]!;

    const packed = pack(message, hashSubject);
    const inserted = await insertPredictions(connection, rows, (from, size) => {
      const part = packed.subarray(from * PACKED_BYTES, (from + size) * PACKED_BYTES);
      const parameters: unknown[] = [part, NO_SUBJECT];
      for (let i = from; i < from + size; i++) parameters.push(seriesOf(i).series, values[i]!);
      return parameters;
    });
    // After a commit whose success was not reported, all rows are there, and counted.
    if (inserted === 0) return;
    let [first, last] = [Infinity, 0];
    for (let i = 0; i < rows; i++) {
      const time = timeOfId(ids, i);
      if (time < first) first = time;
      if (time > last) last = time;
      sums.addPrediction(time, seriesOf(i).series);
    }
    if (inputs.length > 0)
      await insertInputs(
        connection,
        inputs.map(({ row, text }) => [idOf(row), text]),
      );
    await addEarlierActuals();

    async function addEarlierActuals(): Promise<void> {
      const actuals = await connection
        .selectFrom("actual")
        .select(["id", "target", "value", "predicted"])
        .where("id", ">=", lowestId(first))
        .where("id", "<", lowestId(last + 1))
        .execute();
      if (actuals.length === 0) return;
      const actualOf = new Map(actuals.map((actual) => [keyOf(actual.id, actual.target), actual]));
      const waiting = new Set<Buffer>();
      for (let i = 0; i < rows; i++) {
        const id = idOf(i);
        const { series: number, target } = seriesOf(i);
        const actual = actualOf.get(keyOf(id, target));
        if (!actual) continue;
        sums.addOutcome(timeOfId(id), number, values[i]!, actual.value);
        if (actual.predicted === 0) waiting.add(id);
      }
      for (const id of waiting)
        await connection.updateTable("actual").set({ predicted: 1 }).where("id", "=", id).execute();
    }
  };
}

/** Returns the id and the subject of each row, one after the other. */
function pack({ rows, ids, subjects, subjectNames }: PredictionRows, hashSubject: HashSubject): Buffer {
  const hashes = subjectNames.map(hashSubject);
  const packed = Buffer.alloc(rows * PACKED_BYTES);
  for (let i = 0; i < rows; i++) {
    const at = i * PACKED_BYTES;
    const hash = hashes[subjects[i]!];
    // Byte by byte, because a call takes longer than so few.
    for (let b = 0; b < ID_BYTES; b++) packed[at + b] = ids[i * ID_BYTES + b]!;
    if (hash) for (let b = 0; b < HASH_BYTES; b++) packed[at + ID_BYTES + b] = hash[b]!;
  }
  return packed;
}

function keyOf(id: Buffer, target: string): string {
  return `${id.toString("latin1")}${target}`;
}
