// `supportvector predict` of Parquet: columns of every type come back as they were stored,
// and predictions are the library's.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parquetMetadata, parquetReadObjects, type RowGroup, type SchemaElement } from "hyparquet";
import {
  ByteWriter,
  type ColumnSource,
  ParquetWriter,
  parquetWriteBuffer,
  schemaFromColumnData,
} from "hyparquet-writer";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadModel } from "../../src/index.js";
import { createWorkplace, type Workplace } from "../support/finished-command.js";
import { endAll, run, until } from "../support/running-command.js";
import { tinyModel } from "../support/tiny-model.js";

const model = loadModel(tinyModel());
const COLUMN = "predicted hours (h)";

let place: Workplace;
beforeEach(() => {
  place = createWorkplace();
  place.write("model.json", JSON.stringify(tinyModel()));
});
afterEach(async () => {
  await endAll();
  place.remove();
});

const AGES = [31, null, 40, 18.5];
const SHIFTS = ["early", "late", "late", "early"];
const base: ColumnSource[] = [
  { name: "Age", data: AGES, type: "DOUBLE" },
  { name: "Shift", data: SHIFTS, type: "STRING" },
];

function write(columnData: ColumnSource[], schema?: SchemaElement[], rowGroupSize = 100_000): void {
  const buffer = parquetWriteBuffer({ columnData, rowGroupSize, ...(schema && { schema }) });
  place.write("rows.parquet", new Uint8Array(buffer));
}

const predict = (...args: string[]) =>
  place.run(["predict", "rows.parquet", "--model", "model.json", "--output", "out.parquet", ...args]);

function readOutput(): ArrayBuffer {
  return new Uint8Array(readFileSync(join(place.folder, "out.parquet"))).buffer;
}

describe("Parquet", () => {
  it("predicts, missing values included, over several row groups", async () => {
    write(base, undefined, 3);
    expect(predict().errors).toBe("");
    const rows = await parquetReadObjects({ file: readOutput() });
    const records = AGES.map((Age, i) => ({ Age, Shift: SHIFTS[i]! }));
    expect(rows).toEqual(records.map((record) => ({ ...record, [COLUMN]: model.predict(record) })));
  });

  it("reads bools, where the input takes them", async () => {
    const file = tinyModel(({ inputs }) => (inputs[0]!.boolean = true));
    write([{ name: "Age", data: [true, null, false, true], type: "BOOLEAN" }, base[1]!]);
    expect(predict().errors).toContain('needs numbers in "Age"');
    place.write("model.json", JSON.stringify(file));
    expect(predict().errors).toContain("3 rows have doubtful predictions");
    const rows = await parquetReadObjects({ file: readOutput() });
    const expected = [1, null, 0, 1].map((Age, i) => model.predict({ Age, Shift: SHIFTS[i]! }));
    expect(rows.map((row) => row[COLUMN])).toEqual(expected);
    expect(rows.map(({ Age }) => Age)).toEqual([true, null, false, true]);
  });

  it.each([
    ["INT32", [31, 40, 18, 60]],
    ["INT64", [31n, 40n, 18n, 60n]],
    ["FLOAT", [31.1, 40.25, 18, 60].map(Math.fround)],
  ] as const)("reads numbers of the type %s", async (type, data) => {
    write([{ name: "Age", data: [...data] as number[], type }, base[1]!]);
    expect(predict().errors).toBe("");
    const rows = await parquetReadObjects({ file: readOutput() });
    const expected = data.map((age, i) => model.predict({ Age: Number(age), Shift: SHIFTS[i]! }));
    expect(rows.map((row) => row[COLUMN])).toEqual(expected);
  });

  it("carries every other column through, to the bit", async () => {
    const others: readonly (readonly [SchemaElement, unknown[]])[] = [
      [{ name: "id", type: "INT64" }, [2n ** 62n + 1n, -1n, null, 0n]],
      [{ name: "flag", type: "BOOLEAN" }, [true, false, null, true]],
      [{ name: "ratio", type: "DOUBLE" }, [-0, 5e-324, null, Number.POSITIVE_INFINITY]],
      [{ name: "text", type: "BYTE_ARRAY", converted_type: "UTF8" }, ["é", "", null, "x"]],
      [{ name: "day", type: "INT32", converted_type: "DATE" }, [new Date(0), new Date(86_400_000), null, new Date(0)]],
      [{ name: "sum", type: "INT64", converted_type: "DECIMAL", scale: 2, precision: 18 }, [1.25, -0.01, null, 9]],
      [{ name: "count", type: "INT32", converted_type: "UINT_32" }, [4_294_967_295, 0, null, 1]],
      [{ name: "json", type: "BYTE_ARRAY", converted_type: "JSON" }, [{ a: 1 }, [1], null, "x"]],
    ];
    const schema: SchemaElement[] = [
      { name: "root", num_children: others.length + 2 },
      { name: "Age", type: "DOUBLE", repetition_type: "OPTIONAL" },
      { name: "Shift", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" },
      ...others.map(([element]): SchemaElement => ({ ...element, repetition_type: "OPTIONAL" })),
    ];
    write(
      [...base.map(({ name, data }) => ({ name, data })), ...others.map(([{ name }, data]) => ({ name, data }))],
      schema,
    );
    const before = await parquetReadObjects({
      file: new Uint8Array(readFileSync(join(place.folder, "rows.parquet"))).buffer,
    });
    expect(predict().errors).toBe("");
    const after = await parquetReadObjects({ file: readOutput() });
    expect(after.map(({ [COLUMN]: _, ...row }) => row)).toEqual(before);
    const written = parquetMetadata(readOutput()).schema;
    expect(written.slice(1, -1).map(({ name, type, converted_type }) => [name, type, converted_type])).toEqual(
      schema.slice(1).map(({ name, type, converted_type }) => [name, type, converted_type]),
    );
    expect(written.at(-1)).toMatchObject({ name: COLUMN, type: "DOUBLE", repetition_type: "REQUIRED" });
  });

  it("copies the columns of a row group as they stand, unless a row is rejected", async () => {
    const note: ColumnSource = { name: "note", data: ["a", "a", "b", "b"], type: "STRING", codec: "UNCOMPRESSED" };
    write([note, base[0]!, { name: "Shift", data: ["early", "late", "late", "dusk"], type: "STRING" }], undefined, 2);
    expect(predict("--rejects", "rejects.csv").code).toBe(0);
    const input = new Uint8Array(readFileSync(join(place.folder, "rows.parquet"))).buffer;
    const [before, after] = [input, readOutput()].map((file) =>
      parquetMetadata(file).row_groups.map(({ columns }) =>
        columns.map(({ meta_data: data }) => {
          const start = Number(data!.dictionary_page_offset ?? data!.data_page_offset);
          const bytes = Buffer.from(file.slice(start, start + Number(data!.total_compressed_size))).toString("hex");
          return { codec: data!.codec, bytes };
        }),
      ),
    );
    expect(after![0]!.slice(0, 3)).toEqual(before![0]);
    expect(after![1]![0]!.codec).toBe("SNAPPY");
    const { num_rows, row_groups } = parquetMetadata(readOutput());
    expect([num_rows, ...row_groups.map((group) => group.num_rows)]).toEqual([3n, 2n, 1n]);
    const rows = await parquetReadObjects({ file: readOutput() });
    expect(rows.map((row) => [row["note"], row["Age"], row["Shift"]])).toEqual([
      ["a", 31, "early"],
      ["a", null, "late"],
      ["b", 40, "late"],
    ]);
  });

  it("leaves bad rows out", async () => {
    write([base[0]!, { name: "Shift", data: ["early", "dusk", null, "late"], type: "STRING" }], undefined, 2);
    expect(predict().errors).toMatch(/ row 2 of rows\.parquet: "Shift" /);
    expect(place.list()).toEqual(["model.json", "rows.parquet"]);
    const { code, errors } = predict("--rejects", "rejects.csv");
    expect(errors).toMatch(/^rejected 2 of 4 rows[^\n]*rejects\.csv[^\n]*\n$/);
    expect(code).toBe(0);
    expect(place.read("rejects.csv").match(/^\d+/gm)).toEqual(["2", "3"]);
    expect((await parquetReadObjects({ file: readOutput() })).map(({ Age }) => Age)).toEqual([31, 18.5]);
  });

  it.each([
    ["a column that is not there", [base[0]!], 'has no column "Shift"'],
    ["text for numbers", [{ name: "Age", data: ["1", "2", "3", "4"] }, base[1]!], '"Age"'],
    ["numbers for text", [base[0]!, { name: "Shift", data: [1, 2, 3, 4] }], '"Shift"'],
    ["booleans", [{ name: "Age", data: [true, true, false, true] }, base[1]!], '"Age"'],
    ["one name twice", [...base, { name: "x", data: AGES }, { name: "x", data: AGES }], 'has several columns "x"'],
    ["a prediction already", [...base, { name: COLUMN, data: [1, 2, 3, 4] }], `already has a column "${COLUMN}"`],
  ])("refuses %s", (_, columns: ColumnSource[], message) => {
    write(columns);
    const { code, errors } = predict();
    expect(errors).toMatch(/^supportvector: [^\n]+\n$/);
    expect(errors).toContain(message);
    expect([code, place.list()]).toEqual([1, ["model.json", "rows.parquet"]]);
  });

  it("refuses what is not Parquet, or not all of it", () => {
    place.write("rows.parquet", "Age,Shift\n31,early\n");
    expect(predict().errors).toContain("rows.parquet is not a Parquet file");
    write(base);
    const whole = readFileSync(join(place.folder, "rows.parquet"));
    place.write("rows.parquet", whole.subarray(0, whole.length - 9));
    expect(predict().errors).toContain("rows.parquet is not a Parquet file");
    const damaged = Uint8Array.from(whole).fill(0xff, 4, 60);
    place.write("rows.parquet", damaged);
    const { code, errors } = predict();
    expect(errors).toMatch(/^supportvector: column "Age" of rows.parquet (cannot be decoded|is not whole)[^\n]+\n$/);
    expect([code, place.list()]).toEqual([1, ["model.json", "rows.parquet"]]);
  });

  describe("refuses a row group whose footer claims", () => {
    /** Writes a file with a change in its footer. */
    async function claim(change: (group: RowGroup) => void): Promise<void> {
      const bytes = new ByteWriter();
      const writer = new ParquetWriter({ writer: bytes, schema: schemaFromColumnData({ columnData: base }) });
      await writer.write({ columnData: base });
      change(writer.row_groups[0]!);
      await writer.finish();
      place.write("rows.parquet", bytes.getBytes());
    }

    it.each<[string, (group: RowGroup) => void, string]>([
      ["many rows", (group) => (group.num_rows = 2n ** 40n), "claims 1099511627776 rows and 1.6e+4 GiB: at most 2 GiB"],
      [
        "large pages",
        ({ columns }) => (columns[0]!.meta_data!.total_uncompressed_size = 2n ** 33n),
        "claims 4 rows and 8.0 GiB: at most 2 GiB",
      ],
      ["a long column", ({ columns }) => (columns[0]!.meta_data!.total_compressed_size = 2n ** 30n), "is damaged"],
      ["a column elsewhere", ({ columns }) => (columns[1]!.meta_data!.data_page_offset = 10_000n), "is damaged"],
      ["less than no rows", (group) => (group.num_rows = -1n), "is damaged"],
    ])("%s", async (_, change, message) => {
      await claim(change);
      const { code, errors } = predict();
      expect(errors).toMatch(/^supportvector: row group 1 of rows\.parquet [^\n]+\n$/);
      expect(errors).toContain(message);
      expect([code, place.list()]).toEqual([1, ["model.json", "rows.parquet"]]);
    });
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("is ended by %s while the decoder is busy", async (signal) => {
    write(base);
    // The thread of the decoder stays in its first response, as if a page were damaged.
    place.write(
      "busy.mjs",
      `import { isMainThread, parentPort } from "node:worker_threads";
if (!isMainThread) {
  const post = parentPort.postMessage.bind(parentPort);
  parentPort.postMessage = (...args) => { post(...args); for (;;); };
}`,
    );
    const [rows, model, output, busy] = ["rows.parquet", "model.json", "out.parquet", "busy.mjs"].map((name) =>
      join(place.folder, name),
    );
    const options = ["--model", model!, "--output", output!];
    const command = run(["predict", rows!, ...options], { NODE_OPTIONS: `--import=${pathToFileURL(busy!)}` });
    await until(() => place.list().some((name) => name.endsWith(".unfinished")));
    command.process.kill(signal);
    expect(await command.ended).toEqual({ code: null, signal });
    expect(place.list()).toEqual(["busy.mjs", "model.json", "rows.parquet"]);
  });
});
