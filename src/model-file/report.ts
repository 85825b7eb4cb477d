// How the checks that follow the schema say what they find: everything is collected, then thrown at once.

import { ModelFileError, type ModelFileIssue } from "../errors.js";

/** Notes a problem of the model file at a JSON pointer. */
export type Report = (path: string, message: string) => void;

/**
 * Whether a list is as long as it must be; reported if it is not.
 *
 * @param items what it holds, in words that say why so many
 */
export function hasLength(
  list: ArrayLike<unknown>,
  length: number,
  items: string,
  path: string,
  report: Report,
): boolean {
  if (list.length !== length) report(path, `expected ${length} ${items}, got ${list.length}`);
  return list.length === length;
}

/** Reports which of several lists are not as long as they must be. */
export function checkLengths(
  lists: readonly ArrayLike<unknown>[],
  length: number,
  items: string,
  path: string,
  report: Report,
): void {
  lists.forEach((list, i) => {
    // Of thousands of lists, hardly one needs its path written.
    if (list.length !== length) hasLength(list, length, items, `${path}/${i}`, report);
  });
}

/** Whether these are positions among so many; each that is not is reported. */
export function arePositions(
  positions: readonly (number | null)[],
  count: number,
  path: string,
  report: Report,
): boolean {
  let fit = true;
  positions.forEach((position, i) => {
    if (position === null || position < count) return;
    report(`${path}/${i}`, `expected a position below ${count}, got ${position}`);
    fit = false;
  });
  return fit;
}

/** Reports names that cannot all be keys of one object: one that stands twice, and `__proto__`, which sets the prototype. */
export function checkKeys(names: readonly string[], pathOf: (i: number) => string, report: Report): void {
  const taken = new Set(["__proto__"]);
  names.forEach((name, i) => {
    if (taken.has(name)) report(pathOf(i), `is not possible as a key, or stands twice: ${JSON.stringify(name)}`);
    taken.add(name);
  });
}

/**
 * Runs `work` and throws all that it reported.
 *
 * @throws ModelFileError `MODEL_FILE_INVALID` if `work` reported anything
 */
export function reporting<T>(work: (report: Report) => T): T {
  const issues: ModelFileIssue[] = [];
  const result = work((path, message) => issues.push({ path, message }));
  if (issues.length > 0) throw new ModelFileError("MODEL_FILE_INVALID", issues);
  return result;
}
