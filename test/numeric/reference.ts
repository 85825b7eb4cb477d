// Functions against fixtures/numeric/*.csv, which fixtures/numeric/generate.py writes.

import { readFileSync } from "node:fs";

/** The offset is that of the true value from the nearest double, in units of 2^lastPlace. */
export interface Reference {
  readonly args: number[];
  readonly nearest: number;
  readonly lastPlace: number;
  readonly offset: number;
}

/** The references of a function by regime. */
export function readReferences(name: string): [regime: string, references: Reference[]][] {
  const text = readFileSync(new URL(`../../fixtures/numeric/${name}.csv`, import.meta.url), "utf8");
  return text
    .split(/^# /m)
    .slice(1)
    .map((section) => {
      const [regime, ...lines] = section.trim().split("\n");
      return [regime!, lines.map(parse)];
    });
}

function parse(line: string): Reference {
  const numbers = line.split(",").map(Number);
  const [nearest, lastPlace, offset] = numbers.splice(-3) as [number, number, number];
  return { args: numbers, nearest, lastPlace, offset };
}

/** Returns the largest error in units in the last place. NaN if any result is NaN. */
export function worstError(f: (...args: number[]) => number, references: Reference[]): number {
  return references.reduce(
    (worst, { args, nearest, lastPlace, offset }) =>
      Math.max(worst, Math.abs((f(...args) - nearest) / 2 ** lastPlace - offset)),
    0,
  );
}
