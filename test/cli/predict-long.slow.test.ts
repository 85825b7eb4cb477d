// `supportvector predict` of long files.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parquetMetadata } from "hyparquet";
import { type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkplace, type Workplace } from "../support/finished-command.js";
import { needs } from "../support/programs.js";
import { tinyModel } from "../support/tiny-model.js";

let place: Workplace;
beforeEach(() => {
  place = createWorkplace();
  place.write("model.json", JSON.stringify(tinyModel()));
});
afterEach(() => place.remove());

describe("CSV", () => {
  it("refuses a quote that swallows the file, before it has read all of it", () => {
    const { code, errors } = place.run(
      ["predict", "--model", "model.json", "--format", "csv"],
      `Age,Shift\n"${"31,early\n".repeat(2 ** 21)}`,
    );
    expect(errors).toContain("a row longer than 16 MiB");
    expect(code).toBe(1);
  });

  it("becomes the same Parquet and NDJSON with several threads, in groups of 20,000 rows or a few more", () => {
    const rows = Array.from({ length: 90_000 }, (_, i) => `${i},${18 + (i % 48)},${i % 2 ? "early" : "late"},x\n`);
    place.write("rows.csv", `id,Age,Shift,note\n${rows.join("")}`);
    const convert = (to: string, ...args: string[]) =>
      place.run(["predict", "rows.csv", "--model", "model.json", "--output", to, ...args]);
    for (const name of ["parquet", "ndjson"]) {
      expect(convert(`one.${name}`).errors).toBe("");
      expect(convert(`three.${name}`, "--threads", "3").errors).toBe("");
      const [one, three] = [`one.${name}`, `three.${name}`].map((file) => readFileSync(join(place.folder, file)));
      expect(one!.equals(three!)).toBe(true);
    }
    const { row_groups } = parquetMetadata(new Uint8Array(readFileSync(join(place.folder, "one.parquet"))));
    const sizes = row_groups.map(({ num_rows }) => Number(num_rows));
    expect(sizes.reduce((sum, size) => sum + size)).toBe(90_000);
    for (const size of sizes.slice(0, -1)) expect([size >= 20_000, size < 40_000]).toEqual([true, true]);
  });
});

describe("--warnings", () => {
  it("counts rows from the start of a long file, whatever the number of threads", () => {
    const note = "x".repeat(24);
    const rows = Array.from(
      { length: 150_000 },
      (_, i) => `${i % 70_000 === 69_999 ? 80 : 18 + (i % 48)},late,${note}\n`,
    );
    place.write("rows.csv", `Age,Shift,note\n${rows.join("")}`);
    const [one, three] = ["1", "3"].map((threads) => {
      const { errors } = place.run([
        ...["predict", "rows.csv", "--model", "model.json", "--threads", threads],
        ...["--output", "out.csv", "--warnings", "warnings.csv"],
      ]);
      return errors + place.read("warnings.csv");
    });
    expect(three).toBe(one);
    expect(one!.match(/^\d+/gm)).toEqual(["70000", "140000"]);
  });
});

describe("--rejects", () => {
  it("numbers rows through all chunks of a long file, whatever the number of threads", () => {
    // Many more chunks than wait at the threads.
    const note = "x".repeat(24);
    const rows = Array.from({ length: 150_000 }, (_, i) =>
      i % 70_000 === 69_999 ? `x,early,${note}` : `${18 + (i % 48)},late,${note}`,
    );
    place.write("rows.csv", `Age,Shift,note\n${rows.join("\n")}\n`);
    const outputs = ["1", "3"].map((threads) => {
      const args = [
        "predict",
        "rows.csv",
        "--model",
        "model.json",
        "--rejects",
        `r${threads}.csv`,
        "--threads",
        threads,
      ];
      return place.run([...args, "--output", `o${threads}.csv`]).errors;
    });
    const [one, three] = outputs.map((errors) => errors.match(/ 2 of 150000 rows\b.*\b(r\d\.csv)/)?.[1]);
    expect([one, three]).toEqual(["r1.csv", "r3.csv"]);
    expect(place.read("r1.csv").match(/^\d+/gm)).toEqual(["70000", "140000"]);
    expect(place.read("r3.csv")).toBe(place.read("r1.csv"));
    expect(place.read("o3.csv") === place.read("o1.csv")).toBe(true);
    expect(place.read("o1.csv").split("\n")).toHaveLength(150_000);
  });
});

describe("output", () => {
  it("shows how far it is where standard error is a terminal", needs("bash", "script"), () => {
    place.write("rows.csv", `Age,Shift\n${"31,early\n".repeat(400_000)}`);
    const line = "script -qefc '$sv predict rows.csv --model model.json --output out.csv' /dev/null";
    const { code, output } = place.shell(line.replaceAll("'", '"'));
    expect(output).toMatch(/\d+ % \| \d+ rows \| \d+ rows\/s \| .+ left/);
    expect(code).toBe(0);
  });
});

describe("Parquet", () => {
  it("says what to do where a row group takes more memory than there is", needs("bash"), () => {
    const rows = 2_000_000;
    const columnData: ColumnSource[] = [
      { name: "Age", data: new Array(rows).fill(31), type: "DOUBLE" },
      { name: "Shift", data: new Array(rows).fill("early"), type: "STRING" },
    ];
    place.write("rows.parquet", new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: rows })));
    const command = "$sv predict rows.parquet --model model.json --output out.parquet";
    const { code, errors } = place.shell(`NODE_OPTIONS=--max-old-space-size=32 ${command}`);
    expect(errors).toBe("supportvector: rows.parquet takes more memory than Node may use: write smaller row groups\n");
    expect([code, place.list()]).toEqual([1, ["model.json", "rows.parquet"]]);
  });
});
