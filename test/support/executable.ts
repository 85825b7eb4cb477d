// Programs that the machine has, or has not.

import { accessSync, constants } from "node:fs";
import { delimiter, resolve } from "node:path";

/**
 * The path of the first of these programs that is there.
 *
 * @param names looked for on PATH, or absolute paths
 */
export function findExecutable(names: readonly string[]): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => resolve(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
