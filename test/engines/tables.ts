// The tables of docs/accuracy.md: how far the functions of `Math` lie from the true value, and from
// each other.

import { worstError } from "../numeric/reference.js";
import { drawTable } from "../support/written-tables.js";
import { type Measured, splitBits, toNumber } from "./measured.js";
import { RANGES, referencesOf, SEEDED_POINTS } from "./points.js";

export function drawTables(measured: readonly Measured[]): string {
  const first = measured[0]!;
  const names = Object.keys(first.bits.engine);
  const errors = (functions: Readonly<Record<string, string>>): string[] =>
    names.map((name) => errorOf(name, functions[name]!).toFixed(3));
  const differences = (functions: Readonly<Record<string, string>>): string[] =>
    names.map((name) => percentage(countDifferences(functions[name]!, first.bits.engine[name]!)));
  const titled = (cells: typeof errors): string[][] =>
    measured.map(({ name, version, bits }) => [`${name} ${version}`, ...cells(bits.engine)]);
  const head = ["`Math.`", ...names];
  return [
    "The largest error, in ULP:",
    drawTable(head, [
      ...titled(errors),
      ["**this library**, in all of them", ...errors(first.bits.own)],
      ["*points*", ...names.map((name) => String(referencesOf(name).length))],
    ]),
    `The share of ${SEEDED_POINTS.toLocaleString("en")} points at which the bits are not those of ${first.name}:`,
    drawTable(head, [...titled(differences), ["*points from … to*", ...names.map(describeRange)]]),
  ].join("\n\n");
}

/** The largest error at the points of fixtures/numeric, which come first. */
function errorOf(name: string, bits: string): number {
  const values = splitBits(bits).map(toNumber)[Symbol.iterator]();
  return worstError(() => values.next().value!, referencesOf(name));
}

function countDifferences(bits: string, others: string): number {
  const seeded = (all: string): string[] => splitBits(all).slice(-SEEDED_POINTS);
  const expected = seeded(others);
  return seeded(bits).filter((value, i) => value !== expected[i]).length;
}

function percentage(count: number): string {
  return count === 0 ? "0" : `${((100 * count) / SEEDED_POINTS).toFixed(2)} %`;
}

function describeRange(name: string): string {
  return RANGES[name]!.map(([from, to]) => `${from} … ${to}`)
    .join(", ")
    .replaceAll("-", "−");
}
