// The limits of inputs. scikit-learn rejects a row that a step makes infinite, as a huge number
// over a small scale is. A cell that one input alone decides grows with it. So trying both ends at
// load finds the limit, and a record needs one comparison per number. Cells of several inputs, or
// of a function such as a logarithm, have a runtime check instead.

import type { BoundedCell } from "../program/program.js";

const LARGEST_EXPONENT = 307;

/**
 * Runs the steps with a cell for each input. NaN is a missing value.
 *
 * @returns the inputs of the bounded cells that are infinite then
 */
export type Trial = (cellOf: (input: number) => number) => ReadonlySet<number>;

/**
 * Creates trials of a program.
 *
 * @param bounded the cells to look at
 * @param run runs the program over `cells`
 */
export function createTrial(
  inputCount: number,
  cells: Float64Array,
  bounded: readonly BoundedCell[],
  run: () => void,
): Trial {
  return (cellOf) => {
    for (let i = 0; i < inputCount; i++) cells[i] = cellOf(i);
    run();
    return new Set(bounded.filter(({ cell }) => Math.abs(cells[cell]!) === Infinity).map(({ input }) => input));
  };
}

/**
 * Finds the largest magnitude of each input for which every bounded cell is finite: the largest
 * double, or else a power of ten. That of an input of strings means nothing.
 *
 * @returns one limit per input, undefined for an input that may only be 0
 */
export function findLimits(trial: Trial, inputCount: number): (number | undefined)[] {
  const limits = new Array<number | undefined>(inputCount).fill(Number.MAX_VALUE);
  for (let exponent = LARGEST_EXPONENT; exponent >= -LARGEST_EXPONENT - 1; exponent--) {
    const smaller = exponent >= -LARGEST_EXPONENT ? Number(`1e${exponent}`) : undefined;
    const tooLarge = [1, -1].flatMap((sign) => [...trial((input) => sign * (limits[input] ?? 0))]);
    if (tooLarge.length === 0) break;
    for (const input of tooLarge) limits[input] = smaller;
  }
  return limits;
}
