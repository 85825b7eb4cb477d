// Parquet with columns of predictions behind its own, which are copied as they stand: they are
// neither decoded nor compressed again. A row group with rejected rows is written anew.

import type { AsyncBuffer, RowGroup } from "hyparquet";
import type { ScoredGroup } from "./parquet-groups.js";
import { createParquetWriter, type StoredColumn, startOf } from "./parquet-writer.js";
import type { Scored } from "./scored.js";
import { cut, type Layout } from "./table.js";

/** Writes row groups with their predictions. */
export async function* copyGroups(
  groups: AsyncIterable<ScoredGroup>,
  file: AsyncBuffer,
  layout: Layout,
): AsyncGenerator<Scored> {
  const writer = createParquetWriter(layout);
  yield around(writer.before);
  for await (const { group, count, rows, added, problems, warnings, readTable } of groups) {
    const scored = { rows: count, kept: rows.length, problems, warnings };
    if (rows.length > 0 && rows.length === count && isWithin(group)) {
      yield { ...scored, good: await writer.copy(await readStored(file, group), added) };
    } else {
      yield { ...around(NOTHING), ...scored };
      for (const table of cut(await readTable())) yield around(await writer.write(table));
    }
  }
  yield around(await writer.end());
}

const NOTHING = new Uint8Array(0);

/** Bytes that hold no rows of their own. */
function around(good: Uint8Array): Scored {
  return { good, rows: 0, kept: 0, problems: [], warnings: [] };
}

/** Whether the columns are in the file itself, which may name other files instead. */
function isWithin({ columns }: RowGroup): boolean {
  return columns.every(({ file_path, meta_data }) => file_path === undefined && meta_data !== undefined);
}

async function readStored(file: AsyncBuffer, { columns }: RowGroup): Promise<StoredColumn[]> {
  const stored: StoredColumn[] = [];
  for (const chunk of columns) {
    const start = Number(startOf(chunk));
    const end = start + Number(chunk.meta_data!.total_compressed_size);
    stored.push({ chunk, bytes: new Uint8Array(await file.slice(start, end)) });
  }
  return stored;
}
