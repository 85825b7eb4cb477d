// Reports of problems that the schema cannot describe: lists whose lengths differ, positions that
// do not exist. All problems are collected, then thrown at once.

import { describeMismatch } from "../describe-value.js";
import { MAX_ISSUES, ModelFileError, type ModelFileIssue } from "../errors.js";

/**
 * Notes a problem of the model file at a JSON pointer.
 *
 * @param received what came. Without it, `expected` is the whole message
 */
export type Report = (path: string, expected: string, received?: unknown) => void;

/** Returns the error of a model file with one problem. */
export function rejection(
  code: ConstructorParameters<typeof ModelFileError>[0],
  path: string,
  expected: string,
  received: unknown,
): ModelFileError {
  return new ModelFileError(code, [{ path, message: describeMismatch(expected, received) }]);
}

/**
 * Tells whether a list has this length. Reports it otherwise.
 *
 * @param reason why this length, in words
 */
export function hasLength(
  list: ArrayLike<unknown>,
  length: number,
  reason: string,
  path: string,
  report: Report,
): boolean {
  if (list.length !== length) report(path, `length ${length}, ${reason}`, list.length);
  return list.length === length;
}

/** Reports which of several lists do not have this length. */
export function checkLengths(
  lists: readonly ArrayLike<unknown>[],
  length: number,
  reason: string,
  path: string,
  report: Report,
): void {
  lists.forEach((list, i) => {
    // Writes the path only where it is needed: there are thousands of lists.
    if (list.length !== length) hasLength(list, length, reason, `${path}/${i}`, report);
  });
}

/** Tells whether these are positions below `count`. Reports each that is not. */
export function arePositions(
  positions: readonly (number | null)[],
  count: number,
  path: string,
  report: Report,
): boolean {
  let fit = true;
  positions.forEach((position, i) => {
    if (position === null || position < count) return;
    report(`${path}/${i}`, `a position below ${count}`, position);
    fit = false;
  });
  return fit;
}

/** Tells whether these are all positions below `count`, each once. Reports them otherwise. */
export function arePermutation(positions: readonly number[], count: number, path: string, report: Report): boolean {
  const { size } = new Set(positions.filter((position) => position < count));
  const fit = size === count && positions.length === count;
  if (!fit) report(path, `each position below ${count} once`, `${size} of them in ${positions.length} positions`);
  return fit;
}

/**
 * Reports names that cannot be keys of one object: duplicates, and `__proto__`, which sets the
 * prototype.
 */
export function checkKeys(names: readonly string[], pathOf: (i: number) => string, report: Report): void {
  const taken = new Set(["__proto__"]);
  names.forEach((name, i) => {
    if (taken.has(name)) report(pathOf(i), 'a unique name other than "__proto__"', JSON.stringify(name));
    taken.add(name);
  });
}

/**
 * Adds a problem to a list.
 *
 * @throws ModelFileError `MODEL_FILE_INVALID` if the list is full
 */
export function addIssue(issues: ModelFileIssue[], path: string, message: string): void {
  if (issues.push({ path, message }) === MAX_ISSUES) throw new ModelFileError("MODEL_FILE_INVALID", issues);
}

/**
 * Runs `work` and throws all problems that it reported.
 *
 * @throws ModelFileError `MODEL_FILE_INVALID` if `work` reported a problem
 */
export function reporting<T>(work: (report: Report) => T): T {
  const issues: ModelFileIssue[] = [];
  const result = work((path, expected, received) =>
    addIssue(issues, path, received === undefined ? expected : describeMismatch(expected, received)),
  );
  if (issues.length > 0) throw new ModelFileError("MODEL_FILE_INVALID", issues);
  return result;
}
