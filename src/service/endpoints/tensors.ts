// Tensors of the Open Inference Protocol: validates them and converts them to records.

import type { InputInfo } from "../../index.js";
import { missingFeatures } from "../errors/error-translation.js";
import { recordsFromColumns, recordsFromRows, refuseInput, type UnreadRecord } from "./tables.js";

/** A tensor with flat data. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: readonly unknown[];
}

const DATATYPE = /^(BOOL|U?INT(8|16|32|64)|FP(16|32|64)|BYTES)$/;

/**
 * Returns the tensors of an inference request.
 *
 * @param inputs the member `inputs` of its body
 * @throws ServiceError `InvalidInputError`
 */
export function readTensors(inputs: unknown): Tensor[] {
  if (!Array.isArray(inputs) || inputs.length === 0) refuseInput('expected an array of tensors as "inputs"');
  return inputs.map(readTensor);
}

function readTensor(value: unknown, i: number): Tensor {
  const place = `inputs/${i}`;
  const { name, shape, datatype, data } = (value ?? {}) as Record<string, unknown>;
  if (typeof name !== "string") refuseInput(`${place}: expected a string as "name"`);
  if (typeof datatype !== "string" || !DATATYPE.test(datatype))
    refuseInput(`${place}: expected BOOL, BYTES, FP16, …, FP64, INT8, …, UINT64 as "datatype"`);
  if (!Array.isArray(shape) || shape.length === 0 || shape.length > 2 || !shape.every(isDimension))
    refuseInput(`${place}: expected one or two dimensions as "shape"`);
  if (!Array.isArray(data)) refuseInput(`${place}: expected an array as "data"`);
  const flat = data.flat();
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  if (flat.length !== size) refuseInput(`${place}: expected ${size} values by "shape", got ${flat.length}`);
  return { name, shape, data: datatype === "BOOL" ? flat.map(toNumber) : flat };
}

function isDimension(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

/** scikit-learn reads booleans as 0 and 1. */
function toNumber(value: unknown): unknown {
  return typeof value === "boolean" ? Number(value) : value;
}

/** Returns the number of records in the tensors. */
export function countRows(tensors: readonly Tensor[]): number {
  return tensors[0]?.shape[0] ?? 0;
}

/**
 * Converts one tensor of shape [n] or [n, 1] per input, or one tensor of shape [n, inputs]. Tensors
 * with other names are ignored.
 *
 * @throws ServiceError `MissingFeaturesError`, `InvalidInputError`
 */
export function recordsFromTensors(tensors: readonly Tensor[], inputs: readonly InputInfo[]): UnreadRecord[] {
  const [first] = tensors;
  const width = inputs.length;
  const names = inputs.map(({ name }) => name);
  if (first && tensors.length === 1 && first.shape[1] === width) {
    const { shape, data } = first;
    const rows = Array.from({ length: shape[0]! }, (_, row) => data.slice(row * width, (row + 1) * width));
    return recordsFromRows(names, rows, "inputs/0");
  }
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const missing = names.filter((name) => !byName.has(name));
  if (missing.length > 0) throw missingFeatures(missing);
  const columns = new Map(names.map((name) => [name, columnOf(byName.get(name)!)]));
  return recordsFromColumns(columns, "inputs");
}

function columnOf({ name, shape, data }: Tensor): readonly unknown[] {
  if ((shape[1] ?? 1) !== 1) refuseInput(`${JSON.stringify(name)}: expected the shape [n] or [n, 1]`);
  return data;
}
