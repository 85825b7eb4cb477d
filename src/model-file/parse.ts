// A model file that matches the schema, from its text or from what JSON.parse made of that. What
// must agree between its parts is checked where the parts are used.

import { ModelFileError } from "../errors.js";
import { rejection } from "./report.js";
import type { ModelFile } from "./types.generated.js";
import { validate } from "./validate.js";
import { isObject } from "./validators.js";

const FORMAT = "supportvector";
const VERSION = 1;

/**
 * Parses a model file.
 *
 * @param source the file's text, or what `JSON.parse` made of it. It is not modified
 * @throws ModelFileError `MODEL_FILE_SYNTAX`, `MODEL_FILE_VERSION` or `MODEL_FILE_INVALID`
 */
export function parseModelFile(source: unknown): ModelFile {
  const value = typeof source === "string" ? parseJson(source) : source;
  if (!isObject(value) || value.format !== FORMAT) {
    const expected = `a model file, an object whose "format" is "${FORMAT}"`;
    throw rejection("MODEL_FILE_VERSION", "", expected, describeSource(value));
  }
  const { version } = value;
  if (version !== VERSION) {
    const received = typeof version === "number" ? `version ${version}, which needs another release` : "none";
    throw rejection("MODEL_FILE_VERSION", "/version", `version ${VERSION}`, received);
  }
  const issues = validate(value);
  if (issues.length > 0) throw new ModelFileError("MODEL_FILE_INVALID", issues);
  // Copies an object, so that later changes by the caller do not reach the model.
  return (typeof source === "string" ? value : copy(value)) as unknown as ModelFile;
}

/** Copies a JSON value. Not by way of its text, which has no −0. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copy(member)]));
}

function parseJson(text: string): unknown {
  try {
    // Editors leave a byte order mark, which is no part of JSON.
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    // The parser's own message quotes the text, and differs between engines.
    throw rejection("MODEL_FILE_SYNTAX", "", "JSON text", "text that does not parse");
  }
}

/** Describes what came instead of a model file, without quoting it. */
function describeSource(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (ArrayBuffer.isView(value)) return "bytes. Decode them to text first";
  return typeof value === "object" ? "another object" : `a value of type ${typeof value}`;
}
