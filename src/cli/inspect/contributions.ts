// The contributions of inputs to a prediction, as a table with bars.

import type { Contribution, Explanation } from "../../explain/index.js";
import { layOut } from "./table.js";

/** Characters of the longest bar, on each side of its axis. */
const BAR = 12;
const DIGITS = 4;

/**
 * Draws a table: the base, a line for each input, the largest contribution first, and their sum.
 *
 * @param unit of the target, empty for none
 */
export function drawContributions(explanation: Explanation, unit: string): string {
  const { base, contributions, clipped, prediction } = explanation;
  const bySize = contributions.toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const largest = Math.abs(bySize[0]?.contribution ?? 0);
  const sum = contributions.reduce((total, { contribution }) => total + contribution, base);
  const write = writerFor(Math.max(largest, Math.abs(base), Math.abs(sum)));
  const rows = [
    ["base", "", write(base)],
    ...bySize.map((each) => [
      each.input,
      each.value === null ? "missing" : String(each.value),
      withSign(write(each.contribution)),
      drawBar(each.contribution, largest),
      describeError(each, write),
    ]),
    ["prediction", "", write(sum), clipped ? `clipped to ${prediction}${unit}` : ""],
  ];
  return layOut(alignRight(rows, 2).map((row) => ["", ...row]));
}

/** Returns a number that is not 0 with its sign. */
function withSign(written: string): string {
  return /^-|^[0.]*$/.test(written) ? written : `+${written}`;
}

/** Draws a bar of signs: to the left of the axis for a negative number, to the right otherwise. */
function drawBar(contribution: number, largest: number): string {
  const length = largest === 0 ? 0 : Math.round((BAR * Math.abs(contribution)) / largest);
  const left = contribution < 0 ? "-".repeat(length) : "";
  const right = contribution < 0 ? "" : "+".repeat(length);
  return `${left.padStart(BAR)}|${right.padEnd(BAR)}`;
}

function describeError({ standardError }: Contribution, write: (value: number) => string): string {
  return standardError === undefined ? "" : `± ${write(standardError)}`;
}

/** Returns what writes numbers with as many decimals as the largest needs for `DIGITS` digits. */
function writerFor(largest: number): (value: number) => string {
  const exponent = Number(largest.toExponential().split("e")[1]);
  const decimals = Math.min(100, Math.max(0, DIGITS - 1 - exponent));
  // -0 and small negative numbers would be "-0.000".
  return (value) => value.toFixed(decimals).replace(/^-(0\.?0*)$/, "$1");
}

/** Pads the cells of a column on their left. */
function alignRight(rows: readonly (readonly string[])[], column: number): readonly (readonly string[])[] {
  const width = Math.max(...rows.map((row) => row[column]!.length));
  return rows.map((row) => row.map((cell, c) => (c === column ? cell.padStart(width) : cell)));
}
