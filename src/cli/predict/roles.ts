// The files of a run: each has one role, and none destroys another.

import { EXIT, Failure } from "../failure.js";
import { identify, identifyDescriptor } from "./location.js";
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
  /** @param refuse says what is wrong, if the role may not be another's */
  const take = (identity: string | undefined, role: string, refuse?: (other: string) => string): void => {
    if (identity === undefined) return;
    const other = taken.get(identity);
    if (refuse && other !== undefined) throw new Failure(`${refuse(other)}: name a file of its own`, EXIT.usage);
    taken.set(identity, role);
  };
  const takeOption = (path: string | undefined, option: string): void => {
    if (path !== undefined) take(identify(path), `the file of ${option}`, (other) => `${option} names ${other}`);
  };

  if (model !== undefined) take(identify(model), "the model file");
  // --output may name the input: it takes the input's place only when it is complete.
  takeOption(output, "--output");
  take(input === "-" ? identifyDescriptor(STANDARD_INPUT) : identify(input), "the input");
  if (output === undefined)
    take(identifyDescriptor(STANDARD_OUTPUT), "standard output", (other) => `standard output is ${other}`);
  takeOption(rejects, "--rejects");
  takeOption(warnings, "--warnings");
}
