// What an engine gave, and how it compares with another.

import { createHash } from "node:crypto";
import type { Bits } from "./program.js";

export interface Measured {
  readonly name: string;
  readonly version: string;
  readonly bits: Bits;
}

const DIGITS = 16;

/** What must be the same in every engine, by name. */
function promised({ bits }: Measured): Record<string, string> {
  return { ...bits.predictions, ...bits.own };
}

export function describeBits(measured: Measured): string {
  const all = Object.values(promised(measured)).join("");
  const hash = createHash("sha256").update(all).digest("hex").slice(0, 16);
  return `${hash}  ${all.length / DIGITS} values`;
}

/** The first value that two engines disagree on, in words. Undefined if there is none. */
export function findDifference(expected: Measured, found: Measured): string | undefined {
  const bits = promised(found);
  for (const [name, reference] of Object.entries(promised(expected))) {
    const other = bits[name] ?? "";
    const at = splitBits(reference).findIndex((value, i) => value !== other.slice(i * DIGITS, (i + 1) * DIGITS));
    if (at >= 0 || reference.length !== other.length)
      return `${name}, value ${at}: expected ${valueAt(reference, at)}, got ${valueAt(other, at)}`;
  }
  return undefined;
}

export function splitBits(bits: string): string[] {
  return bits.match(/.{16}/g) ?? [];
}

/** The number that 16 hexadecimal digits stand for. */
export function toNumber(digits: string): number {
  return Buffer.from(digits, "hex").readDoubleBE();
}

function valueAt(bits: string, at: number): string {
  const digits = splitBits(bits)[at];
  return digits === undefined ? "nothing" : `${digits} (${toNumber(digits)})`;
}
