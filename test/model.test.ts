import { Matrix } from "ml-matrix";
import { beforeEach, describe, expect, it } from "vitest";
import { InputError, loadModel, type Model } from "../src/index.js";
import type { ModelFile } from "../src/model-file/types.generated.js";
import { failureOf } from "./support/failure.js";
import { tinyModel } from "./support/tiny-model.js";

let model: Model;
beforeEach(() => {
  model = loadModel(tinyModel());
});

const failure = (work: () => unknown): InputError => failureOf(InputError, work);

describe("predict", () => {
  it("predicts what can be worked out by hand", () => {
    expect(model.predict({ Age: 30, Shift: "early" })).toBe(3);
    expect(model.predict({ Age: 40, Shift: "early" })).toBeCloseTo(2 * Math.exp(-0.5) + 1, 14);
    expect(model.predict({ Age: 30, Shift: "late" })).toBeCloseTo(2 * Math.exp(-1) + 1, 14);
  });

  it("imputes null and NaN, not an absent key", () => {
    const imputed = model.predict({ Age: 40, Shift: "early" });
    expect(model.predict({ Age: null, Shift: "early" })).toBe(imputed);
    expect(model.predict({ Age: Number.NaN, Shift: "early" })).toBe(imputed);
    expect(failure(() => model.predict({ Shift: "early" })).issues).toEqual([
      {
        code: "MISSING_INPUT",
        row: 0,
        input: "Age",
        expected: "a finite number, or null",
        received: "nothing",
        message: expect.stringMatching(/^"Age" /),
      },
    ]);
  });

  it("reports all problems at once", () => {
    const error = failure(() => model.predict({ Age: "35", Shift: null }));
    expect(error.code).toBe("INPUT_INVALID");
    expect(error.issues.map(({ code, input }) => [code, input])).toEqual([
      ["WRONG_TYPE", "Age"],
      ["MISSING_VALUE", "Shift"],
    ]);
    for (const { message } of error.issues) expect(error.message).toContain(message);
  });

  it.each([
    ["WRONG_TYPE", { Age: true, Shift: "early" }, "Age", "true"],
    ["WRONG_TYPE", { Age: [30], Shift: "early" }, "Age", "an array"],
    ["WRONG_TYPE", { Age: 30n, Shift: "early" }, "Age", "a value of type bigint"],
    ["WRONG_TYPE", { Age: 30, Shift: 1 }, "Shift", "1"],
    ["NOT_FINITE", { Age: Infinity, Shift: "early" }, "Age", "Infinity"],
    ["MISSING_VALUE", { Age: 30, Shift: Number.NaN }, "Shift", "NaN"],
    ["UNKNOWN_CATEGORY", { Age: 30, Shift: "dusk" }, "Shift", '"dusk"'],
    ["UNKNOWN_CATEGORY", { Age: 30, Shift: "x".repeat(1000) }, "Shift", `"${"x".repeat(40)}…"`],
    ["NOT_A_RECORD", null, undefined, "null"],
    ["NOT_A_RECORD", [30, "early"], undefined, "an array"],
    ["NOT_A_RECORD", "Age", undefined, '"Age"'],
  ])("%s: %o", (code, record, input, received) => {
    const { issues } = failure(() => model.predict(record as never));
    expect(issues).toHaveLength(1);
    expect([issues[0]!.code, issues[0]!.row, issues[0]!.input, issues[0]!.received]).toEqual([
      code,
      0,
      input,
      received,
    ]);
  });

  it("clips as the model file says", () => {
    const clipped = loadModel(tinyModel((file) => (file.target = { clip: { min: 1.5, max: 2 } })));
    expect(clipped.predict({ Age: 30, Shift: "early" })).toBe(2);
    expect(clipped.predict({ Age: 1000, Shift: "early" })).toBe(1.5);
  });

  it("refuses a number that a step would make infinite, at the power of ten that it says", () => {
    const small = loadModel(
      tinyModel((file) => {
        const { step } = (file.pipeline as { transformers: { step: { steps: { step: object }[] } }[] })
          .transformers[0]!;
        step.steps[1]!.step = { type: "StandardScaler", mean: [30], scale: [1e-3] };
      }),
    );
    expect(small.predict({ Age: 1e305, Shift: "early" })).toBe(1);
    expect(failure(() => small.predict({ Age: -2e305, Shift: "early" })).issues[0]).toMatchObject({
      code: "NOT_FINITE",
      expected: "a number from -1e+305 to 1e+305, or null",
    });
    expect(small.inputSchema).toMatchObject({ properties: { Age: { minimum: -1e305, maximum: 1e305 } } });
    expect(model.predict({ Age: 1.7e308, Shift: "early" })).toBe(1);
    const tiny = loadModel(
      tinyModel((file) => {
        const { transformers } = file.pipeline as { transformers: { step: object }[] };
        transformers[0]!.step = { type: "StandardScaler", scale: [1e-310] };
        file.inputs[0]!.missing = false;
        file.verification = {
          inputs: [[0, "early"]],
          transformed: [[0, 1, 0]],
          predictions: [[3]],
          bounds: { predictions: [[0]] },
        };
      }),
    );
    expect(tiny.inputSchema).toMatchObject({ properties: { Age: { maximum: 1e-2 } } });
    const oneSided = loadModel(
      tinyModel((file) => {
        const { transformers } = file.pipeline as { transformers: { step: object }[] };
        transformers[0]!.step = { type: "StandardScaler", mean: [1e308] };
        file.inputs[0]!.missing = false;
        file.verification = {
          inputs: [[0, "early"]],
          transformed: [[-1e308, 1, 0]],
          predictions: [[1]],
          bounds: { predictions: [[0]] },
        };
      }),
    );
    expect(failure(() => oneSided.predict({ Age: -1e308, Shift: "early" })).issues[0]).toMatchObject({
      code: "NOT_FINITE",
    });
    expect(model.inputSchema).not.toHaveProperty("properties.Age.maximum");
  });
});

describe("predictBatch", () => {
  it("returns a plain array", () => {
    const batch = model.predictBatch([
      { Age: 30, Shift: "early" },
      { Age: 1e9, Shift: "late" },
    ]);
    expect(JSON.stringify(batch)).toBe("[3,1]");
    expect(model.predictBatch([])).toEqual([]);
  });

  it("reports all problems of all rows, and predicts none", () => {
    const error = failure(() =>
      model.predictBatch([{ Age: 30, Shift: "early" }, { Age: "x" }, undefined, { Age: 1, Shift: "dusk" }] as never),
    );
    expect(error.issues.map(({ row, input, code }) => [row, input, code])).toEqual([
      [1, "Age", "WRONG_TYPE"],
      [1, "Shift", "MISSING_INPUT"],
      [2, undefined, "NOT_A_RECORD"],
      [3, "Shift", "UNKNOWN_CATEGORY"],
    ]);
    expect(error.issues[0]!.message).toMatch(/^row 1: "Age" /);
  });

  it("keeps the message short where the problems are many", () => {
    const error = failure(() => model.predictBatch(new Array(1000).fill({})));
    expect(error.issues).toHaveLength(2000);
    expect(error.message.split("\n")).toHaveLength(12);
    expect(error.message).toContain("1990");
  });

  it("notices holes in an array", () => {
    expect(failure(() => model.predictBatch(new Array(2))).issues).toHaveLength(2);
  });

  it.each([
    [undefined, "nothing"],
    [{ Age: 30, Shift: "early" }, "an object"],
    ["records", '"records"'],
    [new Matrix([[1, 2, 3]]), "a matrix of 3 columns"],
  ])("refuses %o", (batch, received) => {
    expect(failure(() => model.predictBatch(batch as never)).issues).toMatchObject([
      { code: "NOT_A_BATCH", row: 0, expected: "an array of records, or a matrix of 2 columns", received },
    ]);
  });

  it("reports what it does not accept in a matrix", () => {
    const matrix = new Matrix([
      [30, 1],
      [Infinity, 2],
    ]);
    expect(failure(() => model.predictBatch(matrix)).issues.map(({ row, input, code }) => [row, input, code])).toEqual([
      [0, "Shift", "WRONG_TYPE"],
      [1, "Age", "NOT_FINITE"],
      [1, "Shift", "WRONG_TYPE"],
    ]);
  });
});

describe("transform", () => {
  it("gives the row that reaches the regressor, named as scikit-learn names it", () => {
    expect(model.transform({ Age: 45, Shift: "late" })).toEqual([1.5, 0, 1]);
    expect(model.featureNamesOut).toEqual(["age__Age", "shift__Shift_early", "shift__Shift_late"]);
    expect(() => model.transform({ Age: 45 })).toThrow(InputError);
  });

  it("gives a row of its own", () => {
    const row = model.transform({ Age: 45, Shift: "late" });
    model.transform({ Age: 30, Shift: "early" });
    expect(row).toEqual([1.5, 0, 1]);
  });
});

describe("warnings", () => {
  let lenient: Model;
  beforeEach(() => {
    const file = tinyModel(({ pipeline }: ModelFile) => {
      const { transformers } = pipeline as { transformers: { step: object }[] };
      transformers[1]!.step = { type: "OneHotEncoder", categories: [["early", "late"]], handle_unknown: "ignore" };
    });
    lenient = loadModel(file);
  });

  it("finds nothing where there is nothing", () => {
    for (const record of [
      { Age: 18, Shift: "early" },
      { Age: 65, Shift: "late" },
      { Age: null, Shift: "late" },
    ])
      expect(lenient.warnings(record)).toEqual([]);
  });

  it("warns of what scikit-learn lets pass", () => {
    expect(lenient.warnings({ Age: 17, Shift: "dusk" })).toEqual([
      {
        code: "OUT_OF_RANGE",
        row: 0,
        input: "Age",
        expected: "a number from 18 to 65, as in training",
        received: "17",
        message: expect.stringMatching(/^"Age" /),
      },
      {
        code: "UNKNOWN_CATEGORY",
        row: 0,
        input: "Shift",
        expected: 'one of "early", "late"',
        received: '"dusk"',
        message: expect.stringMatching(/^"Shift" /),
      },
    ]);
  });

  it("warns above the range as below it, and not of what is missing", () => {
    expect(lenient.warnings({ Age: 65.5, Shift: "late" }).map(({ code }) => code)).toEqual(["OUT_OF_RANGE"]);
    expect(lenient.warnings({ Age: Number.NaN, Shift: "late" })).toEqual([]);
  });

  it("refuses what predict refuses", () => {
    expect(() => lenient.warnings({ Age: 17 })).toThrow(InputError);
  });
});

describe("what a model says of itself", () => {
  it("info", () => {
    expect(model.info).toEqual({
      name: "tiny",
      target: "hours",
      unit: "h",
      metrics: { test_mae: 0.5 },
      scikitLearnVersion: "1.2.1",
      regressor: "SVR",
      kernel: "rbf",
      supportVectors: 1,
      inputs: 2,
      features: 3,
    });
  });

  it("inputs", () => {
    expect(model.inputs).toEqual(tinyModel().inputs);
  });

  it("reference, as the file has it, whatever the object holds", () => {
    const reference = { rows: 2, inputs: [], predictions: [{ edges: [1], counts: "none" }] };
    expect(loadModel(tinyModel((file) => Object.assign(file, { reference }))).reference).toEqual(reference);
    expect(model.reference).toBeUndefined();
  });

  it("inputSchema", () => {
    expect(model.inputSchema).toEqual({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "tiny",
      type: "object",
      properties: {
        Age: { type: ["number", "null"], description: "From 18 to 65 in training." },
        Shift: { enum: ["early", "late"] },
      },
      required: ["Age", "Shift"],
    });
  });

  it("verify", () => {
    expect(model.verify()).toEqual({ passed: true, rows: 1, maxError: 0, maxErrorRatio: 0 });
  });
});
