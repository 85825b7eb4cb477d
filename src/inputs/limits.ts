// The limits of inputs. scikit-learn rejects a row that a step makes infinite, as a huge number
// over a small scale is. A cell that one input alone decides grows with it. So trying both ends at
// load finds the limit, and a record needs one comparison per number. What an encoder writes does
// not grow with its input, so in a trial it writes its largest numbers. Cells of several inputs, or
// of a function such as a logarithm, have a runtime check instead.

import type { BoundedCell, Instruction } from "../program/program.js";

/** That of the largest power of ten. The next one stands for the largest double. */
const LARGEST_EXPONENT = 307;
/** That of the least limit of an input. */
const LEAST_EXPONENT = -307;

/**
 * Runs the steps with a cell for each input. NaN is a missing value.
 *
 * @param end as for an instruction
 * @returns the inputs of the bounded cells that are infinite then
 */
export type Trial = (cellOf: (input: number) => number, end?: number) => ReadonlySet<number>;

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
  run: Instruction,
): Trial {
  return (cellOf, end) => {
    for (let i = 0; i < inputCount; i++) cells[i] = cellOf(i);
    run(cells, end);
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
  /** The smallest exponents that are known to be too large. */
  const tooLarge = new Array<number>(inputCount).fill(LARGEST_EXPONENT + 2);
  const limitOf = (exponent: number): number =>
    exponent > LARGEST_EXPONENT ? Number.MAX_VALUE : Number(`1e${exponent}`);
  const lower = (step: number): boolean => {
    const infinite = new Set(
      [1, -1].flatMap((end) => [...trial((input) => end * limitOf(tooLarge[input]! - step), end)]),
    );
    for (const input of infinite) tooLarge[input]! -= step;
    return infinite.size > 0;
  };
  // Gallops down and bisects, all inputs at once. Most limits are near the top.
  let step = 1;
  while (lower(step) && step < 512) step *= 8;
  for (step >>= 1; step > 0; step >>= 1) lower(step);
  return tooLarge.map((exponent) => (exponent > LEAST_EXPONENT ? limitOf(exponent - 1) : undefined));
}
