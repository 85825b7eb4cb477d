// CSV → predictions, as the demo's worker scores it, without a browser. How CSV is read is tested
// by test/tables/csv-rules.test.ts.

import { describe, expect, it } from "vitest";
import { openModel } from "../../demo/src/model/open-model.js";
import type { Progress } from "../../demo/src/scoring/messages.js";
import { scoreCsv } from "../../demo/src/scoring/score-csv.js";
import { readFixture } from "../support/fixtures.js";
import { tinyModel } from "../support/tiny-model.js";

const tiny = openModel(JSON.stringify(tinyModel()));

const score = (text: string, open = tiny, onProgress: (progress: Progress) => void = () => {}) =>
  scoreCsv(open, { file: new Blob([text]), name: "rows.csv", decimal: "." }, onProgress);

describe("scoreCsv", () => {
  it("predicts to the bit, and writes the rows with a column of predictions", async () => {
    const { predictions, resultFile } = await score('Note;Shift;Age\r\n"a;b ""c""";early;30\r\n;late;41\r\n');
    const expected = [30, 41].map((age, i) => tiny.model.predict({ Age: age, Shift: i === 0 ? "early" : "late" }));
    expect([...predictions[0]!]).toEqual(expected);
    expect(await resultFile.text()).toBe(
      `Note;Shift;Age;predicted hours (h)\r\n"a;b ""c""";early;30;${expected[0]}\r\n;late;41;${expected[1]}\r\n`,
    );
  });

  it("rejects rows with column and reason, never with the value, and scores the others", async () => {
    const { rows, rejectedRows, rejects, predictions, rejectsFile } = await score(
      "Age,Shift\n30,early\nold,dusk\n1e999,early\n30\n30,early,2\n30,early\n",
    );
    expect({ rows, rejectedRows, scored: [...predictions[0]!] }).toEqual({ rows: 6, rejectedRows: 4, scored: [3, 3] });
    expect(rejects).toEqual([
      { row: 2, column: "Age", reason: "expected a finite number, or null, got text" },
      { row: 2, column: "Shift", reason: 'expected one of "early", "late", got another' },
      { row: 3, column: "Age", reason: "expected a finite number, or null, got a number out of bounds" },
      { row: 4, column: "", reason: "expected 2 fields, got 1" },
      { row: 5, column: "", reason: "expected 2 fields, got 3" },
    ]);
    const lines = (await rejectsFile.text()).split("\n");
    expect(lines[0]).toBe("row,column,reason");
    expect(lines).toHaveLength(1 + rejects.length + 1);
  });

  it("counts rows on over chunks, and tells its progress", async () => {
    const good = "30,early\n".repeat(100_000);
    const fractions: number[] = [];
    const text = `Age,Shift\n${good}30,dusk\n${good}`;
    const { rows, rejects } = await score(text, tiny, ({ fraction }) => fractions.push(fraction));
    expect(rows).toBe(200_001);
    expect(rejects.map(({ row }) => row)).toEqual([100_001]);
    expect(fractions.length).toBeGreaterThan(5);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
  });

  it("scores no row of a file without rows", async () => {
    const { rows, predictions } = await score("Age,Shift\n");
    expect({ rows, predictions: predictions.map((list) => list.length) }).toEqual({ rows: 0, predictions: [0] });
  });

  it("writes a column for each target", async () => {
    const several = openModel(JSON.stringify(readFixture("multi_output").model));
    const names = several.model.inputs.map(({ name }) => name);
    const { predictions, resultFile } = await score(`${names}\n${Object.values(several.example)}\n`, several);
    expect(predictions.map(([first]) => first)).toEqual(Object.values(several.model.predict(several.example)));
    const [header] = (await resultFile.text()).split("\n");
    expect(header).toBe([...names, ...several.model.targets.map((target) => `predicted ${target}`)].join());
  });
});
