// Support vectors that are equal in every column have the same kernel, whatever the row: they are one, with the sum of their coefficients.

import type { Svr } from "./svr.js";

/** The same function with each support vector once, in the order in which they first come. */
export function mergeEqual(svr: Svr): Svr {
  const { dualCoef, supportVectors: vectors, width } = svr;
  const coefficients: number[] = [];
  const kept = new Float64Array(vectors.length);
  /** The first of each hash among the kept, and the next of the same hash, plus 1; 0 for none. */
  const first = new Map<number, number>();
  const next: number[] = [];
  for (let i = 0, at = 0; i < dualCoef.length; i++, at += width) {
    let hash = 0;
    for (let c = 0; c < width; c++) hash = Math.imul(hash ^ (vectors[at + c]! * 65537), 0x9e3779b1);
    const chain = first.get(hash) ?? 0;
    let k = chain;
    while (k > 0 && !areEqual(vectors, at, kept, (k - 1) * width, width)) k = next[k - 1]!;
    if (k > 0) coefficients[k - 1]! += dualCoef[i]!;
    else {
      for (let c = 0; c < width; c++) kept[coefficients.length * width + c] = vectors[at + c]!;
      next.push(chain);
      first.set(hash, coefficients.push(dualCoef[i]!));
    }
  }
  const { length } = coefficients;
  return { ...svr, dualCoef: Float64Array.from(coefficients), supportVectors: kept.slice(0, length * width) };
}

function areEqual(a: Float64Array, atA: number, b: Float64Array, atB: number, width: number): boolean {
  for (let c = 0; c < width; c++) if (a[atA + c] !== b[atB + c]) return false;
  return true;
}
