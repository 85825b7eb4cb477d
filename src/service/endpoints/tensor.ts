// A tensor of the Open Inference Protocol. Its data must be what its datatype, its shape and its
// parameters say. Nobody could tell what else they mean.

import { decodeBase64, readSoleContentType } from "./content-type.js";
import { refuseInput } from "./tables.js";

/** A tensor with flat data. */
export interface Tensor {
  readonly name: string;
  /** One or two dimensions. */
  readonly shape: readonly number[];
  /** Row by row. Text is decoded, and booleans are 0 and 1. */
  readonly data: readonly unknown[];
}

/** What the values of a datatype are, besides null for a missing value. */
const VALUES: readonly (readonly [datatype: RegExp, kind: string, includes: (value: unknown) => boolean])[] = [
  [/^FP(16|32|64)$/, "numbers", (value) => typeof value === "number"],
  [/^U?INT(8|16|32|64)$/, "integers", Number.isInteger],
  [/^BOOL$/, "booleans", (value) => typeof value === "boolean"],
  [/^BYTES$/, "strings", (value) => typeof value === "string"],
];

/**
 * Reads a tensor.
 *
 * @param place of the tensor in the body, for messages
 * @throws ServiceError `InvalidInputError`
 */
export function readTensor(tensor: unknown, place: string): Tensor {
  const { name, shape, datatype, parameters, data } = (tensor ?? {}) as Record<string, unknown>;
  if (typeof name !== "string") refuseInput(`${place}: expected a string as "name"`);
  const [, kind, includes] = VALUES.find(([pattern]) => typeof datatype === "string" && pattern.test(datatype)) ?? [];
  if (!includes) refuseInput(`${place}: expected BOOL, BYTES, FP16, …, FP64, INT8, …, UINT64 as "datatype"`);
  if (!Array.isArray(shape) || shape.length === 0 || shape.length > 2 || !shape.every(isDimension))
    refuseInput(`${place}: expected one or two dimensions as "shape"`);
  const contentTypes = datatype === "BYTES" ? ["np", "str", "base64"] : ["np"];
  const contentType = readSoleContentType(parameters, contentTypes, place);
  if (!Array.isArray(data)) refuseInput(`${place}: expected an array as "data"`);
  const values = flatten(data, shape, place);
  if (!values.every((value) => value === null || includes(value)))
    refuseInput(`${place}: expected ${kind} or null as "data" of ${datatype}`);
  const decode = (value: unknown): unknown => {
    // scikit-learn reads booleans as 0 and 1.
    if (typeof value === "boolean") return Number(value);
    return contentType === "base64" && typeof value === "string" ? decodeBase64(value, place) : value;
  };
  return { name, shape, data: values.map(decode) };
}

function isDimension(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

/** Returns the values row by row. They may come in lists, one for each row. */
function flatten(data: readonly unknown[], shape: readonly number[], place: string): readonly unknown[] {
  const nested = data.some(Array.isArray);
  if (nested && !data.every((row) => Array.isArray(row) && row.length === shape[1]))
    refuseInput(`${place}: expected values as "data", or rows of the length in "shape"`);
  const values = nested ? data.flat() : data;
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  if (values.length !== size) refuseInput(`${place}: expected ${size} values by "shape", got ${values.length}`);
  return values;
}
