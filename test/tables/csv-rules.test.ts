// The rules by which CSV is read (docs/cli.md). Each holds for the command and for the demo page.

import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { loadModel } from "../../src/index.js";
import type { CsvOptions } from "../../src/tables/csv-dialect.js";
import type { TableErrorCode } from "../../src/tables/table-error.js";
import { tinyModel } from "../support/tiny-model.js";
import { READERS, refusal, zip } from "./both-readers.js";

const model = loadModel(tinyModel());
const COLUMN = "predicted hours (h)";
const p = (age: number | null, shift: string): string => String(model.predict({ Age: age, Shift: shift }));
/** The predictions of most of the files below. */
const [EARLY, LATE] = [p(31, "early"), p(null, "late")];

const BOM = "\ufeff";
const PLAIN = "Age,Shift\n31,early\n,late\n";
const PREDICTED = `Age,Shift,${COLUMN}\n31,early,${EARLY}\n,late,${LATE}\n`;
const utf16 = (text: string): Buffer => Buffer.from(BOM + text, "utf16le");
const utf16be = (text: string): Buffer => utf16(text).swap16();

interface Case {
  readonly title: string;
  readonly file: string | Uint8Array;
  readonly options?: Partial<CsvOptions> & { readonly name?: string; readonly model?: string };
  readonly output: string;
  /** Row and column of each problem. */
  readonly problems?: readonly (readonly [row: number, column: string])[];
  /** Two, if absent. */
  readonly rows?: number;
}

const ACCEPTED: readonly Case[] = [
  { title: "commas", file: PLAIN, output: PREDICTED },
  {
    title: "semicolons",
    file: PLAIN.replaceAll(",", ";"),
    output: PREDICTED.replaceAll(",", ";"),
  },
  { title: "tabs", file: PLAIN.replaceAll(",", "\t"), output: PREDICTED.replaceAll(",", "\t") },
  { title: "bars", file: PLAIN.replaceAll(",", "|"), output: PREDICTED.replaceAll(",", "|") },
  { title: "CRLF", file: PLAIN.replaceAll("\n", "\r\n"), output: PREDICTED.replaceAll("\n", "\r\n") },
  { title: "CR", file: PLAIN.replaceAll("\n", "\r"), output: PREDICTED.replaceAll("\n", "\r") },
  {
    title: "CR, between quotes too",
    file: 'Age,Shift,note\r31,early,"a\rb"\r,late,"c\nd"\r',
    output: `Age,Shift,note,${COLUMN}\r31,early,"a\rb",${EARLY}\r,late,"c\nd",${LATE}\r`,
  },
  { title: "rows that end otherwise than the header", file: "Age,Shift\n31,early\r\n,late\n", output: PREDICTED },
  {
    title: "a carriage return within a field of a file whose rows end in LF",
    file: "Age,Shift,note\n31,early,a\rb\n,late,\n",
    output: `Age,Shift,note,${COLUMN}\n31,early,a\rb,${EARLY}\n,late,,${LATE}\n`,
  },
  { title: "no end of the last line", file: PLAIN.slice(0, -1), output: PREDICTED },
  { title: "UTF-8 with a byte order mark", file: BOM + PLAIN, output: BOM + PREDICTED },
  { title: "UTF-16, little-endian", file: utf16(PLAIN), output: BOM + PREDICTED },
  { title: "UTF-16, big-endian", file: utf16be(PLAIN), output: BOM + PREDICTED },
  {
    title: "UTF-16 of letters that take several bytes",
    file: utf16("Äge,Age,Shift\r\nZoë\u{1f600},31,early\r\n"),
    output: `${BOM}Äge,Age,Shift,${COLUMN}\r\nZoë\u{1f600},31,early,${EARLY}\r\n`,
    rows: 1,
  },
  { title: "gzip", file: gzipSync(PLAIN), options: { name: "rows.csv.gz" }, output: PREDICTED },
  { title: "gzip whatever the name", file: gzipSync(PLAIN), output: PREDICTED },
  { title: "gzip of UTF-16", file: gzipSync(utf16(PLAIN)), output: BOM + PREDICTED },
  {
    title: "blanks at the ends of names",
    file: " Age ,Shift \n31,early\n,late\n",
    output: ` Age ,Shift ,${COLUMN}\n31,early,${EARLY}\n,late,${LATE}\n`,
  },
  {
    title: "a no-break space at the end of a name",
    file: "Age\u00a0,Shift\n31,early\n,late\n",
    output: PREDICTED.replace("Age", "Age\u00a0"),
  },
  {
    title: "blanks around fields",
    file: "Age,Shift\n 31 , early\n  ,late \n",
    output: `Age,Shift,${COLUMN}\n 31 , early,${EARLY}\n  ,late ,${LATE}\n`,
  },
  {
    title: "blanks between quotes",
    file: 'Age,Shift\n" 31",early\n"  "," late"\n',
    output: `Age,Shift,${COLUMN}\n" 31",early,${EARLY}\n"  "," late",${LATE}\n`,
  },
  {
    title: "a category that begins with a blank in training",
    file: "Age,Shift\n31, early\n31,early\n",
    options: {
      model: JSON.stringify(
        tinyModel((file) => {
          const [, shift] = file.inputs;
          if (shift?.kind === "category") shift.categories[0] = " early";
          file.verification.inputs[0]![1] = " early";
          const encoder = (file.pipeline as { transformers: { step: { categories?: unknown[][] } }[] })
            .transformers[1]!;
          encoder.step.categories![0]![0] = " early";
        }),
      ),
    },
    output: `Age,Shift,${COLUMN}\n31, early,${EARLY}\n`,
    problems: [[2, "Shift"]],
  },
  {
    title: "a line sep=;",
    file: "sep=;\r\nAge;Shift\r\n31;early\r\n;late\r\n",
    output: `sep=;\r\n${PREDICTED.replaceAll(",", ";").replaceAll("\n", "\r\n")}`,
  },
  {
    title: "a line sep= that names an unusual delimiter",
    file: `sep=:\n${PLAIN.replaceAll(",", ":")}`,
    output: `sep=:\n${PREDICTED.replaceAll(",", ":")}`,
  },
  {
    title: "a line sep= that names a hyphen",
    file: `sep=-\n${PLAIN.replaceAll(",", "-")}`,
    output: `sep=-\n${PREDICTED.replaceAll(",", "-")}`,
  },
  {
    title: "a line sep= with a byte order mark",
    file: utf16("sep=\t\r\nAge\tShift\r\n31\tearly\r\n"),
    output: `${BOM}sep=\t\r\nAge\tShift\t${COLUMN}\r\n31\tearly\t${EARLY}\r\n`,
    rows: 1,
  },
  { title: "empty lines", file: "\n\nAge,Shift\n\n31,early\n  \n\n,late\n\n", output: PREDICTED },
  { title: "a header without rows", file: "Age,Shift\n", output: `Age,Shift,${COLUMN}\n`, rows: 0 },
  { title: "a header without rows and without its end", file: "Age,Shift", output: `Age,Shift,${COLUMN}\n`, rows: 0 },
  {
    title: "another order, other columns and quotes",
    file: '"note, ""x""","Shift",id,"Age"\n"a\nb",early,007,"31"\n"",late,"1,5",\n',
    output: `"note, ""x""","Shift",id,"Age",${COLUMN}\n"a\nb",early,007,31,${EARLY}\n,late,"1,5",,${LATE}\n`,
  },
  {
    title: "a quote within a field",
    file: 'note,Age,Shift\n5" pipe,31,early\n"x",,late\n',
    output: `note,Age,Shift,${COLUMN}\n"5"" pipe",31,early,${EARLY}\nx,,late,${LATE}\n`,
  },
  {
    title: "a quote behind a character that parts fields in other files",
    file: 'note,Age,Shift\na;"b,31,early\nc|"d,,late\n',
    output: `note,Age,Shift,${COLUMN}\n"a;""b",31,early,${EARLY}\n"c|""d",,late,${LATE}\n`,
  },
  {
    title: "such a quote before CRLF",
    file: 'note,Age,Shift\r\na;"b,31,early\r\nc|"d,,late\r\n',
    output: `note,Age,Shift,${COLUMN}\r\n"a;""b",31,early,${EARLY}\r\n"c|""d",,late,${LATE}\r\n`,
  },
  {
    title: "several columns of one name that is no input's",
    file: "x,Age,x,Shift,,\n1,31,2,early,,\n3,,4,late,,\n",
    output: `x,Age,x,Shift,,,${COLUMN}\n1,31,2,early,,,${EARLY}\n3,,4,late,,,${LATE}\n`,
  },
  {
    title: "decimal commas, if they are asked for",
    file: "Age;Shift\n30,5;early\n-1,25e1;late\n",
    options: { decimal: "," },
    output: ["Age;Shift;predicted hours (h)", `30,5;early;${p(30.5, "early")}`, `-1,25e1;late;${p(-12.5, "late")}\n`]
      .map((line) => line.replace(/(\d)\.(\d)/, "$1,$2"))
      .join("\n"),
  },
  {
    title: "decimal commas between commas",
    file: 'Age,Shift\n"30,5",early\n31,early\n',
    options: { decimal: "," },
    output: `Age,Shift,${COLUMN}\n"30,5",early,"${p(30.5, "early").replace(".", ",")}"\n31,early,"${EARLY.replace(".", ",")}"\n`,
  },
  {
    title: "decimal commas between commas, where no field has a quote",
    file: PLAIN,
    options: { decimal: "," },
    output: `Age,Shift,${COLUMN}\n31,early,"${EARLY.replace(".", ",")}"\n,late,"${LATE.replace(".", ",")}"\n`,
  },
  {
    title: "no decimal point where decimal commas are asked for",
    file: "Age;Shift\n30.5;early\n31;early\n1.234,5;early\n",
    options: { decimal: "," },
    output: `Age;Shift;${COLUMN}\n31;early;${EARLY.replace(".", ",")}\n`,
    rows: 3,
    problems: [
      [1, "Age"],
      [3, "Age"],
    ],
  },
  {
    title: "no decimal comma where other numbers have a point",
    file: "Age;Shift\n31.0;early\n31,5;early\n",
    output: `Age;Shift;${COLUMN}\n31.0;early;${EARLY}\n`,
    problems: [[2, "Age"]],
  },
  {
    title: "no thousands",
    file: "Age;Shift\n31;early\n1,500;early\n",
    output: `Age;Shift;${COLUMN}\n31;early;${EARLY}\n`,
    problems: [[2, "Age"]],
  },
  {
    title: "no number but a decimal one",
    file: `Age,Shift\n31,early\n${"35 years,0x1F,Infinity,1e999,NaN,NULL,1_000,--1,0b1,e5,-".replaceAll(",", ",early\n")},early\n`,
    output: `Age,Shift,${COLUMN}\n31,early,${EARLY}\n`,
    rows: 12,
    problems: Array.from({ length: 11 }, (_, i) => [i + 2, "Age"] as const),
  },
  {
    title: "no row of another width, nor one whose quotes do not close",
    file: 'Age,Shift\n31,early\n31\n31,early,x\n"31"x,early\n"31,early\n',
    output: `Age,Shift,${COLUMN}\n31,early,${EARLY}\n`,
    rows: 5,
    problems: [
      [2, ""],
      [3, ""],
      [4, ""],
      [5, ""],
    ],
  },
  {
    title: "no row of another width where no field has a quote",
    file: "Age,Shift\n31,early\n31\n\n31,early,x\n \n,dusk\n31,\n,late\n",
    output: PREDICTED,
    rows: 6,
    problems: [
      [2, ""],
      [3, ""],
      [4, "Shift"],
      [5, "Shift"],
    ],
  },
  {
    title: "no row of another width among rows that end in CR",
    file: "Age,Shift\r31,early\r\r31\r\n,late\n",
    output: PREDICTED.replaceAll("\n", "\r"),
    rows: 3,
    problems: [[2, ""]],
  },
  {
    title: "all problems of a row",
    file: "Age,Shift\nold,dusk\n31,early\n",
    output: `Age,Shift,${COLUMN}\n31,early,${EARLY}\n`,
    problems: [
      [1, "Age"],
      [1, "Shift"],
    ],
  },
];

type Refusal = readonly [title: string, file: string | Uint8Array, code: TableErrorCode, columns?: readonly string[]];

const REFUSED: readonly Refusal[] = [
  ["an empty file", "", "TABLE_EMPTY"],
  ["a file of empty lines", "\r\n \n\n", "TABLE_EMPTY"],
  ["a file of a byte order mark", BOM, "TABLE_EMPTY"],
  ["an empty file in gzip", gzipSync(""), "TABLE_EMPTY"],
  ["a line sep=; alone", "sep=;\n", "TABLE_EMPTY"],
  ["a header that lacks an input", "Age\n31\n", "TABLE_COLUMN_MISSING", ["Shift"]],
  ["a header that lacks all inputs", "a,b\n31,early\n", "TABLE_COLUMN_MISSING", ["Age", "Shift"]],
  ["two columns of an input", "Age,Shift,Age\n1,early,2\n", "TABLE_COLUMN_REPEATED", ["Age"]],
  ["two columns of an input, one with a blank", "Age,Shift,Age \n1,early,2\n", "TABLE_COLUMN_REPEATED", ["Age"]],
  ["a column of predictions", `Age,Shift,${COLUMN}\n1,early,2\n`, "TABLE_COLUMN_TAKEN", [COLUMN]],
  ["decimal commas", "Age;Shift\n12,5;early\n", "TABLE_DECIMAL_COMMA", ["Age"]],
  ["Latin-1", Buffer.from("Age,Shift\n1,fr\xfch\n", "latin1"), "TABLE_ENCODING"],
  ["UTF-16 without a byte order mark", utf16(PLAIN).subarray(2), "TABLE_ENCODING"],
  ["UTF-16 that ends within a character", utf16(PLAIN).subarray(0, -1), "TABLE_ENCODING"],
  ["half of a gzip file", gzipSync(PLAIN).subarray(0, 25), "TABLE_ENCODING"],
  ["an Excel workbook", zip("[Content_Types].xml"), "TABLE_FORMAT"],
  ["an Excel workbook of before 2007", Buffer.from("d0cf11e0a1b11ae1", "hex"), "TABLE_FORMAT"],
  ["an OpenDocument file", zip("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), "TABLE_FORMAT"],
  ["a ZIP archive", zip("rows.csv", PLAIN), "TABLE_FORMAT"],
  ["a PDF", "%PDF-1.7\n", "TABLE_FORMAT"],
  ["a Parquet file", "PAR1\x15\x04", "TABLE_FORMAT"],
  ["a JSON array", '[\n  {"Age": 31, "Shift": "early"}\n]\n', "TABLE_FORMAT"],
  ["a JSON record", '{\n  "Age": 31,\n  "Shift": "early"\n}\n', "TABLE_FORMAT"],
  ["NDJSON", '{"Age":31,"Shift":"early"}\n{"Age":31,"Shift":"early"}\n', "TABLE_FORMAT"],
];

describe.each(READERS)("%s", (_, read) => {
  it.each(ACCEPTED)("takes $title", async ({ file, options, output, problems = [], rows = 2 }) => {
    const outcome = await read(file, options);
    expect(outcome.output).toBe(output);
    expect(outcome.problems.map(([row, column]) => [row, column])).toEqual(problems);
    expect(outcome.rows).toBe(rows);
  });

  it.each(REFUSED.map(([title, file, code, columns = []]) => ({ title, file, code, columns })))(
    "refuses $title",
    async ({ file, code, columns }) => {
      const error = await refusal(read, file);
      expect({ code: error.code, columns: error.columns }).toEqual({ code, columns });
    },
  );

  it("matches names exactly first, where names of inputs differ by blanks alone", async () => {
    const text = JSON.stringify(
      tinyModel((file) => {
        file.inputs[1]!.name = "Age ";
      }),
    );
    const { output } = await read("Age ,Age\nearly,31\n", { model: text });
    expect(output).toBe(`Age ,Age,${COLUMN}\nearly,31,${EARLY}\n`);
    const { code, columns } = await refusal(read, "Age, Age\n31,early\n", { model: text });
    expect({ code, columns }).toEqual({ code: "TABLE_COLUMN_MISSING", columns: ["Age "] });
  });

  it("takes an empty line of a file of one column for a missing value", async () => {
    const file = tinyModel((change) => {
      change.inputs.pop();
      const { transformers } = change.pipeline as { transformers: unknown[] };
      transformers.pop();
      change.feature_names_out = ["age__Age"];
      change.regressor.support_vectors = [{ columns: [0], rows: [[0]] }];
      change.verification = { ...change.verification, inputs: [[30]], transformed: [[0]] };
    });
    const { output, rows } = await read("Age\n31\n\n31\n", { model: JSON.stringify(file) });
    const one = loadModel(file);
    const [known, missing] = [31, null].map((age) => one.predict({ Age: age }));
    expect(output).toBe(`Age,${COLUMN}\n31,${known}\n,${missing}\n31,${known}\n`);
    expect(rows).toBe(3);
  });

  it("suggests the names of columns that are nearly there", async () => {
    const { message } = await refusal(read, "age,Shfit,note\n31,early,x\n");
    expect(message).toContain('(for "age", "Shfit", did you mean "Age", "Shift"?)');
    expect((await refusal(read, "Pet,Son\n1,2\n")).message).not.toContain("did you mean");
  });
});

describe("the command's own options", () => {
  const [[, command]] = READERS as unknown as [[string, (typeof READERS)[number][1]]];

  it("reads by the delimiter that it is told", async () => {
    const { output } = await command("Age:Shift\n31:early\n:late\n", { delimiter: ":" });
    expect(output).toBe(PREDICTED.replaceAll(",", ":"));
  });

  it("prefers the delimiter that it is told to that of the header", async () => {
    const { code, columns } = await refusal(command, PLAIN, { delimiter: ";" });
    expect({ code, columns }).toEqual({ code: "TABLE_COLUMN_MISSING", columns: ["Age", "Shift"] });
  });

  it("reads a file of several gzip files", async () => {
    const { output } = await command(Buffer.concat([gzipSync("Age,Shift\n31,early\n"), gzipSync(",late\n")]));
    expect(output).toBe(PREDICTED);
  });
});
