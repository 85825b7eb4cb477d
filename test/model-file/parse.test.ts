import { describe, expect, it } from "vitest";
import { loadModel, ModelFileError } from "../../src/index.js";
import { failureOf } from "../support/failure.js";
import { issuesOf, tinyModel } from "../support/tiny-model.js";

const failure = (source: unknown): ModelFileError => failureOf(ModelFileError, () => loadModel(source));

describe("parseModelFile", () => {
  it("takes text, with or without a byte order mark, or an object", () => {
    const text = JSON.stringify(tinyModel());
    for (const source of [text, `\ufeff${text}`, tinyModel()]) expect(loadModel(source).info.name).toBe("tiny");
  });

  it("refuses text that is not JSON, without quoting it", () => {
    const error = failure('{"Age": 35, secret');
    expect(error.code).toBe("MODEL_FILE_SYNTAX");
    expect(error.message).not.toContain("secret");
    expect(error.issues).toEqual([{ path: "", message: "expected JSON text, got text that is not JSON" }]);
  });

  it.each([
    [undefined, "a value of type undefined"],
    [null, "null"],
    [[], "an array"],
    [12, "a value of type number"],
    [{}, "another object"],
    [Buffer.from("{}"), "bytes, which are to be decoded to text first"],
    [Promise.resolve(tinyModel()), "another object"],
    ["{}", "another object"],
    ["7", "a value of type number"],
  ])("refuses %s", (source, came) => {
    const error = failure(source);
    expect(error.code).toBe("MODEL_FILE_VERSION");
    expect(error.message).toBe(
      `The model file cannot be loaded: expected a model file, an object whose "format" is "supportvector", got ${came}`,
    );
  });

  it.each([
    [2, "version 2"],
    ["1", "none"],
    [undefined, "none"],
  ])("refuses version %s", (version, came) => {
    const error = failure({ ...tinyModel(), version });
    expect(error.code).toBe("MODEL_FILE_VERSION");
    expect(error.issues).toEqual([
      { path: "/version", message: `expected version 1, which this release reads, got ${came}` },
    ]);
  });

  it("lists every problem with its path", () => {
    const error = failure(
      tinyModel((model) => {
        const file = model as unknown as Record<string, Record<string, unknown>>;
        delete file["feature_names_out"];
        file["regressor"]!["gamma"] = 0;
        file["regressor"]!["kernel"] = "linear";
        file["metadata"]!["colour"] = "red";
        file["inputs"] = [{ name: 7, kind: "number", missing: false }, { kind: "word" }] as never;
      }),
    );
    expect(error.code).toBe("MODEL_FILE_INVALID");
    expect(error.issues.map(({ path, message }) => `${path} ${message}`).sort()).toEqual([
      ' lacks "feature_names_out"',
      "/inputs/0/name expected type string",
      '/inputs/1 expected a known "kind", got "word"',
      '/metadata holds "colour", which is not part of the format',
      "/regressor/gamma expected a number > 0",
      '/regressor/kernel expected one of ["rbf","poly","sigmoid"]',
    ]);
    expect(error.message).toContain("6 problems:\n- ");
  });

  it.each([
    ["a string for a number", "/regressor/intercept expected type number", { intercept: "1" }],
    [
      "a number that JSON reads as infinite",
      "/regressor/intercept expected type number",
      { intercept: Number.POSITIVE_INFINITY },
    ],
    [
      "a fraction for a position",
      "/regressor/support_vectors/0/columns/0 expected type integer",
      { support_vectors: [{ columns: [0.5], rows: [] }] },
    ],
    [
      "a negative position",
      "/regressor/support_vectors/0/index/0 expected a number >= 0",
      { support_vectors: [{ columns: [0], rows: [], index: [-1] }] },
    ],
  ])("refuses %s", (_, issue, regressor) => {
    expect(issuesOf((model) => Object.assign(model.regressor, regressor))).toContain(issue);
  });

  it("refuses other words than those listed", () => {
    const issues = issuesOf((model) => {
      (model.pipeline as never as { transformers: { step: object }[] }).transformers[1]!.step = {
        type: "OneHotEncoder",
        categories: [["early"]],
        handle_unknown: "guess",
      };
      (model.inputs[1] as { categories: string[] }).categories = [];
      (model.inputs[0] as { range: number[] }).range = [1, 2, 3];
      model.metadata.metrics = { "Test MAE": 1 };
    });
    expect(issues).toContain('/pipeline/transformers/1/step/handle_unknown expected one of ["error","ignore"]');
    expect(issues).toContain("/inputs/1/categories expected at least 1 items");
    expect(issues).toContain("/inputs/0/range expected at most 2 items");
    expect(issues).toContain('/metadata/metrics holds "Test MAE", which is no name of the form ^[a-z][a-z0-9_]*$');
  });

  it("refuses steps nested without end, instead of exhausting the stack", () => {
    const depth = 5000;
    const open = '{"type":"Pipeline","steps":[{"name":"s","step":'.repeat(depth);
    const step = `${open}{"type":"passthrough"}${"}]}".repeat(depth)}`;
    const text = JSON.stringify({ ...tinyModel(), pipeline: 0 }).replace('"pipeline":0', `"pipeline":${step}`);
    expect(failure(text).issues).toEqual([{ path: "/pipeline", message: "nests deeper than 100 levels" }]);
  });

  it("says of a category that is neither number nor string what was expected", () => {
    expect(issuesOf((model) => (model.inputs[1] = { ...model.inputs[1]!, categories: [null] } as never))).toEqual([
      "/inputs/1/categories/0 expected type number or string",
    ]);
    expect(issuesOf((model) => (model.inputs[1] = { kind: 3 } as never))).toEqual([
      '/inputs/1 expected a known "kind", got number',
    ]);
  });

  it("refuses an object that contains itself", () => {
    const model = tinyModel() as unknown as Record<string, unknown>;
    model["pipeline"] = { type: "Pipeline", steps: [{ name: "again", step: undefined }] };
    (model["pipeline"] as { steps: { step: unknown }[] }).steps[0]!.step = model["pipeline"];
    expect(failure(model).code).toBe("MODEL_FILE_INVALID");
  });
});
