// A model file's text or object → a ModelFile that matches the schema. What must agree between its parts is checked where the parts are used.

import { ModelFileError } from "../errors.js";
import type { ModelFile } from "./types.generated.js";
import { validate } from "./validate.js";
import { isObject } from "./validators.js";

const FORMAT = "supportvector";
const VERSION = 1;

/**
 * Reads a model file.
 *
 * @param source the file's text, or what `JSON.parse` made of it; not modified
 * @throws ModelFileError `MODEL_FILE_SYNTAX`, `MODEL_FILE_VERSION` or `MODEL_FILE_INVALID`
 */
export function parseModelFile(source: unknown): ModelFile {
  const value = typeof source === "string" ? parseJson(source) : source;
  if (!isObject(value) || value.format !== FORMAT) {
    const came = describeKind(value);
    throw new ModelFileError("MODEL_FILE_VERSION", [
      { path: "", message: `expected a model file, an object whose "format" is "${FORMAT}", got ${came}` },
    ]);
  }
  const version = value.version;
  if (version !== VERSION) {
    const came = typeof version === "number" ? `version ${version}` : "none";
    throw new ModelFileError("MODEL_FILE_VERSION", [
      { path: "/version", message: `expected version ${VERSION}, which this release reads, got ${came}` },
    ]);
  }
  const issues = validate(value);
  if (issues.length > 0) throw new ModelFileError("MODEL_FILE_INVALID", issues);
  // A copy: what the caller does to its object afterwards must not reach the model.
  return (typeof source === "string" ? value : copy(value)) as unknown as ModelFile;
}

/** A deep copy of a JSON value. Not by way of its text, which has no −0. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copy(member)]));
}

function parseJson(text: string): unknown {
  try {
    // A byte order mark is no part of JSON, but editors leave one.
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    // The parser's own message quotes the text, and differs between engines.
    throw new ModelFileError("MODEL_FILE_SYNTAX", [
      { path: "", message: "expected JSON text, got text that is not JSON" },
    ]);
  }
}

function describeKind(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (ArrayBuffer.isView(value)) return "bytes, which are to be decoded to text first";
  return typeof value === "object" ? "another object" : `a value of type ${typeof value}`;
}
