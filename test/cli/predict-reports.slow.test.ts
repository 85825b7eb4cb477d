// What `supportvector predict` reports of rows: why some are rejected, and warnings about others.

import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadModel } from "../../src/index.js";
import { createWorkplace, type Workplace } from "../support/finished-command.js";
import { tinyModel } from "../support/tiny-model.js";

/** Knows ages from 18 to 65 and two shifts, and predicts others all the same. */
const lenient = tinyModel((file) => {
  const { transformers } = file.pipeline as { transformers: { step: object }[] };
  transformers[1]!.step = { type: "OneHotEncoder", categories: [["early", "late"]], handle_unknown: "ignore" };
});

let place: Workplace;
beforeEach(() => {
  place = createWorkplace();
  place.write("model.json", JSON.stringify(lenient));
});
afterEach(() => place.remove());

const predict = (file: string, ...args: string[]) => place.run(["predict", file, "--model", "model.json", ...args]);

describe("warnings", () => {
  const records = [
    { Age: 31, Shift: "early" },
    { Age: 1717, Shift: "early" },
    { Age: "secret", Shift: "early" },
    { Age: 17, Shift: "dusk" },
    { Age: null, Shift: "late" },
  ];
  const found = ["2,Age,OUT_OF_RANGE", "4,Age,OUT_OF_RANGE", "4,Shift,UNKNOWN_CATEGORY"];
  const texts = {
    csv: `Age,Shift\n${records.map(({ Age, Shift }) => `${Age ?? ""},${Shift}\n`).join("")}`,
    ndjson: records.map((record) => `${JSON.stringify(record)}\n`).join(""),
    json: JSON.stringify(records),
  };

  it.each(["csv", "ndjson", "json"] as const)("are counted by column and listed without values: %s", (format) => {
    place.write(`rows.${format}`, texts[format]);
    const options = ["--rejects", "rejects.csv", "--warnings", "warnings.csv", "--output", `out.${format}`];
    const { code, errors } = predict(`rows.${format}`, ...options);
    expect(code).toBe(0);
    expect(errors).toMatch(/^warning: 2 rows [^\n]*: "Age" 2 out of range, "Shift" 1 unknown category$/m);
    const warnings = place.read("warnings.csv");
    expect(warnings.match(/^\d+,\w+,\w+/gm)).toEqual(found);
    expect(warnings).toMatch(/^row,column,code,expected\n/);
    expect(warnings).toContain('"one of ""early"", ""late"""');
    expect(errors + warnings).not.toMatch(/1717|dusk|secret/);
  });

  it("are the same for Parquet", () => {
    place.write("rows.csv", texts.csv.replace("secret", "40"));
    expect(predict("rows.csv", "--output", "rows.parquet", "--warnings", "of-csv.csv").code).toBe(0);
    // The file has predictions already. Another target has another column.
    place.write("model.json", JSON.stringify({ ...lenient, metadata: { ...lenient.metadata, target: "other" } }));
    const { errors } = predict("rows.parquet", "--output", "out.parquet", "--warnings", "of-parquet.csv");
    expect(errors).toMatch(/^warning: 2 rows /);
    expect(place.read("of-parquet.csv").match(/^\d+,\w+,\w+/gm)).toEqual(found);
    expect(place.read("of-parquet.csv")).toBe(place.read("of-csv.csv"));
  });

  it("are those of the library", () => {
    place.write("rows.ndjson", texts.ndjson);
    predict("rows.ndjson", "--rejects", "rejects.csv", "--warnings", "warnings.csv");
    const { warnings } = loadModel(lenient).tryPredictBatch(records as never, { warnings: true });
    const codes = warnings.map(({ row, input, code }) => `${row + 1},${input},${code}`);
    expect(place.read("warnings.csv").match(/^\d+,\w+,\w+/gm)).toEqual(codes);
  });

  it("say nothing of rows that are like those of training", () => {
    place.write("rows.csv", "Age,Shift\n31,early\n");
    expect(predict("rows.csv", "--warnings", "warnings.csv").errors).toBe("");
    expect(place.read("warnings.csv")).toBe("row,column,code,expected\n");
  });
});

describe("rejected rows", () => {
  const good = "31,early\n";
  const bad = "x,early\n";
  const untouched = ["model.json", "rows.csv"];
  const run = (rows: string, ...args: string[]) => {
    place.write("rows.csv", `Age,Shift\n${rows}`);
    return predict("rows.csv", "--output", "out.csv", "--rejects", "rejects.csv", ...args);
  };

  it("that are all rows are a failure, and the rejects say why", () => {
    const { code, errors } = run(bad.repeat(3));
    expect(errors).toMatch(/^supportvector: rejected all 3 rows of rows\.csv[^\n]+ rejects\.csv [^\n]+\n$/);
    expect([code, place.list()]).toEqual([1, ["model.json", "rejects.csv", "rows.csv"]]);
    expect(place.read("rejects.csv").match(/^\d/gm)).toEqual(["1", "2", "3"]);
  });

  it("are none in a file without rows", () => {
    expect(run("").code).toBe(0);
  });

  it.each([
    ["2", 0],
    ["1", 1],
    ["0", 1],
    ["50%", 0],
    ["49.9%", 1],
    ["0%", 1],
    ["100%", 0],
  ])("that are two in four with --max-rejects %s end with %i", (most, expected) => {
    const { code, errors } = run((bad + good).repeat(2), "--max-rejects", most);
    expect(code).toBe(expected);
    expect(place.list()).toEqual(expected === 0 ? ["model.json", "out.csv", "rejects.csv", "rows.csv"] : untouched);
    expect(errors.includes(`--max-rejects ${most}`)).toBe(expected === 1);
  });

  it("are compared with a percentage exactly", () => {
    // 0.29 · 100 is less than 29 in float64.
    const rows = bad.repeat(29) + good.repeat(71);
    expect(run(rows, "--max-rejects", "29%").code).toBe(0);
    expect(run(rows, "--max-rejects", "28.9%").code).toBe(1);
  });

  it("end the run at the first that is too much, whatever follows", () => {
    for (const threads of ["1", "3"]) {
      const rows = bad + good + bad + good.repeat(200_000) + bad;
      const { code, errors } = run(rows, "--max-rejects", "1", "--threads", threads);
      expect(errors).toContain("row 3 of rows.csv");
      expect([code, place.list()]).toEqual([1, untouched]);
    }
  });

  it.each(["x", "-1", "1.5", "101%", "%", "5 %"])("cannot be limited to %j", (most) => {
    const { code, errors } = run(good, `--max-rejects=${most}`);
    expect(errors).toContain("--max-rejects");
    expect(code).toBe(2);
  });

  it("need a file to be limited, and a file of their own", () => {
    place.write("rows.csv", `Age,Shift\n${good}`);
    expect(predict("rows.csv", "--max-rejects", "1").code).toBe(2);
    expect(predict("rows.csv", "--rejects", "a.csv", "--warnings", "./a.csv").code).toBe(2);
    expect(place.list()).toEqual(untouched);
  });

  it.each([
    ["--rejects", "rows.csv", "the input"],
    ["--warnings", "./rows.csv", "the input"],
    ["--warnings", "link.csv", "the input"],
    ["--rejects", "model.json", "the model file"],
    ["--output", "model.json", "the model file"],
  ])("go to no file that they would destroy: %s %s", (option, path, named) => {
    const rows = `Age,Shift\n${good}`;
    place.write("rows.csv", rows);
    symlinkSync("rows.csv", join(place.folder, "link.csv"));
    const { code, errors } = predict("rows.csv", option, path);
    expect(code).toBe(2);
    expect(errors).toContain(`${option} names ${named}`);
    expect(place.read("rows.csv")).toBe(rows);
    expect(place.read("model.json")).toBe(JSON.stringify(lenient));
  });
});
