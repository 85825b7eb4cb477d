// How large an input may be. scikit-learn refuses a row that a step made infinite (a huge number over a small scale, say). Every step is
// monotone in its one input, so it is enough to try both ends, at load; then a record needs one comparison per number, and none afterwards.

import type { Preprocessor } from "./preprocessor.js";

const LARGEST_EXPONENT = 307;

/**
 * The largest magnitude of each input for which every transformed column is finite: the largest double, or the largest power of ten that will do.
 *
 * @param inputCount how many inputs there are; a limit for one that holds strings means nothing
 * @returns undefined for an input that no value but 0 will do for
 */
export function findLimits(preprocessor: Preprocessor, inputCount: number): (number | undefined)[] {
  const limits = new Array<number | undefined>(inputCount).fill(Number.MAX_VALUE);
  for (let exponent = LARGEST_EXPONENT; exponent >= -LARGEST_EXPONENT - 1; exponent--) {
    const smaller = exponent >= -LARGEST_EXPONENT ? Number(`1e${exponent}`) : undefined;
    const tooLarge = [1, -1].flatMap((sign) => [
      ...inputsThatOverflow(preprocessor, (input) => sign * (limits[input] ?? 0), inputCount),
    ]);
    if (tooLarge.length === 0) break;
    for (const input of tooLarge) limits[input] = smaller;
  }
  return limits;
}

/** The inputs that feed transformed columns which are not finite for the given cells. NaN is a missing value. */
export function inputsThatOverflow(
  preprocessor: Preprocessor,
  cellOf: (input: number) => number,
  inputCount: number,
): Set<number> {
  for (let i = 0; i < inputCount; i++) preprocessor.cells[i] = cellOf(i);
  preprocessor.run();
  return new Set(preprocessor.sources.filter((_, i) => !Number.isFinite(preprocessor.row[i])));
}
