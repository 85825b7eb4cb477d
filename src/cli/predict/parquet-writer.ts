// Tables → Parquet. Values are written as they are stored, neither decoded nor rounded.

import type { DecodedArray } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { toWritable } from "./parquet-type.js";
import type { Layout, Table, TableWriter } from "./table.js";

/** Larger groups take more memory, smaller ones more space: measured by `npm run bench:cli`. */
const ROWS_PER_GROUP = 20_000;

/** Creates a writer. */
export function createParquetWriter({ columns, stored, metadata }: Layout): TableWriter {
  const root = { name: "schema", num_children: columns.length };
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [root, ...stored],
    // The order of stored values is not that of what they stand for.
    statistics: false,
    kvMetadata: [...metadata],
    createdBy: "supportvector",
  });
  let waiting: Table[] = [];
  let rows = 0;

  const writeWaiting = async (): Promise<void> => {
    const columnData = columns.map(({ name }, c) => ({
      name,
      data: concatenate(waiting.map(({ lists }) => lists[c]!)),
    }));
    await writer.write({ columnData, rowGroupSize: rows });
    waiting = [];
    rows = 0;
  };
  return {
    before: take(bytes),
    async write(table) {
      waiting.push(table);
      rows += table.rows;
      if (rows >= ROWS_PER_GROUP) await writeWaiting();
      return take(bytes);
    },
    async end() {
      if (rows > 0) await writeWaiting();
      // What the values stand for is only written at the end.
      writer.schema = [root, ...columns.map(toWritable)];
      await writer.finish();
      return take(bytes);
    },
  };
}

function concatenate(lists: readonly ArrayLike<unknown>[]): DecodedArray {
  return (lists.length === 1 ? lists[0]! : lists.flatMap((list) => Array.from(list))) as DecodedArray;
}

/** Returns what has been written since the last time. */
function take(writer: ByteWriter): Uint8Array {
  const taken = writer.getBytes().slice();
  writer.index = 0;
  return taken;
}
