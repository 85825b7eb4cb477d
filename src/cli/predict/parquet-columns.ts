// The columns of a Parquet file: whether it can be predicted, and the inputs in it.

import type { DecodedArray, FileMetaData, SchemaElement } from "hyparquet";
import type { InputColumns, InputInfo } from "../../index.js";
import { Failure } from "../failure.js";
import { logicalType } from "./parquet-type.js";
import { numberReader, type StoredNumber } from "./parquet-value.js";
import type { RowPredictor } from "./row-predictor.js";
import { holdsText } from "./table.js";

/** The columns of a flat file, in order. */
export interface ParquetColumns {
  readonly root: SchemaElement;
  readonly elements: readonly SchemaElement[];
}

/**
 * Checks that a file can be predicted, and written again.
 *
 * @param added columns that the file must not have yet
 * @throws Failure if not
 */
export function checkColumns(
  { schema }: FileMetaData,
  { inputs }: Pick<RowPredictor, "inputs">,
  added: readonly string[],
  file: string,
): ParquetColumns {
  const root = schema[0]!;
  const elements = topLevel(schema);
  const refuse = (names: readonly string[], has: string, advice: string): void => {
    const list = names.map((column) => JSON.stringify(column)).join(", ");
    if (names.length > 0) throw new Failure(`${file} ${has} ${list}: ${advice}`);
  };
  const names = elements.map(({ name }) => name);
  const nested = elements.filter((element) => element.num_children || element.repetition_type === "REPEATED");
  refuse(
    nested.map(({ name }) => name),
    "has nested columns",
    "leave them out",
  );
  const old = elements.filter(({ type }) => type === "INT96").map(({ name }) => name);
  refuse(old, "has columns of the type INT96", "write timestamps as INT64");
  const absent = inputs.filter(({ name }) => !names.includes(name)).map(({ name }) => name);
  refuse(absent, "has no column", "name the columns as `supportvector inputs` does");
  refuse(
    names.filter((name, i) => names.indexOf(name) < i),
    "has several columns",
    "leave one of each",
  );
  refuse(
    added.filter((name) => names.includes(name)),
    "already has a column",
    "rename it, or leave it out",
  );
  const mistyped = inputs.filter((input) => !fits(input, elements[names.indexOf(input.name)]!));
  for (const [values, isMeant] of [
    ["strings", holdsText],
    ["numbers", (input: InputInfo) => !holdsText(input)],
  ] as const) {
    const found = mistyped.filter(isMeant).map(({ name }) => name);
    refuse(found, `needs ${values} in`, "convert what is there");
  }
  return { root, elements };
}

/** Returns the columns that are not in others. A schema lists the parts of a column behind it. */
function topLevel(schema: readonly SchemaElement[]): SchemaElement[] {
  const elements: SchemaElement[] = [];
  for (let at = 1; at < schema.length; at = skip(schema, at)) elements.push(schema[at]!);
  return elements;
}

function skip(schema: readonly SchemaElement[], at: number): number {
  let next = at + 1;
  for (let child = 0; child < (schema[at]!.num_children ?? 0); child++) next = skip(schema, next);
  return next;
}

function fits(input: InputInfo, element: SchemaElement): boolean {
  const logical = logicalType(element)?.type;
  if (logical === "NULL") return true;
  const isBytes = element.type === "BYTE_ARRAY" || element.type === "FIXED_LEN_BYTE_ARRAY";
  if (holdsText(input)) return element.type === "BYTE_ARRAY" && [undefined, "STRING", "ENUM"].includes(logical);
  if (element.type === "BOOLEAN") return input.boolean === true;
  return logical === "DECIMAL" || (!isBytes && [undefined, "INTEGER"].includes(logical));
}

/** Reads stored values as the values of inputs. */
export function readInputs(
  { inputs }: Pick<RowPredictor, "inputs">,
  { elements }: ParquetColumns,
  stored: ReadonlyMap<string, DecodedArray>,
): InputColumns {
  return Object.fromEntries(
    inputs.map((input) => {
      const element = elements.find(({ name }) => name === input.name)!;
      const values = stored.get(input.name)!;
      return [input.name, holdsText(input) ? readStrings(values) : readNumbers(values, element)];
    }),
  );
}

const decoder = new TextDecoder();

function readStrings(values: DecodedArray): (string | null)[] {
  return Array.from(values as ArrayLike<Uint8Array | null | undefined>, (bytes) =>
    bytes ? decoder.decode(bytes) : null,
  );
}

function readNumbers(values: DecodedArray, element: SchemaElement): Float64Array {
  if (values instanceof Float64Array) return values;
  const toNumber = numberReader(element);
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value: StoredNumber | null | undefined = values[i];
    numbers[i] = value === null || value === undefined ? NaN : toNumber(value);
  }
  return numbers;
}
