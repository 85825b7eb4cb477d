// JSON and NDJSON files, cut into the texts of their records. A record that is not JSON is one bad
// row, found when the record is parsed. What surrounds the records is checked here.

import { type Bytes, concatenate, cutIntoChunks, findLineEnd, startWith } from "./chunks.js";
import { DELIMITERS } from "./csv-dialect.js";
import { type Advice, TableError } from "./table-error.js";
import { openText, type TextSettings } from "./text.js";

/** Stands behind each record of a JSON file. JSON text cannot hold it (RFC 7464). */
export const RECORD_SEPARATOR = "\x1e";

const SEPARATOR = 0x1e;
const SEPARATOR_BYTES = Uint8Array.of(SEPARATOR);
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPENING_BRACKET = 0x5b;
/** [ and { */
const OPENING: ReadonlySet<number> = new Set([OPENING_BRACKET, 0x7b]);
/** ] and } */
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);
/** Bytes. */
const LONGEST_RECORD = 16 * 1024 * 1024;

/** What a file of records is read with. */
export interface JsonSettings extends TextSettings {
  /** Names of the inputs, which tell a CSV header. */
  readonly inputs: readonly string[];
}

/** The records of a JSON file. */
export interface JsonRecords {
  /** Whether the file holds an array, and not just one record. */
  readonly list: boolean;
  /** Texts of whole records, a separator behind each. */
  readonly chunks: AsyncGenerator<Uint8Array>;
}

/**
 * Opens a JSON file.
 *
 * @throws TableError `TABLE_EMPTY`, `TABLE_FORMAT` or `TABLE_ENCODING`. The chunks throw
 * `TABLE_JSON` for an array that does not end or that text follows
 */
export async function openJson(bytes: Bytes, settings: JsonSettings): Promise<JsonRecords> {
  const { name, advice, inputs } = settings;
  const source = skipSpace((await openText(bytes, settings)).bytes);
  const first = await source.next();
  if (first.done) throw new TableError("TABLE_EMPTY", `${name} is empty: write an object, or an array of objects`);
  const [opening] = first.value;
  if (!OPENING.has(opening!)) {
    if (isCsvHeader(first.value, inputs)) throw isCsv(name, advice);
    const message = `${name} is not JSON records: write an object, or an array of objects`;
    throw new TableError("TABLE_FORMAT", message);
  }
  const list = opening === OPENING_BRACKET;
  const rest = startWith(first.value.subarray(list ? 1 : 0), source);
  return { list, chunks: list ? cutList(rest, name) : wholeFile(rest, name, advice) };
}

/**
 * Opens an NDJSON file. Returns chunks of whole lines.
 *
 * @throws TableError `TABLE_FORMAT` or `TABLE_ENCODING`
 */
export async function openNdjson(bytes: Bytes, settings: JsonSettings): Promise<AsyncGenerator<Uint8Array>> {
  const { name, advice, inputs } = settings;
  const chunks = cutIntoChunks((await openText(bytes, settings)).bytes, findLineEnd, name);
  const first = await chunks.next();
  if (first.done) return chunks;
  if (isCsvHeader(first.value, inputs)) throw isCsv(name, advice);
  if (/^\s*\[\s*\{/.test(beginning(first.value)))
    throw new TableError("TABLE_FORMAT", `${name} is a JSON array: ${advice.json}`);
  return startWith(first.value, chunks);
}

/** Characters that tell the format of a text. */
const BEGINNING = 4096;

function beginning(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, BEGINNING));
}

/** Whether the first line has the name of an input as one of its fields. */
function isCsvHeader(bytes: Uint8Array, inputs: readonly string[]): boolean {
  const [line = ""] = beginning(bytes)
    .trimStart()
    .split(/[\r\n]/, 1);
  const fields = DELIMITERS.flatMap((delimiter) => line.split(delimiter)).map((field) => field.replaceAll('"', ""));
  return !/^[[{]/.test(line) && fields.some((field) => inputs.includes(field.trim()));
}

function isCsv(name: string, advice: Advice): TableError {
  return new TableError("TABLE_FORMAT", `${name} is CSV: ${advice.csv}`);
}

/** Leaves out the blanks before JSON. */
async function* skipSpace(bytes: Bytes): AsyncGenerator<Uint8Array> {
  let begun = false;
  for await (const arrived of bytes) {
    const text: Uint8Array = begun ? arrived : withoutSpace(arrived);
    begun ||= text.length > 0;
    if (begun) yield text;
  }
}

function withoutSpace(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => !isSpace(byte));
  return start < 0 ? new Uint8Array(0) : bytes.subarray(start);
}

async function* wholeFile(bytes: Bytes, name: string, advice: Advice): AsyncGenerator<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of bytes) {
    parts.push(part);
    length += part.length;
    checkLength(length, name);
  }
  const whole = concatenate(parts);
  if (isNdjson(whole)) throw new TableError("TABLE_FORMAT", `${name} is NDJSON, a record a line: ${advice.ndjson}`);
  yield concatenate([whole, SEPARATOR_BYTES]);
}

/** Whether the first line is a whole record, and text follows it. */
function isNdjson(bytes: Uint8Array): boolean {
  const end = bytes.indexOf(LINE_FEED);
  if (end < 0 || isBlank(bytes.subarray(end))) return false;
  try {
    JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
    return true;
  } catch {
    return false;
  }
}

const LINE_FEED = 0x0a;

/** Cuts at the commas of the array. A chunk holds the whole records that have arrived. */
async function* cutList(bytes: Bytes, name: string): AsyncGenerator<Uint8Array> {
  const endsRecord = createScanner();
  let state: "empty" | "open" | "closed" = "empty";
  // The parts of a record that has not ended.
  let rest: Uint8Array[] = [];
  let length = 0;
  for await (const part of bytes) {
    const records: Uint8Array[] = [];
    let start = 0;
    for (let at = 0; at < part.length; at++) {
      const byte = part[at]!;
      if (byte === SEPARATOR || (state === "closed" && !isSpace(byte))) {
        const message = `${name} goes on after its array, or is not JSON: write one array of objects`;
        throw new TableError("TABLE_JSON", message);
      }
      const end = endsRecord(byte);
      if (end === undefined) continue;
      const record = [...rest, part.subarray(start, at)];
      if (end === "comma" || state === "open" || !record.every(isBlank)) records.push(...record, SEPARATOR_BYTES);
      state = end === "close" ? "closed" : "open";
      start = at + 1;
      rest = [];
      length = 0;
    }
    if (records.length > 0) yield concatenate(records);
    rest.push(part.subarray(start));
    length += part.length - start;
    checkLength(length, name);
  }
  if (state !== "closed") throw new TableError("TABLE_JSON", `${name} ends within its array: fetch the whole file`);
}

/** Follows the bytes of an array behind its bracket. Returns how a byte ends a record. */
function createScanner(): (byte: number) => "comma" | "close" | undefined {
  let depth = 1;
  let quoted = false;
  let escaped = false;
  return (byte) => {
    if (quoted) {
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) quoted = false;
    } else if (byte === QUOTE) quoted = true;
    else if (OPENING.has(byte)) depth++;
    else if (CLOSING.has(byte)) {
      if (--depth === 0) return "close";
    } else if (byte === COMMA && depth === 1) return "comma";
    return undefined;
  };
}

function checkLength(length: number, name: string): void {
  if (length <= LONGEST_RECORD) return;
  throw new TableError("TABLE_ROW_TOO_LONG", `${name} holds a record longer than 16 MiB: write flat objects`);
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every(isSpace);
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}
