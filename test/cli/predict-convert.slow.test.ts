// `supportvector predict` into another format than the input's. DuckDB reads what comes out.

import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { loadModel } from "../../src/index.js";
import { type Duck, openDuck } from "../support/duckdb.js";
import { createWorkplace, type Workplace } from "../support/finished-command.js";
import { tinyModel } from "../support/tiny-model.js";

const COLUMN = "predicted hours (h)";
const model = loadModel(tinyModel());
const [first, second] = model.predictBatch([
  { Age: 31, Shift: "early" },
  { Age: null, Shift: "late" },
]) as [number, number];

let duck: Duck;
let place: Workplace;
beforeAll(async () => {
  duck = await openDuck();
});
beforeEach(() => {
  place = createWorkplace();
  place.write("model.json", JSON.stringify(tinyModel()));
});
afterEach(() => place.remove());

const convert = (from: string, to: string, ...args: string[]) =>
  place.run(["predict", from, "--model", "model.json", "--output", to, ...args]);

/** Converts, and expects that all is well. */
function converted(from: string, to: string, errors = ""): string {
  expect(convert(from, to)).toEqual({ code: 0, output: "", errors });
  return place.read(to);
}

describe("CSV", () => {
  beforeEach(() =>
    place.write("rows.csv", 'id,Age ,Shift,note\n007,"31", early,"a,""b"""\n12345678901234567890,,late,\n'),
  );
  const records = [
    { id: "007", Age: 31, Shift: "early", note: 'a,"b"', [COLUMN]: first },
    { id: "12345678901234567890", Age: null, Shift: "late", note: null, [COLUMN]: second },
  ];

  it("becomes JSON: inputs as the model read them, all other fields as strings", () => {
    expect(JSON.parse(converted("rows.csv", "out.json"))).toEqual(records);
    const lines = converted("rows.csv", "out.ndjson").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(records);
  });

  it("becomes Parquet", async () => {
    converted("rows.csv", "out.parquet");
    const { columns, rows } = await duck.readFile(place, "out.parquet");
    expect(columns).toEqual(["id VARCHAR", "Age DOUBLE", "Shift VARCHAR", "note VARCHAR", `${COLUMN} DOUBLE`]);
    const texts = records.map((record) => Object.values(record).map((value) => (value === 31 ? "31.0" : value)));
    expect(rows.map((row) => [...row.slice(0, -1), Number(row.at(-1))])).toEqual(texts);
  });

  it("becomes Parquet that can be predicted again", () => {
    converted("rows.csv", "out.parquet");
    const { code, errors } = convert("out.parquet", "again.parquet");
    expect(errors).toContain(COLUMN);
    expect(code).toBe(1);
  });

  it("without rows becomes a file without rows", async () => {
    place.write("rows.csv", "Age,Shift\n");
    const note = "rows.csv has no rows\n";
    expect(JSON.parse(converted("rows.csv", "out.json", note))).toEqual([]);
    converted("rows.csv", "out.parquet", note);
    expect((await duck.readFile(place, "out.parquet")).rows).toEqual([]);
  });

  it("is refused with two columns of one name", () => {
    place.write("rows.csv", "Age,Shift,x,x\n31,early,1,2\n");
    const { code, errors } = convert("rows.csv", "out.json");
    expect(errors).toContain('several columns "x"');
    expect([code, place.list()]).toEqual([1, ["model.json", "rows.csv"]]);
  });
});

describe("JSON of bools", () => {
  it("becomes numbers, as inputs are", () => {
    place.write("model.json", JSON.stringify(tinyModel(({ inputs }) => (inputs[0]!.boolean = true))));
    place.write("rows.json", '[{"Age": true, "Shift": "early"}, {"Age": 0, "Shift": "late"}]');
    expect(convert("rows.json", "out.csv").code).toBe(0);
    const fields = place.read("out.csv").trimEnd().split("\n");
    expect(fields.map((line) => line.split(",")[0])).toEqual(["Age", "1", "0"]);
    expect(convert("rows.json", "out.parquet").code).toBe(0);
  });
});

describe("JSON", () => {
  const texts = [
    '{"id": 12345678901234567890,\n "Age": 31, "Shift": "early", "tags": [1, {"a": 1e400}]}',
    '{"Shift": "late", "Age": null}',
  ];
  const fields = [
    ["12345678901234567890", "31", "early", '[1,{"a":1e400}]', String(first)],
    [null, null, "late", null, String(second)],
  ];
  beforeEach(() => {
    place.write("rows.json", `[${texts.join(",")}]`);
    place.write("rows.ndjson", texts.map((text) => `${text.replaceAll("\n", "")}\n`).join(""));
  });

  it.each(["rows.json", "rows.ndjson"])("%s becomes CSV and Parquet: numbers keep their digits", async (file) => {
    const quoted = fields.map((row) =>
      row.map((field) => field?.replace(/^.*".*$/, '"[1,{""a"":1e400}]"') ?? "").join(),
    );
    expect(converted(file, "out.csv")).toBe(`id,Age,Shift,tags,${COLUMN}\n${quoted.join("\n")}\n`);
    converted(file, "out.parquet");
    const { columns, rows } = await duck.readFile(place, "out.parquet");
    expect(columns).toEqual(["id VARCHAR", "Age DOUBLE", "Shift VARCHAR", "tags VARCHAR", `${COLUMN} DOUBLE`]);
    expect(rows.map((row) => row.map((text) => text?.replace(/^31\.0$/, "31") ?? null))).toEqual(fields);
  });

  it("becomes NDJSON, and NDJSON becomes JSON, with the text of each record", () => {
    const records = texts.map((text, i) => `${text.slice(0, -1).replace("\n", "")},"${COLUMN}":${[first, second][i]}}`);
    expect(converted("rows.json", "out.ndjson")).toBe(records.map((record) => `${record}\n`).join(""));
    expect(converted("rows.ndjson", "out.json")).toBe(`[\n${records.join(",\n")}\n]\n`);
  });

  it("has the columns of its first record: a later key is a reason to reject", () => {
    place.write("rows.ndjson", '{"Age":31,"Shift":"early"}\n{"Age":31,"Shift":"early","more":1}\n');
    expect(convert("rows.ndjson", "out.csv", "--rejects", "rejects.csv").code).toBe(0);
    expect(place.read("out.csv")).toBe(`Age,Shift,${COLUMN}\n31,early,${first}\n`);
    expect(place.read("rejects.csv")).toMatch(/\n2,more,/);
  });
});

describe("Parquet", () => {
  // Each type, and how DuckDB reads it from our text.
  const types = [
    ...["tinyint", "smallint", "integer", "bigint", "utinyint", "usmallint", "uinteger", "ubigint", "double", "float"],
    ...["decimal(4, 1)", "decimal(9, 4)", "decimal(18, 6)", "decimal(38, 10)", "boolean", "varchar", "uuid"],
    ...["date", "time", "time_ns", "timestamp", "timestamp_ms", "timestamp_ns", "timestamptz", "blob"],
  ];
  const values = types.map((type) => {
    if (/^u(?!uid)/.test(type)) return ["200", "0"];
    if (/int|decimal|double|float/.test(type)) return ["-12.5", "0.1"];
    if (type === "boolean") return ["true", "false"];
    if (type === "varchar") return ['é "quoted", and\nmore', ""];
    if (type === "uuid") return ["eeccb8c5-9943-b2bb-bb5e-222f4e14b687", "00000000-0000-0000-0000-00000000000f"];
    if (type === "date") return ["1969-12-31", "2024-02-29"];
    if (type.startsWith("time") && !type.startsWith("timestamp")) return ["23:59:59.123456", "00:00:01"];
    if (type === "blob") return ["\\x00\\xFF", "x"];
    return [`1969-12-31 23:59:59.125${type === "timestamptz" ? "+00" : ""}`, "2024-02-29 00:00:00"];
  });

  beforeEach(async () => {
    const row = (i: number): string =>
      types
        .map(
          (type, t) =>
            `${i < 2 ? `'${values[t]![i]}'${/int/.test(type) ? "::double" : ""}` : "null"}::${type} as c${t}`,
        )
        .join(", ");
    const query = [0, 1, 2].map((i) => `select ${row(i)}, 31 as "Age", 'early' as "Shift"`).join(" union all ");
    await duck.run("set timezone = 'UTC'");
    await duck.copy(place, query);
  });

  it.each([
    ["out.csv", (file: string) => `read_csv('${file}', header = true, all_varchar = true, quote = '"', escape = '"')`],
    ["out.ndjson", (file: string) => `read_json('${file}', format = 'newline_delimited', columns = {COLUMNS})`],
    ["out.json", (file: string) => `read_json('${file}', format = 'array', columns = {COLUMNS})`],
  ])("becomes %s, which has the value of every type", async (name, table) => {
    converted("rows.parquet", name);
    const columns = types.map((_, t) => `c${t}: 'VARCHAR'`).join(", ");
    const from = table(join(place.folder, name)).replace("COLUMNS", columns);
    // CSV does not tell an empty string from a missing value.
    const read = (type: string, t: number): string => (type === "blob" ? `from_base64(c${t})` : `c${t}::${type}`);
    const after = await duck.read(
      `(select ${types.map((type, t) => `${read(type, t)} as c${t}`).join(", ")} from ${from})`,
    );
    const before = await duck.read(`(select columns('^c') from '${join(place.folder, "rows.parquet")}')`);
    const missing =
      name === "out.csv" ? (text: string | null) => (text === "" ? null : text) : (text: string | null) => text;
    expect(after.rows.map((row) => row.map(missing))).toEqual(before.rows.map((row) => row.map(missing)));
  });

  it("is refused with a type that text cannot hold", async () => {
    await duck.copy(place, `select interval 1 day as pause, 31 as "Age", 'early' as "Shift"`);
    const { code, errors } = convert("rows.parquet", "out.csv");
    expect(errors).toContain('"pause"');
    expect([code, place.list()]).toEqual([1, ["model.json", "rows.parquet"]]);
    expect(convert("rows.parquet", "out.parquet").code).toBe(0);
  });

  it("is refused with a date that JavaScript cannot name", async () => {
    await duck.copy(place, `select '300000-01-01'::date as day, 31 as "Age", 'early' as "Shift"`);
    const { code, errors } = convert("rows.parquet", "out.csv");
    expect(errors).toContain('"day"');
    expect([code, place.list()]).toEqual([1, ["model.json", "rows.parquet"]]);
  });

  it("has no NaN and no infinite number in JSON", async () => {
    await duck.copy(place, `select 'nan'::double as a, '-inf'::double as b, 31 as "Age", 'early' as "Shift"`);
    expect(JSON.parse(converted("rows.parquet", "out.json"))).toMatchObject([{ a: null, b: "-Infinity" }]);
    expect(converted("rows.parquet", "out.csv")).toContain("\n,-Infinity,31,");
  });
});
