// The columns of a Parquet file: what the model reads of them, and how the others are carried through.

import type { DecodedArray, FileMetaData, SchemaElement } from "hyparquet";
import type { InputColumns, InputInfo } from "../../index.js";
import { Failure } from "../failure.js";
import type { AnyModel } from "../model.js";

/** What the values of an input's column may be. */
const NUMBERS: ReadonlySet<string | undefined> = new Set(["INT32", "INT64", "FLOAT", "DOUBLE"]);
const LOGICAL_NUMBERS = /^(undefined|U?INT_\d+|INTEGER)$/;
const LOGICAL_STRINGS = /^(undefined|UTF8|STRING|ENUM)$/;

/** The columns of a flat file, in order. */
export interface ParquetColumns {
  readonly root: SchemaElement;
  readonly elements: readonly SchemaElement[];
}

/**
 * Checks that a file can be predicted, and written again.
 *
 * @param added columns that must not be there yet
 * @throws Failure if not
 */
export function checkColumns(
  { schema }: FileMetaData,
  { inputs }: AnyModel,
  added: readonly string[],
  file: string,
): ParquetColumns {
  const [root, ...elements] = schema;
  const list = (chosen: readonly string[]): string => chosen.map((column) => JSON.stringify(column)).join(", ");
  const refuse = (names: readonly string[], has: string, advice: string): void => {
    if (names.length > 0) throw new Failure(`${file} ${has} ${list(names)}: ${advice}`);
  };
  const names = elements.map(({ name }) => name);
  const unfit = elements.filter((element) => element.num_children || element.repetition_type === "REPEATED");
  refuse(
    unfit.map(({ name }) => name),
    "has nested columns",
    "leave them out",
  );
  const old = elements.filter(({ type }) => type === "INT96").map(({ name }) => name);
  refuse(old, "has columns of the type INT96", "write timestamps as INT64");
  const absent = inputs.filter(({ name }) => !names.includes(name)).map(({ name }) => name);
  refuse(absent, "has no column", "name the columns as `supportvector inputs` does");
  refuse(
    added.filter((name) => names.includes(name)),
    "already has a column",
    "rename it, or leave it out",
  );
  const mistyped = inputs.filter((input) => !fits(input, elements[names.indexOf(input.name)]!)).map(({ name }) => name);
  refuse(mistyped, "has numbers where strings belong, the other way round, or another type in", "convert them");
  return { root: root!, elements };
}

function fits(input: InputInfo, { type, converted_type, logical_type }: SchemaElement): boolean {
  const logical = String(logical_type?.type ?? converted_type);
  if (isText(input)) return type === "BYTE_ARRAY" && LOGICAL_STRINGS.test(logical);
  return NUMBERS.has(type) && LOGICAL_NUMBERS.test(logical);
}

function isText(input: InputInfo): boolean {
  return input.kind === "category" && typeof input.categories[0] === "string";
}

/** A column without what its values stand for: they are carried through as they are stored. */
export function toStored({ name, type, type_length, repetition_type }: SchemaElement): SchemaElement {
  return {
    name,
    ...(type !== undefined && { type }),
    ...(type_length !== undefined && { type_length }),
    ...(repetition_type !== undefined && { repetition_type }),
  };
}

/** Stored values as a model reads them. */
export function readInputs(
  { inputs }: AnyModel,
  { elements }: ParquetColumns,
  stored: ReadonlyMap<string, DecodedArray>,
): InputColumns {
  return Object.fromEntries(
    inputs.map((input) => {
      const element = elements.find(({ name }) => name === input.name)!;
      const values = stored.get(input.name)!;
      return [input.name, isText(input) ? readStrings(values) : readNumbers(values, element)];
    }),
  );
}

const decoder = new TextDecoder();

function readStrings(values: DecodedArray): (string | null)[] {
  return Array.from(values as ArrayLike<Uint8Array | null | undefined>, (bytes) =>
    bytes ? decoder.decode(bytes) : null,
  );
}

function readNumbers(values: DecodedArray, { converted_type, logical_type }: SchemaElement): Float64Array {
  if (values instanceof Float64Array) return values;
  const unsigned = converted_type?.startsWith("UINT") || (logical_type?.type === "INTEGER" && !logical_type.isSigned);
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value: number | bigint | null | undefined = values[i];
    if (value === null || value === undefined) numbers[i] = Number.NaN;
    else if (!unsigned) numbers[i] = Number(value);
    else numbers[i] = typeof value === "bigint" ? Number(BigInt.asUintN(64, value)) : value >>> 0;
  }
  return numbers;
}
