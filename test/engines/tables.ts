// The tables of docs/accuracy.md: how far the functions of `Math` lie from the true value, and from
// each other.

import { readFileSync, writeFileSync } from "node:fs";
import { worstError } from "../numeric/reference.js";
import { type Measured, splitBits, toNumber } from "./measured.js";
import { RANGES, referencesOf, SEEDED_POINTS } from "./points.js";

const DOCUMENT = new URL("../../docs/accuracy.md", import.meta.url);
const BEGIN = "<!-- Written by npm run test:engines -- --write -->\n";
const END = "\n<!-- End -->";

/** Puts the tables between their marks. */
export function writeTables(measured: readonly Measured[]): void {
  const text = readFileSync(DOCUMENT, "utf8");
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END, begin);
  if (begin < 0 || end < 0) throw new Error(`docs/accuracy.md expected ${BEGIN.trim()} and, below, ${END.trim()}`);
  writeFileSync(DOCUMENT, `${text.slice(0, begin + BEGIN.length)}\n${drawTables(measured)}\n${text.slice(end)}`);
}

function drawTables(measured: readonly Measured[]): string {
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
    table(head, [
      ...titled(errors),
      ["**this library**, in all of them", ...errors(first.bits.own)],
      ["*points*", ...names.map((name) => String(referencesOf(name).length))],
    ]),
    `The share of ${SEEDED_POINTS.toLocaleString("en")} points at which the bits are not those of ${first.name}:`,
    table(head, [...titled(differences), ["*points from … to*", ...names.map(describeRange)]]),
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

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i ? "--:" : "---"))), ...rows.map(line)].join("\n");
}
