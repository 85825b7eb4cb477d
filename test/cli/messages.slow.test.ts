// All messages of `predict` and of the commands that describe a model, apart from those about text
// (test/tables/messages.test.ts). Messages never quote a value of a row.

import type { SchemaElement } from "hyparquet";
import { type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, expect, it } from "vitest";
import { createWorkplace } from "../support/finished-command.js";
import { tinyModel } from "../support/tiny-model.js";

const place = createWorkplace();
afterAll(() => place.remove());

place.write("model.json", JSON.stringify(tinyModel()));
place.write("wrong.json", JSON.stringify(tinyModel((file) => (file.regressor.intercept = 2))));
place.write("quoting.json", JSON.stringify(tinyModel((file) => (file.verification.inputs = [["secret", "early"]]))));
place.write("good.csv", "Age,Shift\n31,early\n");
place.write("bad.csv", "Age,Shift\nsecret,early\nsecret,early\n");
place.write("mixed.csv", "Age,Shift,x,x\n31,early,,\nsecret,early,,\n90,early,,\n80,late,,\n");
place.write("header.csv", "Age,Shift\n");
place.write("keys.ndjson", '{"Age":31,"Shift":"early"}\n{"Age":31,"Shift":"early","more":1}\n');
place.write("record.json", '{"Age":"secret"}');
place.write("open.json", '{"Age":"secret"');

const age: ColumnSource = { name: "Age", data: [31], type: "DOUBLE" };
const shift: ColumnSource = { name: "Shift", data: ["early"], type: "STRING" };
const parquet = (name: string, columnData: ColumnSource[], schema?: SchemaElement[]): void =>
  place.write(`${name}.parquet`, new Uint8Array(parquetWriteBuffer({ columnData, ...(schema && { schema }) })));
parquet("good", [age, shift]);
parquet("missing", [age]);
parquet("mistyped", [{ name: "Age", data: ["secret"] }, shift]);
parquet("taken", [age, shift, { name: "predicted hours (h)", data: [1] }]);
parquet("twice", [age, shift, { name: "x", data: [1] }, { name: "x", data: [1] }]);
parquet("no-text", [age, shift, { name: "half", data: [1], type: "FLOAT16" }]);
place.write("no.parquet", "secret");

const to = (file: string, output: string, ...options: string[]) => [
  "predict",
  file,
  "--model",
  "model.json",
  "--output",
  output,
  ...options,
];
const REJECTS = ["--rejects", "rejects.csv"];

it("say what is wrong, and what to do", () => {
  const commands = [
    to("rows.txt", "out.csv"),
    to("-", "out.csv"),
    to("-", "out.parquet", "--format", "parquet"),
    to("good.csv", "out.csv.gz"),
    to("good.csv", "nowhere/out.csv"),
    to("good.csv", "out.xlsx"),
    to("absent.csv", "out.csv"),
    to(".", "out.csv"),
    to("header.csv", "out.csv"),
    to("good.parquet", "out.csv", "--decimal", "comma"),
    to("good.csv", "out.csv", "--max-rejects", "1"),
    to("good.csv", "out.csv", "--max-rejects", "some", ...REJECTS),
    to("good.csv", "out.csv", "--rejects", "out.csv"),
    to("bad.csv", "out.csv"),
    to("bad.csv", "out.csv", ...REJECTS),
    to("bad.csv", "out.csv", ...REJECTS, "--max-rejects", "1"),
    to("mixed.csv", "out.csv", ...REJECTS),
    to("mixed.csv", "out.csv", ...REJECTS, "--max-rejects", "20%"),
    to("mixed.csv", "out.json"),
    to("keys.ndjson", "out.csv"),
    ...["no", "missing", "mistyped", "taken", "twice"].map((name) => to(`${name}.parquet`, "out.parquet")),
    to("no-text.parquet", "out.csv"),
    ["info", "--model", "absent.json"],
    ["info", "--model", "good.csv"],
    ["info", "--model", "wrong.json"],
    ["info", "--model", "quoting.json"],
    ["explain", "record.json", "--model", "model.json"],
    ["explain", "open.json", "--model", "model.json"],
    ["explain", "absent.json", "--model", "model.json"],
  ];
  const messages = commands.map((args) => {
    const { code, errors } = place.run(args);
    return `$ supportvector ${args.join(" ").replace(" --model model.json", "")}\n${code} ${errors}`;
  });
  expect(messages.join("")).not.toMatch(/secret/);
  expect(messages.join("\n")).toMatchSnapshot();
});
