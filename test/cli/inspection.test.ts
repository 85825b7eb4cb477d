// The commands that tell about a model.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { predictOptions } from "../../src/cli/predict/options.js";
import { loadModel } from "../../src/index.js";
import { calibratedFile } from "../support/calibrated-file.js";
import { createWorkplace, type Workplace } from "../support/finished-command.js";
import { ROOT } from "../support/installed-package.js";
import { tinyModel } from "../support/tiny-model.js";

let place: Workplace;
beforeEach(() => {
  place = createWorkplace();
  place.write("model.json", JSON.stringify(tinyModel()));
});
afterEach(() => place.remove());

const own = (name: string, ...args: string[]) => place.run([name, ...args, "--model", "model.json"]);

describe("a model", () => {
  it("info", () => {
    const { output, code } = own("info");
    expect(output.split("\n")).toEqual([
      "name             tiny",
      "predicts         hours",
      "unit             h",
      "scikit-learn     1.2.1",
      "regressor        SVR, kernel rbf",
      "support vectors  1",
      "inputs           2",
      "columns          3",
      expect.stringMatching(/^plan {13}\w+: .+/),
      "test_mae         0.5",
      "",
    ]);
    expect(code).toBe(0);
  });

  it.each([
    ["of its file", {}, "intervals        absolute, cross, 9 rows"],
    ["of a file that they cannot be used of", { groups: [null] }, "intervals        absolute, cross, 0 rows"],
  ])("info, with the intervals %s", (_, intervals, line) => {
    place.write("model.json", JSON.stringify(calibratedFile(intervals as object)));
    expect(own("info").output.split("\n")).toContain(line);
  });

  it("inputs", () => {
    expect(own("inputs").output.split("\n")).toEqual([
      "INPUT  KIND      MISSING         IN TRAINING",
      "Age    number    may be missing  18 to 65",
      'Shift  category  required        "early", "late"',
      "",
    ]);
  });

  it("schema", () => {
    expect(JSON.parse(own("schema").output)).toEqual(loadModel(tinyModel()).inputSchema);
  });

  it("verify", () => {
    expect(own("verify").output).toMatch(
      /^verified {12}1 rows come out as in Python, within their bounds\nlargest error {7}\S+ h\nshare of its bound {2}\S+ %\n$/,
    );
    place.write("model.json", JSON.stringify(tinyModel((file) => (file.regressor.intercept = 2))));
    const { code, errors } = own("verify");
    expect(errors).toContain("expected 1 rows to come out as in Python, got errors up to");
    expect(code).toBe(4);
  });

  it("types of inputs that take bools", () => {
    place.write("model.json", JSON.stringify(tinyModel(({ inputs }) => (inputs[0]!.boolean = true))));
    expect(own("types").output).toContain('readonly "Age": boolean | number | null;');
    expect(own("inputs").output).toContain("Age    boolean   may be missing  18 to 65");
  });

  it("types of names that end comments", () => {
    const odd = tinyModel((file) => (file.metadata.name = "2 */ odd"));
    (odd.inputs[1] as { categories: string[] }).categories = ["early", "*/ late"];
    odd.pipeline = JSON.parse(JSON.stringify(odd.pipeline).replace('"late"', '"*/ late"'));
    place.write("model.json", JSON.stringify(odd));
    const { output } = own("types");
    expect(output).toContain("export interface Model2OddRecord {");
    expect(output.match(/\*\//g)).toHaveLength(3);
  });

  it("explain", () => {
    place.write("record.json", '\ufeff{"Age": 90, "Shift": "early"}');
    const { output, code } = own("explain", "record.json");
    expect(output).toMatch(/^PLAN\n {2}\w+: .+\n\nTRANSFORMED ROW\n {2}age__Age {12}6\n {2}shift__Shift_early {2}1\n/);
    expect(output).toMatch(
      /\nPREDICTION\n {2}hours {2}1\.0\d+ h\n\nCONTRIBUTIONS\n {2}none: [^\n]+\n\nWARNINGS\n {2}"Age" expected a number from 18 to 65/,
    );
    expect(code).toBe(0);
  });

  it.each([
    ['{"Age": "secret"', "record.json"],
    ['{"Age": "secret"}', '"Age"'],
    ["3", "record.json"],
  ])("explain refuses %s, and does not repeat it", (text, named) => {
    place.write("record.json", text);
    const { output, errors, code } = own("explain", "record.json");
    expect(errors).toContain(named);
    expect(errors).toMatch(/^supportvector: [^\n]+\n$/);
    expect(errors).not.toContain("secret");
    expect([output, code]).toEqual(["", 1]);
  });

  describe("explain with a background", () => {
    const explain = (record: string, background: string, name = "background.csv") => {
      place.write("record.json", record);
      place.write(name, background);
      return own("explain", "record.json", "--background", name);
    };
    /** The lines of the contributions. */
    const section = (output: string): string[] => {
      const lines = output.split("\n");
      const start = lines.findIndex((line) => line.startsWith("CONTRIBUTIONS"));
      return lines.slice(start, lines.indexOf("", start));
    };

    // f = 1 + 2 · exp(−(Age − 30)² / 200) · (1 if early, e⁻¹ if late). So Age contributes
    // (e^−½ − 1)(1 + e⁻¹) = −0.538 and Shift (1 − e⁻¹)(1 + e^−½) = 1.016.
    const expected = [
      "CONTRIBUTIONS (exact, against 1 background row)",
      "  base                1.736",
      "  Shift       early  +1.016              |++++++++++++",
      "  Age         40     -0.538        ------|",
      "  prediction          2.213",
    ];

    it.each([
      ["background.csv", "Other;Shift;Age\n1;late;30\n"],
      ["background.json", '[{"Age": 30, "Shift": "late"}]'],
    ])("draws the contributions: %s", (name, background) => {
      const { output, code } = explain('{"Age": 40, "Shift": "early"}', background, name);
      expect(section(output)).toEqual(expected);
      expect(code).toBe(0);
    });

    it("uses that of the model file, and tells what is clipped and missing", () => {
      const clipped = tinyModel((file) => {
        file.background = [[30, "late"]];
        file.target = { clip: { max: 2 } };
        file.verification.predictions = [[3]];
      });
      place.write("model.json", JSON.stringify(clipped));
      place.write("record.json", '{"Age": null, "Shift": "early"}');
      const { output } = own("explain", "record.json");
      const lines = expected.map((line) => line.replace("40     ", "missing").replace("early  ", "early    "));
      expect(section(output).map((line) => line.replace(/ +/g, " "))).toEqual([
        ...lines.slice(0, -1).map((line) => line.replace(/ +/g, " ").replace("missing-", "missing -")),
        " prediction 2.213 clipped to 2 h",
      ]);
      expect(output).toContain("  hours  2 h\n");
    });

    it("is none without a background", () => {
      place.write("record.json", '{"Age": 40, "Shift": "early"}');
      const { output, code } = own("explain", "record.json");
      expect(section(output)[1]).toMatch(/^ {2}none: the model file has no background\./);
      expect(code).toBe(0);
    });

    it.each([
      ["Age,Shift\nsecret,late\n", "b.csv", /row 0: "Age" expected a finite number/],
      ["Age,Shift\n30,secret\n", "b.csv", /row 0: "Shift" expected/],
      ["Age\n30\n", "b.csv", /Shift/],
      ["Age,Shift\n", "b.csv", /it has no rows/],
      ['[{"Age": 30, "Shift": "secret"}]', "b.json", /row 0: "Shift" expected/],
      ['{"Age": 30, "Shift": "secret"}', "b.json", /b\.json is no JSON array/],
      ['[{"Age": "secret"', "b.json", /b\.json is not JSON/],
      ["secret", "b.parquet", /b\.parquet is parquet, not CSV or JSON/],
      ["secret", "b.txt", /the format of b\.txt is not known/],
    ])("refuses %s as %s, and does not repeat it", (background, name, message) => {
      const { output, errors } = explain('{"Age": 40, "Shift": "early"}', background, name);
      expect(errors).toMatch(message);
      expect(errors).toMatch(/^supportvector: [^\n]+\n$/);
      expect(errors + output).not.toContain("secret");
      expect(output).toBe("");
    });
  });

  it.each(["info", "inputs", "schema", "verify", "types"])(
    "%s is of the included model if no other is named",
    (name) => {
      const { output, code } = place.run([name]);
      expect(output).toMatch(/absenteeism|Body mass index|3 rows come out/);
      expect(code).toBe(0);
    },
  );

  it("explain reads standard input", () => {
    expect(place.run(["explain", "-", "--model", "model.json"], '{"Age":30,"Shift":"early"}').output).toContain(
      "  3 h",
    );
  });
});

describe("help", () => {
  it("says the version", () => {
    expect(place.run(["--version"]).output).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("shows examples", () => {
    expect(place.run(["--help"]).output).toMatch(/Examples:\n {2}supportvector /);
    expect(place.run(["--help"]).output).toMatch(/\n {2}supportvector-export \S+\.joblib .*--output model\.json\n$/);
    expect(place.run(["predict", "--help"]).output).toMatch(/Examples:\n {2}supportvector predict /);
  });

  it("is in docs/cli.md, too, option by option", () => {
    const docs = readFileSync(join(ROOT, "docs/cli.md"), "utf8");
    for (const { flags } of predictOptions()) expect(docs).toContain(`| \`${flags}\` |`);
    for (const name of ["predict", "info", "inputs", "schema", "verify", "types", "explain", "serve"])
      expect(docs).toContain(`supportvector ${name}`);
  });
});
