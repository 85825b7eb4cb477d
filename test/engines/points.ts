// Where functions are compared: at the points of fixtures/numeric, whose values Python computed to
// 60 digits, and at seeded ones in everyday ranges.

import { type Reference, readReferences } from "../numeric/reference.js";
import { seeded } from "../numeric/seeded.js";

export const SEEDED_POINTS = 10_000;

/** From and to, for each argument. */
export const RANGES: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  exp: [[-40, 0]],
  expm1: [[-2, 2]],
  log: [[0, 1000]],
  log1p: [[-0.9, 10]],
  log2: [[0, 1000]],
  log10: [[0, 1000]],
  pow: [
    [0, 10],
    [-5, 5],
  ],
  sqrt: [[0, 1000]],
  tanh: [[-4, 4]],
  ndtr: [[-5, 5]],
  ndtri: [[0, 1]],
  sin: [[-10, 10]],
  cos: [[-10, 10]],
  tan: [[-10, 10]],
  cbrt: [[-1000, 1000]],
};

/** All references of a function. */
export function referencesOf(name: string): Reference[] {
  return readReferences(name).flatMap(([, references]) => references);
}

/** The lists of arguments by function: those of the references, then the seeded ones. */
export function drawPoints(): Record<string, number[][]> {
  const random = seeded(1);
  const draw = (name: string): number[] => RANGES[name]!.map(([from, to]) => from + (to - from) * random());
  return Object.fromEntries(
    Object.keys(RANGES).map((name) => [
      name,
      [...referencesOf(name).map(({ args }) => args), ...Array.from({ length: SEEDED_POINTS }, () => draw(name))],
    ]),
  );
}
