// Generates src/inputs/property-sites.generated.ts: the reading of a record, written out input by
// input. V8 finds a property fastest at a place in the code that has only ever seen one name, and
// then reads a fraction without a copy. Recurring records of the included model take 0.8 of the
// time of a loop over their keys, fresh ones 0.95 (`npm run bench:against`).
//
// All models of a process share the places. The first list of names to reach 1,000 records has them
// for good, in all models with these names. A model with other names is as fast as without places.

import { writeFileSync } from "node:fs";

/** Enough for the 19 inputs of the included model. A model with more inputs is read in a loop. */
const SITES = 24;

writeFileSync(
  new URL("../src/inputs/property-sites.generated.ts", import.meta.url),
  `// Written by scripts/generate-property-sites.js. Do not edit.

/** The names that the places below have seen. */
let taken: readonly string[] | undefined;

/**
 * Takes the places for these names, unless others have them or there are too few. Returns whether
 * the places serve these names.
 */
export function takeSites(names: readonly string[]): boolean {
  return names.length <= ${SITES} && names.every((name, i) => name === (taken ??= names)[i]);
}

/**
 * Reads the properties of a record, each once, up to the first that is not accepted.
 *
 * @param names for which the places were taken
 * @param limits a number whose magnitude is within that of its input is its own cell
 * @param readOther reads any other value into its cell. Returns whether it is accepted
 */
export function readSites(
  record: Readonly<Record<string, unknown>>,
  names: readonly string[],
  limits: readonly number[],
  cells: Float64Array,
  readOther: (value: unknown, i: number, cells: Float64Array) => boolean,
): boolean {
  const { length } = names;
  let i = 0;
  let value: unknown;
${`
  if (i === length) return true;
  value = record[names[i]!];
  if (typeof value === "number" && Math.abs(value) <= limits[i]!) cells[i] = value;
  else if (!readOther(value, i, cells)) return false;
  i++;
`.repeat(SITES)}
  return true;
}
`,
);
