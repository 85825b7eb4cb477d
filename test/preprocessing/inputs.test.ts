// Inputs that several steps read: what is accepted, and what is warned of, follows from all of
// them.

import { describe, expect, it } from "vitest";
import { InputError, loadModel } from "../../src/index.js";
import type { ModelFile, Step } from "../../src/model-file/types.generated.js";
import { failureOf } from "../support/failure.js";
import { transformByOracle } from "../support/oracle.js";
import { pathsOf, type TinyModel, tinyModel } from "../support/tiny-model.js";

/** A model of one input that two steps read. */
function readTwice(first: Step, second: Step, input: object): (model: TinyModel) => void {
  return (model) => {
    model.pipeline = {
      type: "ColumnTransformer",
      transformers: [first, second].map((step, i) => ({ name: `t${i}`, columns: [0], step })),
    };
    model.inputs = [{ name: "Code", missing: false, ...input } as ModelFile["inputs"][number]];
    const transformed = transformByOracle(model, [2]);
    model.feature_names_out = transformed.map((_, c) => `c${c}`);
    model.regressor.support_vectors = [{ columns: transformed.map((_, c) => c), rows: [transformed] }];
    model.verification = {
      inputs: [[2]],
      transformed: [transformed],
      predictions: [[3]],
      bounds: { predictions: [[0]] },
    };
  };
}

const strict: Step = { type: "OneHotEncoder", categories: [[1, 2, 3]], handle_unknown: "error" };
const lenient: Step = { type: "OneHotEncoder", categories: [[2, 3, 4]], handle_unknown: "ignore" };
const scaler: Step = { type: "StandardScaler", mean: [2] };

describe("an input of two encoders", () => {
  const model = loadModel(tinyModel(readTwice(strict, lenient, { kind: "category", categories: [2, 3] })));

  it("accepts what the strict one knows", () => {
    expect(model.inputSchema).toMatchObject({ properties: { Code: { enum: [1, 2, 3] } } });
    for (const code of [1, 2, 3]) expect(() => model.predict({ Code: code })).not.toThrow();
    for (const code of [4, 5, 2.5]) expect(() => model.predict({ Code: code })).toThrow(InputError);
  });

  it("warns of what one of them does not know", () => {
    expect(model.warnings({ Code: 2 })).toEqual([]);
    expect(model.warnings({ Code: 1 })).toMatchObject([{ code: "UNKNOWN_CATEGORY", expected: "one of 2, 3" }]);
  });

  it.each([[[1, 2, 3]], [[2, 3, 4]], [[2]]])("does not know %j", (categories) => {
    expect(pathsOf(readTwice(strict, lenient, { kind: "category", categories }))).toEqual(["/inputs/0/categories"]);
  });

  it("must not hold strings where they hold numbers", () => {
    expect(pathsOf(readTwice(strict, lenient, { kind: "category", categories: ["2", "3"] }))).toContain(
      "/pipeline/transformers/0/step/categories/0",
    );
  });
});

describe("an input that is encoded and computed with", () => {
  const model = loadModel(tinyModel(readTwice(lenient, scaler, { kind: "number", range: [2, 4] })));

  it("is a number, with warnings of both kinds", () => {
    expect(model.transform({ Code: 2.5 })).toEqual([0, 0, 0, 0.5]);
    expect(model.warnings({ Code: 3 })).toEqual([]);
    expect(model.warnings({ Code: 2.5 })).toMatchObject([{ code: "UNKNOWN_CATEGORY" }]);
    expect(model.inputSchema).toMatchObject({
      properties: { Code: { type: "number", description: "From 2 to 4 in training.", examples: [2, 3, 4] } },
    });
  });

  it("needs no range", () => {
    const without = loadModel(tinyModel(readTwice(scaler, scaler, { kind: "number" })));
    expect(without.warnings({ Code: 1e6 })).toEqual([]);
    expect(without.inputSchema).toHaveProperty("properties.Code", { type: "number" });
  });
});

describe("an input that nothing encodes", () => {
  it("is no category", () => {
    expect(pathsOf(readTwice(scaler, scaler, { kind: "category", categories: [2] }))).toEqual(["/inputs/0/categories"]);
  });
});

describe("a message", () => {
  it("lists forty categories at most", () => {
    const categories = Array.from({ length: 60 }, (_, i) => i);
    const wide: Step = { type: "OneHotEncoder", categories: [categories], handle_unknown: "error" };
    const model = loadModel(tinyModel(readTwice(wide, wide, { kind: "category", categories })));
    const [issue] = failureOf(InputError, () => model.predict({ Code: 99 })).issues;
    expect(issue!.expected.split(", ")).toHaveLength(40);
    expect(issue!.expected).toContain("20 more");
  });
});

describe("an input that held bools", () => {
  const model = loadModel(tinyModel(readTwice(strict, scaler, { kind: "number", boolean: true })));
  const plain = loadModel(tinyModel(readTwice(scaler, scaler, { kind: "number" })));
  const issues = (record: object) => failureOf(InputError, () => model.predict(record as never)).issues;

  it("takes true and false for 1 and 0", () => {
    const flags = loadModel(tinyModel(readTwice(scaler, scaler, { kind: "number", boolean: true })));
    expect(flags.predict({ Code: true })).toBe(flags.predict({ Code: 1 }));
    expect(flags.predictColumns({ Code: [true, false, 2] })).toEqual(flags.predictColumns({ Code: [1, 0, 2] }));
    expect(flags.inputSchema).toMatchObject({ properties: { Code: { type: ["number", "boolean"] } } });
    expect(flags.warnings({ Code: true })).toEqual([]);
  });

  it("refuses the one that its encoder does not know", () => {
    expect(model.predict({ Code: true })).toBe(model.predict({ Code: 1 }));
    expect(issues({ Code: false })).toMatchObject([
      { code: "UNKNOWN_CATEGORY", expected: "one of 1, 2, 3, true or false", received: "false" },
    ]);
    expect(model.inputSchema).toMatchObject({ properties: { Code: { enum: [1, 2, 3, true] } } });
  });

  it("is declared, because any other input refuses them", () => {
    expect(failureOf(InputError, () => plain.predict({ Code: true } as never)).issues).toMatchObject([
      { code: "WRONG_TYPE", received: "true" },
    ]);
  });
});
