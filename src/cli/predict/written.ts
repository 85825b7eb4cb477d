// Scored chunks → bytes of the output. Bytes are framed, and tables are written by a writer.

import { listNames } from "../../tables/table-error.js";
import { Failure } from "../failure.js";
import type { Format } from "./format.js";
import type { Scored } from "./scored.js";
import type { BytesSource, Source, TableSource } from "./source.js";
import { cut, type Layout } from "./table.js";
import { WRITERS } from "./writers.js";

/** Bytes of the output, and what was found in their rows. */
export type Written = Scored<Uint8Array | string>;

/**
 * Writes an input that is being scored.
 *
 * @throws Failure if its columns cannot be written in this format
 */
export function write(source: Source, format: Format): AsyncGenerator<Written> {
  return source.kind === "bytes" ? writeBytes(source) : writeTables(source, format);
}

async function* writeBytes({ before, between, after, scored }: BytesSource): AsyncGenerator<Written> {
  yield around(before);
  let hasRows = false;
  for await (const chunk of scored) {
    if (hasRows && chunk.kept > 0) yield around(between);
    hasRows ||= chunk.kept > 0;
    yield chunk;
  }
  yield around(after);
}

async function* writeTables({ name, layout, scored }: TableSource, format: Format): AsyncGenerator<Written> {
  if (format !== "csv") checkNames(layout, name);
  const writer = await WRITERS[format](layout, name);
  yield around(writer.before);
  for await (const { good, ...chunk } of scored) {
    yield { ...chunk, good: "" };
    for (const table of cut(good)) yield around(await writer.write(table));
  }
  yield around(await writer.end());
}

/** Bytes that hold no rows. */
function around(good: Uint8Array | string): Written {
  return { good, rows: 0, kept: 0, problems: [], warnings: [] };
}

/** @throws Failure if two columns have one name, which only CSV allows */
function checkNames({ columns }: Layout, file: string): void {
  const names = columns.map(({ name }) => name);
  const repeated = new Set(names.filter((name, c) => names.indexOf(name) < c));
  if (repeated.size > 0)
    throw new Failure(`${file} has several columns ${listNames([...repeated])}: leave one of each`);
}
