// The text of a file. gzip is decompressed, UTF-16 becomes UTF-8, and the byte order mark is left
// out. Files of other formats are recognized by their first bytes, and refused with the next step.

import { type Bytes, concatenate, startWith } from "./chunks.js";
import { type Advice, TableError } from "./table-error.js";

/** What a file is read with. */
export interface TextSettings {
  /** Name of the file, for messages. */
  readonly name: string;
  readonly advice: Advice;
  /** Decompresses gzip. Node and browsers bring their own. */
  readonly gunzip: (bytes: Bytes) => Bytes;
}

/** The text of a file. */
export interface Text {
  /** UTF-8 without a byte order mark. */
  readonly bytes: Bytes;
  /** Whether the file has a byte order mark. */
  readonly marked: boolean;
}

/**
 * Opens the text of a file.
 *
 * @throws TableError `TABLE_FORMAT` for a workbook and the like, `TABLE_ENCODING` for text of an
 * unknown encoding
 */
export async function openText(bytes: Bytes, settings: TextSettings): Promise<Text> {
  const { name, advice, gunzip } = settings;
  const { head, all } = await peek(bytes);
  if (startsWith(head, GZIP)) return openText(decompress(all, settings, gunzip), settings);
  const utf16 = UTF_16.find(({ mark }) => startsWith(head, mark));
  if (utf16) return { bytes: toUtf8(all, utf16.label, name), marked: true };
  if (startsWith(head, UTF_8_MARK)) return { bytes: skip(all, UTF_8_MARK.length), marked: true };
  const foreign = recognize(head);
  if (foreign) {
    const step = foreign.step === "parquet" ? advice.parquet : foreign.step;
    throw new TableError("TABLE_FORMAT", `${name} is ${foreign.what}: ${step}`);
  }
  if (head.includes(0)) {
    const message = `${name} is binary, or UTF-16 without a byte order mark: ${SAVE_AS_UTF_8}`;
    throw new TableError("TABLE_ENCODING", message);
  }
  return { bytes: all, marked: false };
}

/**
 * Decodes UTF-8.
 *
 * @throws TableError `TABLE_ENCODING`, because other encodings would give other categories
 */
export function decodeUtf8(bytes: Uint8Array, name: string): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw notUtf8(name);
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The error of text that is not UTF-8. */
function notUtf8(name: string): TableError {
  return new TableError("TABLE_ENCODING", `${name} is not UTF-8: ${SAVE_AS_UTF_8}`);
}

const SAVE_AS_UTF_8 = "save it as UTF-8";
const SAVE_AS_CSV = "save it as CSV (UTF-8)";
const UNPACK = "unpack it first";

const LINE_FEED = 0x0a;
const GZIP = [0x1f, 0x8b];
const UTF_8_MARK = [0xef, 0xbb, 0xbf];
const UTF_16 = [
  { mark: [0xff, 0xfe], label: "utf-16le" },
  { mark: [0xfe, 0xff], label: "utf-16be" },
] as const;

interface Foreign {
  readonly what: string;
  readonly step: string;
}

const ZIP = "PK\x03\x04";
const SIGNATURES: readonly (readonly [signature: string, foreign: Foreign])[] = [
  ["\xd0\xcf\x11\xe0", { what: "an Excel workbook", step: SAVE_AS_CSV }],
  ["%PDF", { what: "a PDF", step: "export its table as CSV (UTF-8)" }],
  ["PAR1", { what: "a Parquet file", step: "parquet" }],
  ["BZh", { what: "compressed by bzip2", step: UNPACK }],
  ["\xfd7zXZ", { what: "compressed by xz", step: UNPACK }],
  ["\x28\xb5\x2f\xfd", { what: "compressed by zstd", step: UNPACK }],
];
/** Bytes that tell a format. The type of an OpenDocument file stands 38 bytes behind the start. */
const HEAD = 128;

/** Returns what these first bytes belong to, if that is not text. */
function recognize(head: Uint8Array): Foreign | undefined {
  const text = String.fromCharCode(...head);
  if (!text.startsWith(ZIP)) return SIGNATURES.find(([signature]) => text.startsWith(signature))?.[1];
  if (text.includes("opendocument.spreadsheet")) return { what: "an OpenDocument spreadsheet", step: SAVE_AS_CSV };
  if (/\[Content_Types\]|_rels\/|docProps\/|xl\//.test(text)) return { what: "an Excel workbook", step: SAVE_AS_CSV };
  return { what: "a ZIP archive", step: UNPACK };
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads the first bytes, and leaves them where they are. Stops at the end of a line, because a
 * program may write a line and wait.
 */
async function peek(bytes: Bytes): Promise<{ readonly head: Uint8Array; readonly all: Bytes }> {
  const source = bytes[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < HEAD && !head.includes(LINE_FEED)) {
    const next = await source.next();
    if (next.done) break;
    head = concatenate([head, next.value]);
  }
  return { head: head.subarray(0, HEAD), all: startWith(head, { [Symbol.asyncIterator]: () => source }) };
}

/** Leaves the first bytes out. They are in the first part. */
async function* skip(bytes: Bytes, count: number): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const part of bytes) {
    if (part.length > left) yield part.subarray(left);
    left = 0;
  }
}

async function* decompress(
  bytes: Bytes,
  { name }: TextSettings,
  gunzip: TextSettings["gunzip"],
): AsyncGenerator<Uint8Array> {
  // An error of the file itself, such as one that cannot be read, is passed on.
  let failure: { readonly error: unknown } | undefined;
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      yield* bytes;
    } catch (error) {
      failure = { error };
      throw error;
    }
  }
  try {
    yield* gunzip(source());
  } catch {
    if (failure) throw failure.error;
    const message = `${name} is not a whole gzip file: fetch it again, or unpack it first`;
    throw new TableError("TABLE_ENCODING", message);
  }
}

async function* toUtf8(bytes: Bytes, encoding: string, name: string): AsyncGenerator<Uint8Array> {
  const utf16 = new TextDecoder(encoding, { fatal: true });
  const utf8 = new TextEncoder();
  const decode = (part?: Uint8Array): string => {
    try {
      return part ? utf16.decode(part, { stream: true }) : utf16.decode();
    } catch {
      throw new TableError("TABLE_ENCODING", `${name} is not whole UTF-16: ${SAVE_AS_UTF_8}`);
    }
  };
  for await (const part of bytes) yield utf8.encode(decode(part));
  decode();
}
