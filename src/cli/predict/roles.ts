// The files of a run: each has one role, and none destroys another.

import { EXIT, Failure } from "../failure.js";
import { identify } from "./location.js";
import type { PredictOptions } from "./options.js";

const STANDARD_INPUT = 0;
const STANDARD_OUTPUT = 1;

/**
 * Refuses an output or a report that would destroy another file of the run.
 *
 * @param input path, or "-" for standard input
 * @throws Failure that names both
 */
export function checkRoles(input: string, { model, output, rejects, warnings }: PredictOptions): void {
  const taken = new Map<string, string>();
  const take = (file: string | number | undefined, role: string, refuse?: (other: string) => string): void => {
    const identity = file === undefined ? undefined : identify(file);
    if (identity === undefined) return;
    const other = taken.get(identity);
    if (refuse && other !== undefined) throw new Failure(`${refuse(other)}: name a file of its own`, EXIT.usage);
    taken.set(identity, role);
  };
  const takeOption = (file: string | undefined, option: string): void =>
    take(file, `the file of ${option}`, (other) => `${option} names ${other}`);

  take(model, "the model file");
  // --output may name the input: it takes the input's place only when it is complete.
  takeOption(output, "--output");
  take(input === "-" ? STANDARD_INPUT : input, "the input");
  if (output === undefined) take(STANDARD_OUTPUT, "standard output", (other) => `standard output is ${other}`);
  takeOption(rejects, "--rejects");
  takeOption(warnings, "--warnings");
}
