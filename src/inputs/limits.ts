// How large an input may be. scikit-learn refuses a row that a step made infinite (a huge number over a small scale, say). A cell that one
// input alone decides grows with it, so it is enough to try both ends, at load; then a record needs one comparison per number. Cells of
// several inputs, or of a logarithm, are checked after each run instead (`Check`).

import type { BoundedCell } from "../program/program.js";

const LARGEST_EXPONENT = 307;

/** Runs the steps with the given cells for the inputs. The inputs that feed bounded cells which are not finite then. NaN is a missing value: it may stay one. */
export type Trial = (cellOf: (input: number) => number) => ReadonlySet<number>;

/** Trials of programs that write these cells. */
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
 * The largest magnitude of each input for which every bounded cell is finite: the largest double, or the largest power of ten that will do.
 *
 * @param inputCount how many inputs there are; a limit for one that holds strings means nothing
 * @returns undefined for an input that no value but 0 will do for
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
