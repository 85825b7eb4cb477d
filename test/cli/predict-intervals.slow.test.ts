// `supportvector predict --interval` of Parquet, and by several threads.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { calibratedFile } from "../support/calibrated-file.js";
import { createWorkplace, type Workplace } from "../support/finished-command.js";

const COLUMNS = ["predicted hours (h)", "hours_lower", "hours_upper"];

let place: Workplace;
beforeEach(() => {
  place = createWorkplace();
  place.write("model.json", JSON.stringify(calibratedFile()));
});
afterEach(() => place.remove());

const predict = (...args: string[]) => place.run(["predict", "--model", "model.json", ...args]);

function writeRows(...shifts: readonly string[]): void {
  const columnData = [
    { name: "Age", data: shifts.map(() => 30), type: "DOUBLE" as const },
    { name: "Shift", data: [...shifts], type: "STRING" as const },
  ];
  place.write("rows.parquet", new Uint8Array(parquetWriteBuffer({ columnData })));
}

function readOutput(): ArrayBuffer {
  return new Uint8Array(readFileSync(join(place.folder, "out.parquet"))).buffer;
}

describe("Parquet", () => {
  it.each([
    ["copied", ["early", "early"], []],
    ["written again", ["early", "noon", "early"], ["--rejects", "rejects.csv"]],
  ])("gets columns whose rows are %s", async (_, shifts, options) => {
    writeRows(...shifts);
    for (const [coverage, lower, upper] of [
      ["0.9", -6, 12],
      ["0.99", null, null],
    ] as const) {
      const { code, errors } = predict("rows.parquet", "--output", "out.parquet", "--interval", coverage, ...options);
      expect([code, errors.includes("Error")]).toEqual([0, false]);
      const rows = await parquetReadObjects({ file: readOutput() });
      const row = { Age: 30, Shift: "early", "predicted hours (h)": 3, hours_lower: lower, hours_upper: upper };
      expect(rows).toEqual([row, row]);
    }
    const { schema } = parquetMetadata(readOutput());
    const added = schema.filter(({ name }) => COLUMNS.includes(name));
    expect(added.map(({ repetition_type }) => repetition_type)).toEqual(["REQUIRED", "OPTIONAL", "OPTIONAL"]);
  });

  it("becomes text without infinite numbers", () => {
    writeRows("early");
    predict("rows.parquet", "--output", "out.csv", "--interval", "0.99");
    expect(place.read("out.csv").trim().split("\n")[1]).toBe("30,early,3,,");
    predict("rows.parquet", "--output", "out.ndjson", "--interval", "0.99");
    expect(JSON.parse(place.read("out.ndjson"))).toMatchObject({ hours_lower: null, hours_upper: null });
  });

  it("is written from text", async () => {
    place.write("rows.csv", "Age,Shift\n30,early\n");
    predict("rows.csv", "--output", "out.parquet", "--interval", "0.99");
    const [row] = await parquetReadObjects({ file: readOutput() });
    expect(row).toMatchObject({ "predicted hours (h)": 3, hours_lower: null, hours_upper: null });
  });

  it("is refused with such a column, and without intervals", () => {
    const columnData = [
      { name: "Age", data: [30], type: "DOUBLE" as const },
      { name: "Shift", data: ["early"], type: "STRING" as const },
      { name: "hours_lower", data: [1], type: "DOUBLE" as const },
    ];
    place.write("rows.parquet", new Uint8Array(parquetWriteBuffer({ columnData })));
    const { code, errors } = predict("rows.parquet", "--output", "out.parquet", "--interval", "0.9");
    expect([code, errors]).toEqual([1, expect.stringContaining('already has a column "hours_lower"')]);
    const without = place.run(["predict", "rows.parquet", "--output", "out.parquet", "--interval", "0.9"]);
    expect(place.list()).toEqual(["model.json", "rows.parquet"]);
    expect(without.code).toBeGreaterThan(0);
  });
});

it("threads write what one thread writes", () => {
  place.write("rows.csv", `Age,Shift\n${"30,early\n31,late\n".repeat(50_000)}`);
  const one = predict("rows.csv", "--interval", "0.9", "--output", "one.csv");
  const two = predict("rows.csv", "--interval", "0.9", "--output", "two.csv", "--threads", "2");
  expect([one.code, two.code]).toEqual([0, 0]);
  expect(place.read("two.csv")).toBe(place.read("one.csv"));
  expect(place.read("one.csv").split("\n")[1]).toBe("30,early,3,-6,12");
});
