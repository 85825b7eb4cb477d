// CSV text → predictions, as the demo's worker scores it; here without a browser.

import { describe, expect, it } from "vitest";
import { openModel } from "../../demo/src/model/open-model.js";
import { scoreCsv, UnreadableFile } from "../../demo/src/scoring/score-csv.js";
import { readFixture } from "../support/fixtures.js";
import { tinyModel } from "../support/tiny-model.js";

const open = openModel(JSON.stringify(tinyModel()));
const score = (text: string) => scoreCsv(open, text, () => {});

/** What becomes of rows that hold the ages 30 and none, in several dialects. */
describe("scoreCsv", () => {
  it.each([
    ["commas", "Age,Shift\n30,early\n,early\n"],
    ["semicolons", "Age;Shift\n30;early\n;early\n"],
    ["tabs", "Age\tShift\n30\tearly\n\tearly\n"],
    ["CRLF", "Age,Shift\r\n30,early\r\n,early\r\n"],
    ["a byte order mark", "\uFEFFAge,Shift\n30,early\n,early\n"],
    ["quoted fields", '"Age","Shift"\n"30","early"\n"","early"\n'],
    ["blanks around names and numbers", " Age , Shift \n 30 ,early\n  ,early\n"],
    ["empty lines", "Age,Shift\n\n30,early\n\n,early\n\n"],
    ["no line end at its end", "Age,Shift\n30,early\n,early"],
    ["another order and other columns", "Name,Shift,Age\nAnn,early,30\nBob,early,\n"],
  ])("reads %s", (_, text) => {
    const { rows, rejectedRows, predictions } = score(text);
    expect({ rows, rejectedRows }).toEqual({ rows: 2, rejectedRows: 0 });
    const expected = [30, null].map((age) => open.model.predict({ Age: age, Shift: "early" }));
    expect([...predictions[0]!]).toEqual(expected);
  });

  it("keeps columns and separators, quotes what needs it, and adds a column that is new", async () => {
    const text = 'predicted hours;Shift;Age;Note\n1;early;30;"a;b ""c"""\n';
    const { resultFile } = score(text);
    expect(await resultFile.text()).toBe(
      'predicted hours;Shift;Age;Note;predicted hours 2\r\n1;early;30;"a;b ""c""";3\r\n',
    );
  });

  it("rejects rows with column and reason, the others are scored", async () => {
    const { rows, rejectedRows, rejects, predictions, rejectsFile } = score(
      "Age,Shift\n30,early\nold,dusk\n1e999,early\n30\n30,early,2\n30,early\n",
    );
    expect({ rows, rejectedRows, scored: [...predictions[0]!] }).toEqual({ rows: 6, rejectedRows: 4, scored: [3, 3] });
    expect(rejects).toEqual([
      { row: 2, column: "Age", reason: 'expected a finite number, or null, got "old"' },
      { row: 2, column: "Shift", reason: 'expected one of "early", "late", got "dusk"' },
      { row: 3, column: "Age", reason: "expected a finite number, or null, got Infinity" },
      { row: 4, column: "", reason: "expected 2 fields, as in the header, got 1" },
      { row: 5, column: "", reason: "expected 2 fields, as in the header, got 3" },
    ]);
    expect((await rejectsFile.text()).split("\r\n")).toHaveLength(1 + rejects.length + 1);
  });

  it("rejects a row whose quotes do not end", () => {
    expect(score('Age,Shift\n30,early\n30,"early\n').rejects).toEqual([
      { row: 2, column: "", reason: expect.stringMatching(/quot/i) },
    ]);
  });

  it("counts rows on over chunks, and says how far it is", () => {
    const good = "30,early\n".repeat(100_000);
    const fractions: number[] = [];
    const text = `Age,Shift\n${good}30,dusk\n${good}`;
    const { rows, rejects } = scoreCsv(open, text, ({ fraction }) => fractions.push(fraction));
    expect(rows).toBe(200_001);
    expect(rejects.map(({ row }) => row)).toEqual([100_001]);
    expect(fractions.length).toBeGreaterThan(5);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
  });

  it("names all columns that the header lacks", () => {
    expect(() => score("Agee\n30\n")).toThrow(new UnreadableFile('The header lacks "Age", "Shift".'));
  });

  it.each(["", "\n\n", "Age,Shift\n"])("refuses a file without rows: %j", (text) => {
    expect(() => score(text)).toThrow(new UnreadableFile("The file has no rows below a header."));
  });

  it("writes a column for each target", async () => {
    const several = openModel(JSON.stringify(readFixture("multi_output").model));
    const names = several.model.inputs.map(({ name }) => name);
    const { predictions, resultFile } = scoreCsv(several, `${names}\n${Object.values(several.example)}\n`, () => {});
    expect(predictions.map(([first]) => first)).toEqual(Object.values(several.model.predict(several.example)));
    const [header] = (await resultFile.text()).split("\r\n");
    expect(header).toBe([...names, ...several.model.targets.map((target) => `predicted ${target}`)].join());
  });
});
