// Fields of CSV → the values of inputs. A field of nothing but blanks is a missing value.

import type { InputColumns, InputInfo } from "../index.js";
import type { CsvDialect } from "./csv-dialect.js";

type Rows = readonly (readonly string[])[];

/** Reads the values of all inputs, a list for each. */
export function readInputs(inputs: readonly InputInfo[], rows: Rows, { positions, decimal }: CsvDialect): InputColumns {
  const texts = [...inputs.keys()].filter((i) => holdsText(inputs[i]!));
  const numeric = [...inputs.keys()].filter((i) => !holdsText(inputs[i]!));
  const numbers = readNumbers(
    rows,
    numeric.map((i) => positions[i]!),
    numeric.map((i) => inputs[i]!.boolean === true),
    decimal === "." ? readDecimal : readDecimalComma,
  );
  return Object.fromEntries([
    ...texts.map((i) => [inputs[i]!.name, readTexts(inputs[i]!, rows, positions[i]!)]),
    ...numeric.map((i, k) => [inputs[i]!.name, numbers[k]!]),
  ]);
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

/** Reads a field, NaN if it is no number. */
type ReadNumber = (field: string) => number;

/** What pandas, databases and spreadsheets write for bools. */
const BOOLEANS: ReadonlyMap<string, number> = new Map([
  ...["True", "true", "TRUE"].map((word) => [word, 1] as const),
  ...["False", "false", "FALSE"].map((word) => [word, 0] as const),
]);

/**
 * Reads columns of numbers, NaN for a missing one. If any field is no number, its column is a list
 * in which such a field is text, for the model to reject.
 *
 * @param booleans whether a column may hold the words for 1 and 0
 */
function readNumbers(
  rows: Rows,
  positions: readonly number[],
  booleans: readonly boolean[],
  readNumber: ReadNumber,
): (Float64Array | (number | string | null)[])[] {
  const columns = positions.map(() => new Float64Array(rows.length));
  const mixed = fillColumns(columns, rows, positions, booleans, readNumber);
  return columns.map((numbers, c) =>
    mixed.has(c) ? rows.map((row) => readAny(row[positions[c]!]!.trim(), booleans[c]!, readNumber)) : numbers,
  );
}

/**
 * Fills columns with numbers. Returns the columns in which a field is none.
 *
 * The loop ends the function. V8 compiles it during the first chunk, and knows nothing of what
 * would follow it. It would go back to slow code at the end of each chunk (`node --trace-deopt`).
 */
function fillColumns(
  columns: readonly Float64Array[],
  rows: Rows,
  positions: readonly number[],
  booleans: readonly boolean[],
  readNumber: ReadNumber,
): ReadonlySet<number> {
  const mixed = new Set<number>();
  // Row by row, because the fields of a row lie side by side in memory.
  for (let r = 0; r < rows.length; r++) {
    const row = rows[r]!;
    for (let c = 0; c < positions.length; c++) {
      const field = row[positions[c]!]!;
      let value = readNumber(field);
      // NaN is the only value that is not equal to itself.
      if (value !== value) {
        const trimmed = field.trim();
        value = readWord(trimmed, booleans[c]!, readNumber);
        if (value !== value && trimmed !== "") mixed.add(c);
      }
      columns[c]![r] = value;
    }
  }
  return mixed;
}

function readWord(field: string, isBoolean: boolean, readNumber: ReadNumber): number {
  return (isBoolean ? BOOLEANS.get(field) : undefined) ?? readNumber(field);
}

function readAny(field: string, isBoolean: boolean, readNumber: ReadNumber): number | string | null {
  const value = readWord(field, isBoolean, readNumber);
  if (value === value) return value;
  return field || null;
}

/** Reads a decimal number, NaN if the field is none. */
function readDecimal(field: string): number {
  const value = readShort(field, POINT);
  return value === value ? value : readLong(field);
}

/** Reads a number with a decimal comma, NaN if the field is none. It may have no point. */
function readDecimalComma(field: string): number {
  const value = readShort(field, COMMA);
  if (value === value) return value;
  return field.includes(".") ? Number.NaN : readLong(field.replace(",", "."));
}

const MINUS = 0x2d;
const POINT = 0x2e;
const COMMA = 0x2c;
const SIGNS_AND_POINT: ReadonlySet<number> = new Set([0x2b, MINUS, POINT]);
/** `-Infinity` ends in a letter. */
const RADIX = /^0[box]/i;

/** So many digits are an integer that float64 holds exactly. */
const EXACT_DIGITS = 15;
/** The powers of ten that such an integer may be divided by. Each is exact. */
const POWERS_OF_TEN = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * Reads a number of up to 15 digits without an exponent, NaN if the field is another. A quotient of
 * exact numbers is rounded once, so it is what `Number` gives, in a third of the time.
 */
function readShort(field: string, decimal: number): number {
  const { length } = field;
  const start = field.charCodeAt(0) === MINUS ? 1 : 0;
  let integer = 0;
  let point = -1;
  for (let at = start; at < length; at++) {
    const code = field.charCodeAt(at);
    if (isDigit(code)) integer = 10 * integer + (code - 0x30);
    else if (code === decimal && point < 0) point = at;
    else return Number.NaN;
  }
  const digits = length - start - (point < 0 ? 0 : 1);
  if (digits === 0 || digits > EXACT_DIGITS) return Number.NaN;
  const value = point < 0 ? integer : integer / POWERS_OF_TEN[length - 1 - point]!;
  return start === 0 ? value : -value;
}

/**
 * Reads any decimal number, NaN if the field is none. JavaScript also reads blanks around a number,
 * `0x1F` and `Infinity`. All else that it reads is decimal.
 */
function readLong(field: string): number {
  const value = Number(field);
  if (value !== value) return value;
  const first = field.charCodeAt(0);
  const last = field.charCodeAt(field.length - 1);
  const decimal =
    (isDigit(first) || SIGNS_AND_POINT.has(first)) && (isDigit(last) || last === POINT) && !RADIX.test(field);
  return decimal ? value : Number.NaN;
}

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
