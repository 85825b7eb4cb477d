// Fields of CSV → the values of inputs. A field of nothing but blanks is a missing value.

import type { InputColumns, InputInfo } from "../index.js";
import type { CsvDialect } from "./csv-dialect.js";

type Rows = readonly (readonly string[])[];

/** Reads the values of all inputs, a list for each. */
export function readInputs(inputs: readonly InputInfo[], rows: Rows, { positions, decimal }: CsvDialect): InputColumns {
  const readNumber = decimal === "." ? readDecimal : readDecimalComma;
  return Object.fromEntries(
    inputs.map((input, i) => {
      const position = positions[i]!;
      return [
        input.name,
        holdsText(input) ? readTexts(input, rows, position) : readNumbers(rows, position, readNumber),
      ];
    }),
  );
}

function holdsText(input: InputInfo): input is InputInfo & { readonly kind: "category" } {
  return input.kind === "category" && typeof input.categories[0] === "string";
}

/** A category may have blanks at its ends. So a field is looked up as it is, then without them. */
function readTexts(input: InputInfo, rows: Rows, position: number): (string | null)[] {
  const categories = new Set<string | number>(input.kind === "category" ? input.categories : []);
  return rows.map((row) => {
    const field = row[position]!;
    const trimmed = field.trim();
    if (trimmed.length === field.length || (field !== "" && categories.has(field))) return field || null;
    return trimmed || null;
  });
}

/**
 * Reads numbers, NaN for a missing one. If any field is no number, the column is a list in which
 * such a field is text, for the model to reject.
 */
function readNumbers(
  rows: Rows,
  position: number,
  readNumber: (field: string) => number,
): Float64Array | (number | string | null)[] {
  const numbers = new Float64Array(rows.length);
  for (let r = 0; r < rows.length; r++) {
    const field = rows[r]![position]!;
    let value = readNumber(field);
    // NaN is the only value that is not equal to itself.
    if (value !== value) {
      const trimmed = field.trim();
      value = readNumber(trimmed);
      if (value !== value && trimmed !== "") return rows.map((row) => readAny(row[position]!.trim(), readNumber));
    }
    numbers[r] = value;
  }
  return numbers;
}

function readAny(field: string, readNumber: (field: string) => number): number | string | null {
  const value = readNumber(field);
  if (value === value) return value;
  return field || null;
}

/**
 * Reads a decimal number, NaN if the field is none. JavaScript also reads blanks around a number,
 * `0x1F` and `Infinity`. All else that it reads is decimal.
 */
function readDecimal(field: string): number {
  const value = Number(field);
  if (value !== value) return value;
  const first = field.charCodeAt(0);
  const last = field.charCodeAt(field.length - 1);
  const decimal =
    (isDigit(first) || SIGNS_AND_POINT.has(first)) && (isDigit(last) || last === POINT) && !RADIX.test(field);
  return decimal ? value : Number.NaN;
}

/** Reads a number with a decimal comma, NaN if the field is none. It may have no point. */
function readDecimalComma(field: string): number {
  return field.includes(".") ? Number.NaN : readDecimal(field.replace(",", "."));
}

const POINT = 0x2e;
const SIGNS_AND_POINT: ReadonlySet<number> = new Set([0x2b, 0x2d, POINT]);
/** `-Infinity` ends in a letter. */
const RADIX = /^0[box]/i;

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** A number with a decimal comma. Three digits behind the comma may be thousands: `1,234`. */
const WITH_COMMA = /^[+-]?(?:\d*,\d{1,2}|\d*,\d{4,}|(?:0|\d{4,}),\d+)$/;
const WITH_POINT = /^[+-]?\d*\.\d+$/;

/**
 * Finds a numeric input whose fields have a decimal comma where a point is expected. If any input
 * has a decimal point, the file has points, and a comma is a fault of its row.
 *
 * @returns the name of the first such input
 */
export function findDecimalComma(
  rows: Rows,
  inputs: readonly InputInfo[],
  { positions, decimal }: CsvDialect,
): string | undefined {
  if (decimal === ",") return undefined;
  const numeric = inputs
    .map((input, i) => ({ input, position: positions[i]! }))
    .filter(({ input }) => !holdsText(input));
  const has = (pattern: RegExp, position: number): boolean => rows.some((row) => pattern.test(row[position]!.trim()));
  const found = numeric.find(({ position }) => has(WITH_COMMA, position));
  if (!found || numeric.some(({ position }) => has(WITH_POINT, position))) return undefined;
  return found.input.name;
}
