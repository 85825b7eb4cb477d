// `supportvector predict` of CSV, NDJSON and JSON: what comes out, to the bit, and what is refused.

import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadModel } from "../../src/index.js";
import { runHere } from "../support/command-here.js";
import { createWorkplace, type Workplace } from "../support/finished-command.js";
import { readFixtures, toRecord } from "../support/fixtures.js";
import { tinyModel } from "../support/tiny-model.js";

const model = loadModel(tinyModel());
const COLUMN = "predicted hours (h)";
const predict = (age: number | null, shift: string): string => String(model.predict({ Age: age, Shift: shift }));

let place: Workplace;
beforeEach(() => {
  place = createWorkplace();
  place.write("model.json", JSON.stringify(tinyModel()));
});
afterEach(() => place.remove());

const run = (args: readonly string[], input: string | Uint8Array = "") =>
  runHere(["predict", ...args], { folder: place.folder, input });
const csv = (text: string | Uint8Array, ...args: string[]) =>
  run(["--model", "model.json", "--format", "csv", ...args], text);

describe("CSV", () => {
  it.each([
    ["commas", "Age,Shift\n31,early\n,late\n", ",", "\n"],
    ["semicolons", "Age;Shift\n31;early\n;late\n", ";", "\n"],
    ["tabs", "Age\tShift\n31\tearly\n\tlate\n", "\t", "\n"],
    ["bars", "Age|Shift\n31|early\n|late\n", "|", "\n"],
    ["CRLF", "Age,Shift\r\n31,early\r\n,late\r\n", ",", "\r\n"],
    ["no end of the last line", "Age,Shift\n31,early\n,late", ",", "\n"],
    ["a byte order mark", "\ufeffAge,Shift\n31,early\n,late\n", ",", "\n"],
    ["empty lines", "Age,Shift\n\n31,early\n\n\n,late\n\n", ",", "\n"],
    ["LF and CRLF", "Age,Shift\n31,early\r\n,late\n", ",", "\n"],
  ])("with %s", async (_, text, delimiter, newline) => {
    const { code, output, errors } = await csv(text);
    expect(errors).toBe("");
    const lines = [
      ["Age", "Shift", COLUMN],
      ["31", "early", predict(31, "early")],
      ["", "late", predict(null, "late")],
    ].map((fields) => fields.join(delimiter) + newline);
    expect(output).toBe((text.startsWith("\ufeff") ? "\ufeff" : "") + lines.join(""));
    expect(code).toBe(0);
  });

  it("keeps quoted fields, and columns that the model does not read, in any order", async () => {
    const { output } = await csv('"note, ""x""","Shift",id,"Age"\r\n"a\r\nb",early,007,"31"\r\n"",late,"1,5",\r\n');
    expect(output).toBe(
      `"note, ""x""","Shift",id,"Age",${COLUMN}\r\n"a\r\nb",early,007,31,${predict(31, "early")}\r\n` +
        `,late,"1,5",,${predict(null, "late")}\r\n`,
    );
  });

  it("takes a quote within a field for what it is", async () => {
    const { output } = await csv('note,Age,Shift\n5" pipe,31,early\n"x",32,late\n');
    expect(output.split("\n").slice(1)).toEqual([
      `"5"" pipe",31,early,${predict(31, "early")}`,
      `x,32,late,${predict(32, "late")}`,
      "",
    ]);
  });

  it.each(["31.5", "-3.25e1", "+7", ".5", "5.", "1e-300", "0e5"])("reads the number %s", async (text) => {
    expect((await csv(`Age,Shift\n${text},early\n`)).output).toContain(`,${predict(Number(text), "early")}\n`);
  });

  it.each(["35 years", "1e999", "-1e999", "0x1F", "Infinity", "1_000", "NaN", "NULL", "--1", "1,500", "0b1", "e5"])(
    "refuses the number %j, and does not repeat it",
    async (text) => {
      const { code, output, errors } = await csv(`Age,Shift\n31,early\n"${text}",early\n`, "--output", "out.csv");
      expect(errors).toMatch(
        /^supportvector: row 2 of standard input: "Age" expected a finite number, or null, got (text|a number with a comma|a number out of bounds): /,
      );
      expect(errors).not.toContain(text);
      expect([code, output]).toEqual([1, ""]);
      expect(place.list()).not.toContain("out.csv");
    },
  );

  it.each([
    ["Age\n31\n", 'has no column "Shift"'],
    ["", "is empty"],
    ['Age,Shift\n"1,5",early\n', 'decimal comma in "Age": pass --decimal comma'],
    ["Age,Shift,Age\n1,early,2\n", 'has several columns "Age"'],
    [`Age,Shift,${COLUMN}\n1,early,2\n`, `has a column "${COLUMN}" already`],
    [Buffer.from("Age,Shift\n1,fr\xfch\n", "latin1"), "is not UTF-8"],
    ['Age,Shift\n"31,early\n32,late\n', "expected quotes that close"],
    ['Age,Shift\n"31"x,early\n', "expected quotes that close"],
    ["Age,Shift\n31\n", "expected 2 fields, got 1"],
    ["Age,Shift\n31,early,x\n", "expected 2 fields, got 3"],
    ["Age,Shift\n31,\n", '"Shift" expected one of "early", "late", got a missing value'],
  ])("refuses %j", async (text, message) => {
    const { code, errors } = await csv(text);
    expect(errors).toMatch(/^supportvector: [^\n]+\n$/);
    expect(errors).toContain(message);
    expect(code).toBe(1);
  });
});

describe("files as offices have them", () => {
  it("are read compressed, in UTF-16 and with decimal commas, also by threads", () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => [`${18 + (i % 48)},5`, i % 2 ? "early" : "late"] as const);
    const text = `\ufeffsep=;\r\nShift ;Age\r\n${rows.map(([age, shift]) => `${shift};${age}\r\n`).join("")}`;
    place.write("rows.csv.gz", gzipSync(Buffer.from(text, "utf16le")));
    const expected = rows.map(([age, shift]) => {
      const prediction = predict(Number(age.replace(",", ".")), shift).replace(".", ",");
      return `${shift};${age};${prediction}\r\n`;
    });
    for (const threads of ["1", "2"]) {
      const args = ["rows.csv.gz", "--model", "model.json", "--decimal", "comma", "--threads", threads];
      const { code, output, errors } = place.run(["predict", ...args]);
      expect({ code, errors }).toEqual({ code: 0, errors: expect.not.stringContaining("supportvector:") });
      expect(output === `\ufeffsep=;\r\nShift ;Age;${COLUMN}\r\n${expected.join("")}`).toBe(true);
    }
  });

  it("are read by the delimiter that is named", async () => {
    const { output } = await csv("Age:Shift\n31:early\n", "--delimiter", ":");
    expect(output).toBe(`Age:Shift:${COLUMN}\n31:early:${predict(31, "early")}\n`);
    expect((await csv("Age\tShift\n31\tearly\n", "--delimiter", "tab")).code).toBe(0);
  });

  it("that cannot be read are named by the system's reason, compressed or not", async () => {
    expect((await run(["absent.csv.gz"])).errors).toContain("absent.csv.gz cannot be read (ENOENT)");
    expect((await run([".", "--format", "csv"])).errors).toContain("cannot be read (EISDIR)");
  });

  it("have a byte order mark before NDJSON", async () => {
    place.write("rows.ndjson", '\ufeff{"Age":31,"Shift":"early"}\n');
    const { output } = await run(["rows.ndjson", "--model", "model.json"]);
    expect(output).toBe(`{"Age":31,"Shift":"early","${COLUMN}":${predict(31, "early")}}\n`);
  });
});

describe("--rejects", () => {
  it("collects bad rows by number, column and reason, without their values, and predicts the others", async () => {
    const text = 'Age,Shift\nsecret,early\n31,early\n1,2,3\n"a"b,late\n\n32,hidden\nx,y\n33,late\n';
    const { code, output, errors } = await csv(text, "--rejects", "rejects.csv");
    expect(output).toBe(`Age,Shift,${COLUMN}\n31,early,${predict(31, "early")}\n33,late,${predict(33, "late")}\n`);
    expect(place.read("rejects.csv").split("\n")).toEqual([
      "row,column,reason",
      '1,Age,"expected a finite number, or null, got text"',
      '3,,"expected 2 fields, got 3"',
      "4,,expected quotes that close at the end of their field",
      '5,Shift,"expected one of ""early"", ""late"", got another"',
      '6,Age,"expected a finite number, or null, got text"',
      '6,Shift,"expected one of ""early"", ""late"", got another"',
      "",
    ]);
    expect(errors).toMatch(/^rejected 5 of 7 rows[^\n]*rejects\.csv[^\n]*\n$/);
    expect(code).toBe(0);
  });

  it("is a header where all rows are good", async () => {
    const { errors } = await csv("Age,Shift\n31,early\n", "--rejects", "rejects.csv");
    expect([errors, place.read("rejects.csv")]).toEqual(["", "row,column,reason\n"]);
  });
});

describe("NDJSON", () => {
  const ndjson = (text: string, ...args: string[]) =>
    run(["-", "--model", "model.json", "--format", "ndjson", ...args], text);

  it("keeps each record's text, with a prediction behind it", async () => {
    const { output } = await ndjson(
      '{"id":12345678901234567890,"Age":31,"Shift":"early"}\n\n {"Age": null, "Shift": "late" } \r\n',
    );
    expect(output).toBe(
      `{"id":12345678901234567890,"Age":31,"Shift":"early","${COLUMN}":${predict(31, "early")}}\n` +
        `{"Age": null, "Shift": "late","${COLUMN}":${predict(null, "late")}}\n`,
    );
  });

  it.each([
    ["nope", "expected a record in JSON"],
    ["[1]", "expected an object keyed by input name, got something else"],
    ['{"Age":"31","Shift":"early"}', '"Age" expected a finite number, or null, got text'],
    ['{"Age":31}', '"Shift" expected one of "early", "late", got nothing'],
    ['{"Age":31,"Shift":"early"', "expected a record in JSON"],
    [`{"Age":31,"Shift":"early","${COLUMN}":1}`, `expected no "${COLUMN}" yet`],
  ])("refuses %s", async (line, reason) => {
    const good = '{"Age":31,"Shift":"early"}';
    const { code, errors } = await ndjson(`${good}\n${line}\n`);
    expect(errors).toContain(`row 2 of standard input: ${reason}`);
    expect(code).toBe(1);
    const { output } = await ndjson(`${line}\n${good}\n`, "--rejects", "r.csv");
    expect(output.match(/predicted/g)).toHaveLength(1);
  });
});

describe("JSON", () => {
  const json = (text: string, ...args: string[]) =>
    run(["-", "--model", "model.json", "--format", "json", ...args], text);
  const records = [
    { Age: 31, Shift: "early", note: 'a "quoted\\" ] } , note', nested: [{ a: [1, 2] }, {}] },
    { Age: null, Shift: "late", note: "ü \u2028" },
  ];
  const predicted = records.map((record) => ({ ...record, [COLUMN]: model.predict(record as never) }));

  it.each([undefined, 1, "\t"])("array, indented by %j", async (indent) => {
    const { output } = await json(`\ufeff ${JSON.stringify(records, undefined, indent)}\n`);
    expect(JSON.parse(output)).toEqual(predicted);
  });

  it("one record", async () => {
    expect(JSON.parse((await json(`\n${JSON.stringify(records[0], undefined, 2)}`)).output)).toEqual(predicted[0]);
  });

  it.each(["[]", " [ ] "])("the empty array %j", async (text) => {
    expect(JSON.parse((await json(text)).output)).toEqual([]);
  });

  it("leaves bad elements out", async () => {
    const text = JSON.stringify([1, records[0], "x", [records[1]], { Age: 1 }, records[1], null]);
    const { output } = await json(text, "--rejects", "r.csv");
    expect(JSON.parse(output)).toEqual(predicted);
    expect(place.read("r.csv").match(/^\d+/gm)).toEqual(["1", "3", "4", "5", "7"]);
  });

  it.each([
    ["", "is empty"],
    ["3", "is not JSON records"],
    ['[{"Age":31,"Shift":"early"}', "ends within its array"],
    ['[{"Age":31,"Shift":"early"}] x', "goes on after its array"],
    ['[{"Age":31,"Shift":"early"},]', "row 2 of standard input: expected a record in JSON"],
    ['[{"Age":31,"Shift":"early"} {"Age":31,"Shift":"early"}]', "row 1 of standard input: expected a record in JSON"],
    ['{"Age":31,"Shift":"early"}\n{"Age":31,"Shift":"early"}', "pass --format ndjson"],
  ])("refuses %j", async (text, message) => {
    const { code, errors } = await json(text, "--output", "out.json");
    expect(errors).toContain(message);
    expect(code).toBe(1);
    expect(place.list()).not.toContain("out.json");
  });
});

describe("predictions", () => {
  // Strings, missing values, several targets, and whatever else fixtures have.
  const fixtures = readFixtures().filter((_, i) => i % 17 === 0);
  const several = readFixtures().filter(({ name }) => name.startsWith("multi_output"));

  it.each([...fixtures, ...several])(
    "are the library's, to the bit, by way of NDJSON: $name",
    async ({ model: file, inputs }) => {
      const records = inputs.map((row) => toRecord(file, row));
      place.write("m.json", JSON.stringify(file));
      const text = records
        .map((record) => `${JSON.stringify(record, (_, v) => (Object.is(v, -0) ? 0 : v))}\n`)
        .join("");
      const { output, errors } = await run(["--model", "m.json", "--format", "ndjson"], text);
      expect(errors).not.toContain("supportvector:");
      const loaded = loadModel(file, { targets: "any" });
      const lines = output.trimEnd().split("\n");
      text
        .trimEnd()
        .split("\n")
        .forEach((line, i) => {
          const prediction = loaded.predict(JSON.parse(line)) as number | Record<string, number>;
          const expected = typeof prediction === "number" ? [prediction] : Object.values(prediction);
          const written = Object.entries(JSON.parse(lines[i]!)).filter(([key]) => key.startsWith("predict"));
          expect(written.map(([, value]) => value)).toEqual(expected);
        });
    },
  );

  it("of several targets are several columns", async () => {
    const { model: file, inputs } = several[0]!;
    place.write("m.json", JSON.stringify(file));
    const records = inputs.map((row) => toRecord(file, row)) as Record<string, unknown>[];
    const names = file.inputs.map(({ name }) => name);
    const text = [names, ...records.map((record) => names.map((name) => record[name]))].map((row) => row.join(";"));
    const { output } = await run(["--model", "m.json", "--format", "csv"], text.join("\n"));
    const predictions = loadModel(file, { targets: "any" }).predictBatch(records as never) as unknown as Record<
      string,
      number
    >[];
    const columns = Object.keys(predictions[0]!).map((name) => `predicted ${name}`);
    const expected = predictions.map((prediction, i) => `${text[i + 1]};${Object.values(prediction).join(";")}`);
    expect(output.trimEnd().split("\n")).toEqual([[text[0], ...columns].join(";"), ...expected]);
  });
});
