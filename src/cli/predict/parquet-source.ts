// Parquet, row group by row group. Columns are carried through as they are stored, neither decoded nor rounded; only
// what the model reads is decoded.

import { open } from "node:fs/promises";
import { type AsyncBuffer, type DecodedArray, type FileMetaData, parquetMetadataAsync } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { Failure } from "../failure.js";
import { unreadable } from "./input.js";
import { readColumn } from "./parquet-column.js";
import { checkColumns, type ParquetColumns, readInputs } from "./parquet-columns.js";
import { toStored, toWritable } from "./parquet-type.js";
import { predictAccepted, type Scored } from "./scored.js";
import type { Run, Source } from "./source.js";

/** @throws Failure unless it is a flat Parquet file with a column for each input */
export async function openParquet(run: Run): Promise<Source> {
  const { file, model, columns } = run;
  const buffer = await openFile(file);
  const metadata = await parquetMetadataAsync(buffer, { geoparquet: false }).catch(() => {
    throw new Failure(`${file} is not a Parquet file: check it, or say its --format`);
  });
  const parquet = checkColumns(metadata, model, columns, file);
  let rows = 0;
  async function* counted(): AsyncGenerator<Scored> {
    for await (const scored of scoreGroups(run, buffer, metadata, parquet)) {
      rows += scored.rows;
      yield scored;
    }
  }
  const size = Number(metadata.num_rows);
  return { name: file, scored: counted(), before: "", between: "", after: "", size, position: () => rows };
}

/** Larger groups take more memory, smaller ones more space: measured by `npm run bench:cli`. */
const ROWS_PER_GROUP = 20_000;

async function* scoreGroups(
  { file, model, columns }: Run,
  buffer: AsyncBuffer,
  metadata: FileMetaData,
  parquet: ParquetColumns,
): AsyncGenerator<Scored> {
  const added = columns.map((name) => ({ name, type: "DOUBLE", repetition_type: "REQUIRED" }) as const);
  const root = { ...parquet.root, num_children: parquet.elements.length + added.length };
  const stored = parquet.elements.map(toStored);
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [root, ...stored, ...added],
    // The order of stored values is not that of what they stand for.
    statistics: false,
    // The schema of Arrow would lack the predictions.
    kvMetadata: metadata.key_value_metadata?.filter(({ key }) => key !== "ARROW:schema") ?? [],
    createdBy: "supportvector",
  });
  const readable = { ...metadata, schema: [parquet.root, ...stored] };

  let rowEnd = 0;
  for (const { num_rows } of metadata.row_groups) {
    const rowStart = rowEnd;
    rowEnd += Number(num_rows);
    const values = new Map<string, DecodedArray>();
    for (const element of stored)
      values.set(element.name, await readColumn(buffer, readable, element, rowStart, rowEnd, file));
    const inputs = readInputs(model, parquet, values);
    const rows = Array.from({ length: rowEnd - rowStart }, (_, i) => i);
    const { rows: accepted, predictions, problems } = predictAccepted(model, inputs, rows);
    await writer.write({
      columnData: [
        ...parquet.elements.map(({ name }) => ({ name, data: pick(values.get(name)!, accepted) })),
        ...columns.map((name, i) => ({ name, data: pick(predictions[i]!, accepted) })),
      ],
      rowGroupSize: ROWS_PER_GROUP,
    });
    yield { bytes: take(bytes), rows: rows.length, kept: accepted.length, problems };
  }
  // What the values stand for is told at the end.
  writer.schema = [root, ...parquet.elements.map(toWritable), ...added];
  await writer.finish();
  yield { bytes: take(bytes), rows: 0, kept: 0, problems: [] };
}

/** The values of some rows; the list itself if these are all. */
function pick<T extends ArrayLike<unknown>>(list: T, rows: readonly number[]): T {
  if (rows.length === list.length) return list;
  const picked = rows.map((row) => list[row]);
  // biome-ignore lint/suspicious/noExplicitAny: a typed array of the same kind
  return (Array.isArray(list) ? picked : (list.constructor as any).from(picked)) as T;
}

/** What has been written since the last time. */
function take(writer: ByteWriter): Uint8Array {
  const taken = writer.getBytes().slice();
  writer.index = 0;
  return taken;
}

async function openFile(path: string): Promise<AsyncBuffer> {
  try {
    const file = await open(path);
    const { size } = await file.stat();
    return {
      byteLength: size,
      async slice(start, end = size) {
        const bytes = new Uint8Array(end - start);
        await file.read(bytes, 0, bytes.length, start);
        return bytes.buffer;
      },
    };
  } catch (error) {
    throw unreadable(error, path);
  }
}
