// Whatever stands in a CSV file's other columns comes back, however it is quoted.

import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { createCsvScorer } from "../../src/cli/predict/csv-scorer.js";
import { addPredictions } from "../../src/cli/predict/row-predictor.js";
import { loadModel } from "../../src/index.js";
import type { CsvDialect } from "../../src/tables/csv-dialect.js";
import { createFindEnd } from "../../src/tables/csv-row-ends.js";
import { createCsvRowReader } from "../../src/tables/csv-rows.js";
import { tinyModel } from "../support/tiny-model.js";

const character = fc.constantFrom(..."ab1 ,;\t|\"'\n\r\u{1f600}é".match(/./gsu)!);
const field = fc.array(character, { maxLength: 8 }).map((characters) => characters.join(""));
const delimiter = fc.constantFrom(",", ";", "\t", "|");
const newline = fc.constantFrom("\n", "\r\n", "\r");

const dialectOf = (delimiter: string, newline: CsvDialect["newline"], width: number): CsvDialect => ({
  name: "rows",
  delimiter,
  decimal: ".",
  newline,
  width,
  positions: [1, 2],
});

/** As RFC 4180 has it: quoted where it must be, or everywhere. */
const quote = (text: string, always: boolean): string =>
  always || /[",;\t|\n\r]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

describe("a CSV row", () => {
  it("comes back as it was", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(field, field, fc.boolean()), { minLength: 1, maxLength: 20 }),
        delimiter,
        newline,
        (rows, separator, end) => {
          const lines = rows.map(([a, b, always]) => quote(a, always) + separator + quote(b, always) + end);
          const bytes = Buffer.from(lines.join(""));
          const read = createCsvRowReader(dialectOf(separator, end, 2)).read(bytes);
          expect(read.problems).toEqual([]);
          expect(read.rows).toEqual(rows.map(([a, b]) => [a, b]));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("keeps its text where no field has a quote", () => {
    const unquoted = fc
      .array(fc.constantFrom(..."ab1 :'\u{1f600}é"), { minLength: 1, maxLength: 8 })
      .map((characters) => characters.join(""));
    fc.assert(
      fc.property(
        fc.array(fc.array(unquoted, { maxLength: 4 }), { minLength: 1, maxLength: 20 }),
        delimiter,
        newline,
        (rows, separator, end) => {
          const bytes = Buffer.from(rows.map((fields) => fields.join(separator) + end).join(""));
          const read = createCsvRowReader(dialectOf(separator, end, 2)).read(bytes);
          const filled = rows.filter((fields) => fields.join(separator).trim() !== "" || fields.length > 1);
          const places = [...filled.keys()].filter((place) => filled[place]!.length === 2);
          expect(read.places).toEqual(places);
          expect(read.rows).toEqual(places.map((place) => filled[place]));
          expect(read.texts).toEqual(places.map((place) => filled[place]!.join(separator)));
          expect(read.problems.map(({ row }) => row)).toEqual(
            [...filled.keys()].filter((place) => !places.includes(place)),
          );
          expect(read.count).toBe(filled.length);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("is cut where it ends, wherever the bytes stop", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 6 }),
        delimiter,
        newline,
        fc.nat(),
        (rows, by, end, at) => {
          const lines = rows.map(([a, b]) => Buffer.from(`${quote(a, false)}${by}${quote(b, false)}${end}`));
          const all = Buffer.concat(lines);
          const stop = at % (all.length + 1);
          let whole = 0;
          for (const line of lines) {
            // A line feed may follow a carriage return at the end.
            if (whole + line.length > (end === "\r" ? stop - 1 : stop)) break;
            whole += line.length;
          }
          const found = createFindEnd(dialectOf(by, end, 2))(all.subarray(0, stop));
          expect(found ?? 0).toBe(whole);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("comes out with its prediction, and reads as it was", () => {
    const model = loadModel(tinyModel(), { targets: "any" });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(field, fc.integer({ min: -9, max: 99 }), fc.boolean()), { minLength: 1, maxLength: 9 }),
        delimiter,
        newline,
        (rows, separator, end) => {
          const dialect = dialectOf(separator, end, 3);
          const lines = rows.map(([note, age, always]) =>
            [note, String(age), "early"].map((text) => quote(text, always)),
          );
          const text = lines.map((line) => line.join(separator) + end).join("");
          const scored = createCsvScorer(addPredictions(model), dialect)(Buffer.from(text));
          const written = Buffer.from(scored.good).toString("utf8");
          const { data } = Papa.parse(written.slice(0, -end.length), { delimiter: separator, newline: end });
          expect(data).toEqual(
            rows.map(([note, age]) => [
              note,
              String(age),
              "early",
              String(model.predict({ Age: age, Shift: "early" })),
            ]),
          );
        },
      ),
    );
  });
});
