// All messages about a file that cannot be read, and about its bad rows, as the command gives them.
// Messages name rows and columns, and never quote a value.

import { gzipSync } from "node:zlib";
import { afterAll, expect, it } from "vitest";
import { createWorkplace } from "../support/finished-command.js";
import { tinyModel } from "../support/tiny-model.js";
import { zip } from "./both-readers.js";

const place = createWorkplace();
place.write("model.json", JSON.stringify(tinyModel()));
afterAll(() => place.remove());

const RECORD = '{"Age":31,"Shift":"early"}';
const FILES: Readonly<Record<string, string | Uint8Array>> = {
  "empty.csv": "",
  "blank.json": " \n",
  "workbook.xlsx": zip("[Content_Types].xml"),
  "old.xls": Buffer.from("d0cf11e0a1b11ae1", "hex"),
  "sheet.ods": zip("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
  "archive.csv": zip("rows.csv"),
  "page.pdf": "%PDF-1.7\n",
  "parquet.csv": "PAR1",
  "bzip2.csv": "BZh91AY&SY",
  "half.csv.gz": gzipSync("Age,Shift\n31,early\n").subarray(0, 25),
  "latin-1.csv": Buffer.from("Age,Shift\n31,fr\xfch\n", "latin1"),
  "utf-16.csv": Buffer.from("Age,Shift\n", "utf16le"),
  "half-utf-16.csv": Buffer.from("\ufeffAge,Shift\n", "utf16le").subarray(0, -1),
  "array.csv": `[${RECORD}]`,
  "records.csv": `${RECORD}\n${RECORD}\n`,
  "array.ndjson": `[\n${RECORD}\n]\n`,
  "rows.ndjson": "Age,Shift\n31,early\n",
  "rows.json": "Age,Shift\n31,early\n",
  "records.json": `${RECORD}\n${RECORD}\n`,
  "text.json": "secret",
  "open.json": `[${RECORD}`,
  "longer.json": `[${RECORD}] ${RECORD}`,
  "none.csv": "a,b\nsecret,secret\n",
  "near.csv": "age,Shfit\nsecret,secret\n",
  "twice.csv": "Age,Shift,Age\nsecret,secret,secret\n",
  "taken.csv": "Age,Shift,predicted hours (h)\nsecret,secret,secret\n",
  "comma.csv": "Age;Shift\n12,5;early\n",
  "long.csv": `Age,Shift\n"${"x".repeat(2 ** 24)}`,
  "header.csv": `"Age${"x".repeat(2 ** 20)}`,
  "record.json": `[{"Age":"${"x".repeat(2 ** 24)}`,
  "text-row.csv": "Age,Shift\nsecret,early\n",
  "comma-row.csv": "Age;Shift\n31.5;early\n31,5;early\n",
  "thousands-row.csv": "Age;Shift\n1,500;early\n",
  "bounds-row.csv": "Age,Shift\n1e999,early\n",
  "missing-row.csv": "Age,Shift\n31,\n",
  "category-row.csv": "Age,Shift\n31,secret\n",
  "short-row.csv": "Age,Shift\n31\n",
  "quotes-row.csv": 'Age,Shift\n"31"secret,early\n',
  "no-record.ndjson": "secret\n",
  "no-object.ndjson": '["secret"]\n',
  "number-text.ndjson": '{"Age":"31","Shift":"early"}\n',
  "no-input.ndjson": '{"Age":31}\n',
  "taken.ndjson": '{"Age":31,"Shift":"early","predicted hours (h)":1}\n',
};

it("says what is wrong with a file, and what to do", () => {
  const said = Object.entries(FILES).map(([name, content]) => {
    place.write(name, content);
    const { code, errors } = place.run(["predict", name, "--model", "model.json"]);
    expect(errors).toMatch(/^supportvector: [^\n]+\n$/);
    expect(errors).not.toMatch(/secret|12,5|1,500/);
    return `${code} ${errors.replace("supportvector: ", "")}`;
  });
  expect(said.join("")).toMatchSnapshot();
});
