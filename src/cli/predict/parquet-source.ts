// Parquet, read by row groups. Columns are read as they are stored. Only inputs are decoded.

import { open } from "node:fs/promises";
import { type AsyncBuffer, type DecodedArray, type FileMetaData, parquetMetadataAsync } from "hyparquet";
import { Failure } from "../failure.js";
import type { AnyModel } from "../model.js";
import { unreadable } from "./input.js";
import { readColumn } from "./parquet-column.js";
import { checkColumns, type ParquetColumns, readInputs } from "./parquet-columns.js";
import { toStored } from "./parquet-type.js";
import { predictAccepted, type Scored } from "./scored.js";
import type { Run, TableSource } from "./source.js";
import { holdsText, pick, predictionColumn, type Table, textColumn } from "./table.js";

/** @throws Failure unless it is a flat Parquet file with a column for each input */
export async function openParquet({ file, model, columns, outputFormat }: Run): Promise<TableSource> {
  const buffer = await openFile(file);
  const metadata = await parquetMetadataAsync(buffer, { geoparquet: false }).catch(() => {
    throw new Failure(`${file} is not a Parquet file: check it, or pass its --format`);
  });
  const parquet = checkColumns(metadata, model, columns, file);
  const added = columns.map(predictionColumn);
  // A file may not say that its bytes are text. The model reads its inputs as text all the same.
  const texts = new Set(outputFormat === "parquet" ? [] : model.inputs.filter(holdsText).map(({ name }) => name));
  const elements = parquet.elements.map((element) => (texts.has(element.name) ? textColumn(element.name) : element));
  const stored = parquet.elements.map(toStored);
  let rows = 0;
  async function* counted(): AsyncGenerator<Scored<Table>> {
    for await (const scored of scoreGroups(
      model,
      buffer,
      { ...metadata, schema: [parquet.root, ...stored] },
      parquet,
      file,
    )) {
      rows += scored.rows;
      yield scored;
    }
  }
  return {
    kind: "table",
    name: file,
    scored: counted(),
    layout: {
      columns: [...elements, ...added],
      stored: [...stored, ...added],
      // The schema of Arrow would lack the predictions.
      metadata: metadata.key_value_metadata?.filter(({ key }) => key !== "ARROW:schema") ?? [],
    },
    size: Number(metadata.num_rows),
    position: () => rows,
  };
}

/** @param metadata whose schema says how values are stored, not what they stand for */
async function* scoreGroups(
  model: AnyModel,
  buffer: AsyncBuffer,
  metadata: FileMetaData,
  parquet: ParquetColumns,
  file: string,
): AsyncGenerator<Scored<Table>> {
  const [, ...stored] = metadata.schema;
  let rowEnd = 0;
  for (const { num_rows } of metadata.row_groups) {
    const rowStart = rowEnd;
    rowEnd += Number(num_rows);
    const values = new Map<string, DecodedArray>();
    for (const element of stored)
      values.set(element.name, await readColumn(buffer, metadata, element, rowStart, rowEnd, file));
    const inputs = readInputs(model, parquet, values);
    const places = Array.from({ length: rowEnd - rowStart }, (_, i) => i);
    const { rows, predictions, problems, warnings } = predictAccepted(model, inputs, places);
    const lists = [...stored.map(({ name }) => values.get(name)!), ...predictions].map((list) => pick(list, rows));
    yield { good: { rows: rows.length, lists }, rows: places.length, kept: rows.length, problems, warnings };
  }
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
