// Fields of CSV as numbers: what JavaScript reads, to the bit.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InputInfo } from "../../src/index.js";
import type { CsvDialect, DecimalSign } from "../../src/tables/csv-dialect.js";
import { readInputs } from "../../src/tables/csv-inputs.js";

const INPUTS: readonly InputInfo[] = [{ name: "x", kind: "number", missing: true }] as const;

function read(fields: readonly string[], decimal: DecimalSign = ".", inputs = INPUTS): ArrayLike<unknown> {
  const dialect: CsvDialect = { name: "rows", delimiter: ";", decimal, newline: "\n", width: 1, positions: [0] };
  return readInputs(
    inputs,
    fields.map((field) => [field]),
    dialect,
  )["x"]!;
}

const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), maxLength: 18 });
const decimal = fc
  .tuple(
    fc.constantFrom("", "", "-", "+"),
    digits,
    fc.constantFrom("", "."),
    digits,
    fc.constantFrom("", "", "e-7", "E21"),
  )
  .filter(([, whole, point, fraction]) => (whole + fraction).length > 0 && (point === "." || fraction === ""))
  .map((parts) => parts.join(""));

it("reads the words for bools, where the input takes them", () => {
  const fields = ["True", "true ", "TRUE", "False", "false", " FALSE", "1", "0", "", "tRUE", "yes"];
  const booleans: readonly InputInfo[] = [{ name: "x", kind: "number", missing: true, boolean: true }];
  expect(read(fields, ".", booleans)).toEqual([1, 1, 1, 0, 0, 0, 1, 0, null, "tRUE", "yes"]);
  expect(read(fields.slice(0, 9), ",", booleans)).toEqual(Float64Array.of(1, 1, 1, 0, 0, 0, 1, 0, NaN));
  expect(read(["True", "1"])).toEqual(["True", 1]);
});

describe("a field of a number", () => {
  it("is read as JavaScript reads it, to the bit", () => {
    fc.assert(
      fc.property(fc.array(decimal, { minLength: 1, maxLength: 20 }), (fields) => {
        const numbers = read(fields);
        expect(numbers).toBeInstanceOf(Float64Array);
        // `toEqual` tells −0 from 0.
        expect([...(numbers as Float64Array)]).toEqual(fields.map(Number));
        const commas = read(
          fields.map((field) => field.replace(".", ",")),
          ",",
        );
        expect(commas).toEqual(numbers);
      }),
      { numRuns: 5000 },
    );
  });

  it.each(["0.1", ".5", "5.", "-0", "-0.0", "123456789012345", "0.000000000000001", "9007199254740993", "1e23"])(
    "%s is exact",
    (field) => {
      expect(read([field])).toEqual(Float64Array.of(Number(field)));
    },
  );

  it.each([".", "-", "--1", "1-", "1.2.3", "+-1", "-.", "0x10", "1e", "Infinity"])("%s is no number", (field) => {
    expect(read([field, "7", ""])).toEqual([field, 7, null]);
  });

  it("may have blanks around it, and be missing", () => {
    expect(read([" 5 ", "", "  ", "-1.5 "])).toEqual(Float64Array.of(5, NaN, NaN, -1.5));
  });
});
