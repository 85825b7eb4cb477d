// Parquet: whether it can be predicted, and what becomes of its row groups.

import { open } from "node:fs/promises";
import { type AsyncBuffer, parquetMetadataAsync } from "hyparquet";
import { Failure } from "../failure.js";
import { unreadable } from "./input.js";
import { checkClaims } from "./parquet-claims.js";
import { checkColumns } from "./parquet-columns.js";
import { type ScoredGroup, scoreGroups } from "./parquet-groups.js";
import { toStored } from "./parquet-type.js";
import type { Run } from "./run.js";
import type { Scored } from "./scored.js";
import type { Source } from "./source.js";
import { holdsText, type Layout, type Table, textColumn } from "./table.js";

/** @throws Failure unless it is a flat Parquet file with a column for each input */
export async function openParquet({ file, predictor, outputFormat }: Run): Promise<Source> {
  const buffer = await openFile(file);
  const metadata = await parquetMetadataAsync(buffer, { geoparquet: false }).catch(() => {
    throw new Failure(`${file} is not a Parquet file: check it, or pass its --format`);
  });
  const { inputs, added } = predictor;
  const parquet = checkColumns(
    metadata,
    predictor,
    added.map(({ name }) => name),
    file,
  );
  checkClaims(metadata, buffer.byteLength, new Set(inputs.map(({ name }) => name)), file);
  // A file may not say that its bytes are text. The model reads its inputs as text all the same.
  const texts = new Set(outputFormat === "parquet" ? [] : inputs.filter(holdsText).map(({ name }) => name));
  const elements = parquet.elements.map((element) => (texts.has(element.name) ? textColumn(element.name) : element));
  const stored = parquet.elements.map(toStored);
  const layout: Layout = {
    columns: [...elements, ...added],
    stored: [...stored, ...added],
    // The schema of Arrow would lack the predictions.
    metadata: metadata.key_value_metadata?.filter(({ key }) => key !== "ARROW:schema") ?? [],
  };
  let rows = 0;
  const groups = scoreGroups(predictor, buffer, { ...metadata, schema: [parquet.root, ...stored] }, parquet, file);
  async function* counted(): AsyncGenerator<ScoredGroup> {
    for await (const group of groups) {
      rows += group.count;
      yield group;
    }
  }
  const input = { name: file, size: Number(metadata.num_rows), position: () => rows };
  if (outputFormat === "parquet") {
    const { copyGroups } = await import("./parquet-copy.js");
    const scored = copyGroups(counted(), buffer, layout);
    return { kind: "bytes", ...input, before: "", between: "", after: "", scored };
  }
  return { kind: "table", ...input, layout, scored: toTables(counted()) };
}

async function* toTables(groups: AsyncIterable<ScoredGroup>): AsyncGenerator<Scored<Table>> {
  for await (const { rows, count, problems, warnings, readTable } of groups)
    yield { good: await readTable(), rows: count, kept: rows.length, problems, warnings };
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
