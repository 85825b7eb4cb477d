// `supportvector predict --interval`: columns with the ends of intervals. The tiny model predicts 3
// for (30, "early"), and its scores are 1 to 9.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { calibratedFile, spreadFile } from "../support/calibrated-file.js";
import { runHere } from "../support/command-here.js";
import { createWorkplace, type Workplace } from "../support/finished-command.js";
import { tinyModel } from "../support/tiny-model.js";

let place: Workplace;
beforeEach(() => {
  place = createWorkplace();
  place.write("model.json", JSON.stringify(calibratedFile()));
});
afterEach(() => place.remove());

const run = (args: readonly string[], input: string = "") =>
  runHere(["predict", "--model", "model.json", ...args], { folder: place.folder, input });

describe("CSV", () => {
  it("gets both ends behind the prediction", async () => {
    const { output, code } = await run(["--format", "csv", "--interval", "0.9"], "Age,Shift\n30,early\n");
    expect(output).toBe("Age,Shift,predicted hours (h),hours_lower,hours_upper\n30,early,3,-6,12\n");
    expect(code).toBe(0);
  });

  it("has no field for an infinite end", async () => {
    const { output } = await run(["--format", "csv", "--interval", ".95"], 'Age,Shift\n30,early\n30,"early"\n');
    expect(output.split("\n").slice(1, 3)).toEqual(["30,early,3,,", "30,early,3,,"]);
  });

  it("has ends in its own decimal sign", async () => {
    place.write("model.json", JSON.stringify(calibratedFile({ groups: [{ scores: [[0.5]] }] })));
    const { output } = await run(
      ["--format", "csv", "--decimal", "comma", "--interval", "0.5"],
      "Age;Shift\n30;early\n",
    );
    expect(output.split("\n")[1]).toBe("30;early;3;2,5;3,5");
  });

  it("keeps the rejected rows apart", async () => {
    const args = ["--format", "csv", "--interval", "0.9", "--rejects", "rejects.csv"];
    const { output, code } = await run(args, "Age,Shift\n30,noon\n30,early\n");
    expect(output.split("\n").slice(1)).toEqual(["30,early,3,-6,12", ""]);
    expect(place.read("rejects.csv")).toContain("Shift");
    expect(code).toBe(0);
  });
});

describe("records", () => {
  it("get both ends behind the prediction, null if infinite", async () => {
    const input = '{"Age":30,"Shift":"early"}\n';
    const { output } = await run(["--format", "ndjson", "--interval", "0.9"], input);
    expect(output).toBe('{"Age":30,"Shift":"early","predicted hours (h)":3,"hours_lower":-6,"hours_upper":12}\n');
    const infinite = await run(["--format", "json", "--interval", "0.99"], `[${input}]`);
    expect(JSON.parse(infinite.output)).toEqual([
      { Age: 30, Shift: "early", "predicted hours (h)": 3, hours_lower: null, hours_upper: null },
    ]);
  });

  it("become tables", async () => {
    const input = '{"Age":30,"Shift":"early"}\n';
    for (const [coverage, row] of [
      ["0.9", "30,early,3,-6,12"],
      ["0.99", "30,early,3,,"],
    ] as const) {
      await run(["--format", "ndjson", "--interval", coverage, "--output", "out.csv"], input);
      expect(place.read("out.csv").trim().split("\n")).toEqual([
        "Age,Shift,predicted hours (h),hours_lower,hours_upper",
        row,
      ]);
    }
  });

  it("of a table have null, too", async () => {
    await run(["--format", "csv", "--interval", "0.99", "--output", "out.json"], "Age,Shift\n30,early\n");
    expect(JSON.parse(place.read("out.json"))).toEqual([
      { Age: 30, Shift: "early", "predicted hours (h)": 3, hours_lower: null, hours_upper: null },
    ]);
  });
});

it("each of several targets has both ends", async () => {
  const file = calibratedFile({ groups: [{ scores: [[1], [2]] }] }, (each) => {
    const estimators = ["hours", "days"].map((name) => ({ name, regressor: each.regressor }));
    each.regressor = { type: "MultiOutputRegressor", estimators } as never;
    each.verification.predictions = [[3, 3]];
    each.verification.bounds.predictions = [[1e-14, 1e-14]];
  });
  place.write("model.json", JSON.stringify(file));
  const names = ["predicted hours (h)", "hours_lower", "hours_upper", "predicted days (h)", "days_lower", "days_upper"];
  const csv = await run(["--format", "csv", "--interval", "0.5"], "Age,Shift\n30,early\n");
  expect(csv.output.split("\n").slice(0, 2)).toEqual([`Age,Shift,${names.join(",")}`, "30,early,3,2,4,3,1,5"]);
  const json = await run(["--format", "ndjson", "--interval", "0.5"], '{"Age":30,"Shift":"early"}\n');
  expect(Object.keys(JSON.parse(json.output)).slice(2)).toEqual(names);
});

describe("a run", () => {
  it.each([
    ["csv", "Age,Shift,hours_upper\n30,early,1\n"],
    ["ndjson", '{"Age":30,"Shift":"early","hours_upper":1}\n'],
  ])("refuses %s that has such a column already", async (format, input) => {
    const { code, errors } = await run(["--format", format, "--interval", "0.9"], input);
    expect(code).toBe(1);
    expect(errors).toContain('"hours_upper"');
    expect((await run(["--format", format], input)).code).toBe(0);
  });

  it("refuses a model without intervals before it touches a file", async () => {
    place.write("model.json", JSON.stringify(tinyModel()));
    place.write("out.csv", "before");
    const { code, errors } = await run(
      ["absent.csv", "--interval", "0.9", "--output", "out.csv", "--rejects", "rejects.csv"],
      "",
    );
    expect(errors).toBe(
      "supportvector: the model file model.json has no intervals: export it with them, or leave out --interval\n",
    );
    expect(code).toBe(4);
    expect([place.list(), place.read("out.csv")]).toEqual([["model.json", "out.csv"], "before"]);
  });

  it("refuses intervals that break a rule, without training rows in the message", async () => {
    const spread = spreadFile((file) => {
      file.verification.inputs = [[30, "a secret"]];
    });
    place.write("model.json", JSON.stringify(calibratedFile({ type: "normalized", spread })));
    const { code, errors } = await run(["--format", "csv", "--interval", "0.9"], "Age,Shift\n");
    expect(errors).toMatch(
      /^supportvector: the intervals of the model file model\.json are refused: \/intervals\/spread/,
    );
    expect(errors).not.toContain("a secret");
    expect(code).toBe(4);
    expect((await run(["--format", "csv"], "Age,Shift\n")).code).toBe(0);
  });

  it.each(["0", "1", "90", "-0.5", "nine", ""])("refuses the coverage %j", async (coverage) => {
    const { code, errors } = await run(["--format", "csv", "--interval", coverage], "Age,Shift\n");
    expect(code).toBe(2);
    expect(errors).toContain("above 0 and below 1");
  });
});
