// A JSON file, cut into the texts of its records: those of an array, or the only one. What is in them is checked when
// they are parsed, so that a record that is not JSON is one bad row; what stands around them is checked here.

import { Failure } from "../failure.js";
import { startWith } from "./pieces.js";

/** Stands behind each record. JSON text cannot hold it (RFC 7464). */
export const RECORD_SEPARATOR = "\x1e";

const SEPARATOR = 0x1e;
/** The bytes of a byte order mark. JSON begins with none of them. */
const MARK: ReadonlySet<number> = new Set([0xef, 0xbb, 0xbf]);
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
/** [ and { */
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
/** ] and } */
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);
/** Bytes. */
const LONGEST_RECORD = 2 ** 24;

/** The records of a JSON file. */
export interface JsonRecords {
  /** Whether it holds an array, and not just one record. */
  readonly list: boolean;
  readonly pieces: AsyncIterable<Buffer>;
}

/** Opens a JSON file. @throws Failure if it holds neither an array nor an object */
export async function openJson(bytes: AsyncIterable<Buffer>, name: string): Promise<JsonRecords> {
  const source = skipSpace(bytes);
  const first = await source.next();
  const opening = first.done ? undefined : first.value[0];
  if (first.done || !OPENING.has(opening!))
    throw new Failure(`${name} is not JSON records: write an object, or an array of objects`);
  const list = opening === 0x5b;
  const rest = startWith(first.value.subarray(list ? 1 : 0), source);
  return { list, pieces: list ? cutList(rest, name) : wholeFile(rest, name) };
}

/** Without what may stand before JSON: a byte order mark, and space. */
async function* skipSpace(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let begun = false;
  for await (const arrived of bytes) {
    const text: Buffer = begun ? arrived : withoutSpace(arrived);
    begun ||= text.length > 0;
    if (begun) yield text;
  }
}

function withoutSpace(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => !isSpace(byte) && !MARK.has(byte));
  return start < 0 ? Buffer.alloc(0) : bytes.subarray(start);
}

async function* wholeFile(bytes: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of bytes) {
    parts.push(part);
    length += part.length;
    checkLength(length, name);
  }
  yield Buffer.concat([...parts, Buffer.from(RECORD_SEPARATOR)]);
}

/** Cuts at the commas of the array. A piece is what has arrived of whole records, each with a separator behind it. */
async function* cutList(bytes: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const endsRecord = createScanner();
  let state: "empty" | "open" | "closed" = "empty";
  let rest: Buffer = Buffer.alloc(0);
  for await (const arrived of bytes) {
    const all = Buffer.concat([rest, arrived]);
    const records: Buffer[] = [];
    let start = 0;
    for (let at = rest.length; at < all.length; at++) {
      const byte = all[at]!;
      if (byte === SEPARATOR || (state === "closed" && !isSpace(byte)))
        throw new Failure(`${name} goes on after its array, or is not JSON: write one array of objects`);
      const end = endsRecord(byte);
      if (end === "comma" || (end === "close" && (state === "open" || !isBlank(all.subarray(start, at)))))
        records.push(all.subarray(start, at), Buffer.from(RECORD_SEPARATOR));
      if (end !== undefined) {
        start = at + 1;
        state = end === "close" ? "closed" : "open";
      }
    }
    if (records.length > 0) yield Buffer.concat(records);
    rest = all.subarray(start);
    checkLength(rest.length, name);
  }
  if (state !== "closed") throw new Failure(`${name} ends within its array: it is not whole`);
}

/** Follows the bytes of an array from behind its bracket; tells which of them end a record, and how. */
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
  if (length > LONGEST_RECORD) throw new Failure(`${name} holds a record longer than 16 MiB: records are flat objects`);
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every(isSpace);
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}
