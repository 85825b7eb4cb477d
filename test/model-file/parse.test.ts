import { describe, expect, it } from "vitest";
import { loadModel, ModelFileError } from "../../src/index.js";
import { failureOf } from "../support/failure.js";
import { pathsOf, tinyModel } from "../support/tiny-model.js";

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
    expect(error.issues).toMatchObject([{ path: "" }]);
  });

  it.each([[undefined], [null], [[]], [12], [{}], [Buffer.from("{}")], [Promise.resolve(tinyModel())], ["{}"], ["7"]])(
    "refuses %s",
    (source) => {
      const error = failure(source);
      expect(error.code).toBe("MODEL_FILE_VERSION");
      expect(error.issues).toMatchObject([{ path: "" }]);
    },
  );

  it.each([[2], ["1"], [undefined]])("refuses version %s", (version) => {
    const error = failure({ ...tinyModel(), version });
    expect(error.code).toBe("MODEL_FILE_VERSION");
    expect(error.issues).toMatchObject([{ path: "/version" }]);
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
    expect(error.issues.map(({ path }) => path).sort()).toEqual([
      "",
      "/inputs/0/name",
      "/inputs/1",
      "/metadata",
      "/regressor/gamma",
      "/regressor/kernel",
    ]);
    expect(error.message.split("\n")).toHaveLength(7);
  });

  it.each([
    ["a string for a number", "/regressor/intercept", { intercept: "1" }],
    ["a number that JSON reads as infinite", "/regressor/intercept", { intercept: Number.POSITIVE_INFINITY }],
    [
      "a fraction for a position",
      "/regressor/support_vectors/0/columns/0",
      { support_vectors: [{ columns: [0.5], rows: [] }] },
    ],
    [
      "a negative position",
      "/regressor/support_vectors/0/index/0",
      { support_vectors: [{ columns: [0], rows: [], index: [-1] }] },
    ],
  ])("refuses %s", (_, path, regressor) => {
    expect(pathsOf((model) => Object.assign(model.regressor, regressor))).toContain(path);
  });

  it("refuses other words than those listed", () => {
    const paths = pathsOf((model) => {
      (model.pipeline as never as { transformers: { step: object }[] }).transformers[1]!.step = {
        type: "OneHotEncoder",
        categories: [["early"]],
        handle_unknown: "guess",
      };
      (model.inputs[1] as { categories: string[] }).categories = [];
      (model.inputs[0] as { range: number[] }).range = [1, 2, 3];
      model.metadata.metrics = { "Test MAE": 1 };
    });
    expect(paths).toContain("/pipeline/transformers/1/step/handle_unknown");
    expect(paths).toContain("/inputs/1/categories");
    expect(paths).toContain("/inputs/0/range");
    expect(paths).toContain("/metadata/metrics");
  });

  it("refuses steps nested without end, instead of exhausting the stack", () => {
    const depth = 5000;
    const open = '{"type":"Pipeline","steps":[{"name":"s","step":'.repeat(depth);
    const step = `${open}{"type":"passthrough"}${"}]}".repeat(depth)}`;
    const text = JSON.stringify({ ...tinyModel(), pipeline: 0 }).replace('"pipeline":0', `"pipeline":${step}`);
    expect(failure(text).issues).toMatchObject([{ path: "/pipeline" }]);
  });

  it("refuses a reference that is no object, or nests without end", () => {
    expect(pathsOf((model) => Object.assign(model, { reference: [] }))).toEqual(["/reference"]);
    const deep = `${"[".repeat(5000)}${"]".repeat(5000)}`;
    const text = JSON.stringify({ ...tinyModel(), reference: { rows: 0 } }).replace('"rows":0', `"rows":${deep}`);
    for (const source of [text, JSON.parse(text)])
      expect(failure(source).issues).toMatchObject([{ path: "/reference" }]);
  });

  it("refuses a category that is neither number nor string, and a kind that is no string", () => {
    expect(pathsOf((model) => (model.inputs[1] = { ...model.inputs[1]!, categories: [null] } as never))).toEqual([
      "/inputs/1/categories/0",
    ]);
    expect(pathsOf((model) => (model.inputs[1] = { kind: 3 } as never))).toEqual(["/inputs/1"]);
  });

  it("refuses an object that contains itself", () => {
    const model = tinyModel() as unknown as Record<string, unknown>;
    model["pipeline"] = { type: "Pipeline", steps: [{ name: "again", step: undefined }] };
    (model["pipeline"] as { steps: { step: unknown }[] }).steps[0]!.step = model["pipeline"];
    expect(failure(model).code).toBe("MODEL_FILE_INVALID");
  });
});
