// Tables → Parquet. Values are written as they are stored, neither decoded nor rounded.

import type { ColumnChunk, DecodedArray } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { toWritable } from "./parquet-type.js";
import type { Layout, Table, TableWriter } from "./table.js";

/** Larger groups take more memory, smaller ones more space: measured by `npm run bench:cli`. */
const ROWS_PER_GROUP = 20_000;

/** A column of a row group, as it stands in another file. */
export interface StoredColumn {
  readonly chunk: ColumnChunk;
  readonly bytes: Uint8Array;
}

/** Writes tables, and columns of another file. */
export interface ParquetTableWriter extends TableWriter {
  readonly before: Uint8Array;
  write(table: Table): Promise<Uint8Array>;
  /**
   * Writes a row group of stored columns, with columns of values behind them. The stored columns
   * are copied: they are neither decoded nor compressed again.
   */
  copy(stored: readonly StoredColumn[], added: readonly DecodedArray[]): Promise<Uint8Array>;
  end(): Promise<Uint8Array>;
}

/** Creates a writer. */
export function createParquetWriter({ columns, stored, metadata }: Layout): ParquetTableWriter {
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

  const writeGroup = async (lists: readonly DecodedArray[], firstColumn: number): Promise<void> => {
    const columnData = lists.map((data, c) => ({ name: columns[firstColumn + c]!.name, data }));
    await writer.write({ columnData, rowGroupSize: lists[0]!.length });
  };
  const writeWaiting = async (): Promise<void> => {
    if (rows === 0) return;
    await writeGroup(
      columns.map((_, c) => concatenate(waiting.map(({ lists }) => lists[c]!))),
      0,
    );
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
    async copy(copied, added) {
      await writeWaiting();
      const chunks = copied.map(({ chunk, bytes: column }) => {
        const moved = move(chunk, BigInt(bytes.offset));
        bytes.appendBytes(column);
        return moved;
      });
      await writeGroup(added, copied.length);
      // The writer describes the group that it has written. The copied columns belong to it.
      const group = writer.row_groups.at(-1)!;
      group.columns.unshift(...chunks);
      for (const { meta_data } of chunks) group.total_byte_size += meta_data!.total_uncompressed_size;
      group.total_compressed_size = BigInt(bytes.offset) - group.columns[0]!.file_offset;
      return take(bytes);
    },
    async end() {
      await writeWaiting();
      // What the values stand for is only written at the end.
      writer.schema = [root, ...columns.map(toWritable)];
      await writer.finish();
      return take(bytes);
    },
  };
}

/** Returns where a column starts in its file. */
export function startOf({ meta_data }: ColumnChunk): bigint {
  return meta_data!.dictionary_page_offset || meta_data!.data_page_offset;
}

/**
 * Returns the description of a column that starts elsewhere now. It leaves out what stands in other
 * places of the column's own file, such as a page index, and statistics.
 */
function move(chunk: ColumnChunk, start: bigint): ColumnChunk {
  const distance = start - startOf(chunk);
  const { type, encodings, path_in_schema, codec, num_values, encoding_stats, ...others } = chunk.meta_data!;
  const { total_uncompressed_size, total_compressed_size, data_page_offset, dictionary_page_offset } = others;
  return {
    file_offset: start,
    meta_data: {
      type,
      encodings,
      path_in_schema,
      codec,
      num_values,
      total_uncompressed_size,
      total_compressed_size,
      data_page_offset: data_page_offset + distance,
      ...(dictionary_page_offset && { dictionary_page_offset: dictionary_page_offset + distance }),
      ...(encoding_stats && { encoding_stats }),
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
