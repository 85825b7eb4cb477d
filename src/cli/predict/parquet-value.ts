// Stored values of Parquet → numbers.

import type { SchemaElement } from "hyparquet";
import { logicalType } from "./parquet-type.js";

/** A number as it is stored. Bytes are a big-endian integer, as wide decimals are stored. */
export type StoredNumber = number | bigint | boolean | Uint8Array;

/** Returns what reads the stored numbers of a column as float64: the nearest to each. */
export function numberReader(element: SchemaElement): (value: StoredNumber) => number {
  const logical = logicalType(element);
  if (logical?.type === "DECIMAL") return decimalReader(logical.scale);
  if (logical?.type === "INTEGER" && !logical.isSigned) return (value) => Number(toUnsigned(value as number | bigint));
  return Number;
}

/** The largest power of ten that is exact in float64. */
const LARGEST_EXACT_POWER = 22;

/**
 * Reads a decimal as the float64 that is nearest to it. A division of two exact numbers is rounded
 * once. A multiplication by 0.01 would round twice, and 35 · 0.01 is not 0.35.
 */
function decimalReader(scale: number): (value: StoredNumber) => number {
  const divisor = Number(`1e${scale}`);
  return (value) => {
    if (typeof value === "number" && scale <= LARGEST_EXACT_POWER) return value / divisor;
    const unscaled = toBigInt(value);
    const number = Number(unscaled);
    if (Number.isSafeInteger(number) && scale <= LARGEST_EXACT_POWER) return number / divisor;
    return Number(`${unscaled}e-${scale}`);
  };
}

/** Returns an integer, of bytes in two's complement. */
export function toBigInt(value: StoredNumber): bigint {
  if (!(value instanceof Uint8Array)) return BigInt(value);
  let bits = 0n;
  for (const byte of value) bits = (bits << 8n) | BigInt(byte);
  return BigInt.asIntN(8 * value.length, bits);
}

/** Returns an unsigned integer, which is stored as if it had a sign. */
export function toUnsigned(value: number | bigint): number | bigint {
  return typeof value === "bigint" ? BigInt.asUintN(64, value) : value >>> 0;
}
