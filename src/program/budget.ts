// The budget of a model file: how much memory and time it may claim before it is loaded, in cells.
// A short file can claim a lot: 1 MB holds 10,000 steps of 200,000 columns. A cell stands for up to
// 256 bytes, and for up to 50 ns of computing per row.

import { rejection } from "../model-file/report.js";

/** What a short file may claim. A longer one may claim a cell per character. */
const LEAST_LIMIT = 1_048_576;

/**
 * Claims cells of a budget.
 *
 * @param path of what needs them. Default: that of the last claim
 * @returns how many cells were claimed so far
 * @throws ModelFileError `MODEL_FILE_INVALID` at once if there are too many
 */
export type Claim = (cells: number, path?: string) => number;

/** Creates the budget of a file of so many characters. */
export function createBudget(characters: number): Claim {
  const limit = Math.max(LEAST_LIMIT, characters);
  let claimed = 0;
  let last = "";
  return (cells, path = last) => {
    last = path;
    claimed += cells;
    if (claimed > limit) throw rejection("MODEL_FILE_INVALID", path, `at most ${limit} cells`, Math.ceil(claimed));
    return claimed;
  };
}
