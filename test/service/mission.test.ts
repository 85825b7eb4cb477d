// The API as the mission's document describes it: paths, fields, status codes, and every error.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { predict } from "../../src/absenteeism/index.js";
import { loadModel } from "../../src/index.js";
import { RECORD, type RunningService, startService, stopServices } from "../support/service.js";
import { tinyModel } from "../support/tiny-model.js";

let api: RunningService;
beforeAll(async () => {
  api = await startService();
});
afterAll(stopServices);

const sick: Record<string, number> = { ...RECORD, "Reason for absence": 23 };
const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?$/);

describe("the endpoints", () => {
  it("GET /health", async () => {
    const { status, body } = await api.ask("/health");
    expect(status).toBe(200);
    expect(body).toEqual({
      status: "healthy",
      timestamp: iso,
      model_loaded: true,
      model_type: "SVR",
      test_mae: 3.2235,
      training_date: expect.stringMatching(/^\d{4}-\d\d-\d\d/),
    });
  });

  it("POST /predict", async () => {
    const { status, headers, body } = await api.post("/predict", sick);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(body).toEqual({
      prediction: predict(sick as never),
      unit: "hours",
      model: "SVR_RBF",
      timestamp: iso,
      confidence: "MAE ± 3.22",
    });
    expect(Object.keys(body)).toEqual(["prediction", "unit", "model", "timestamp", "confidence"]);
  });

  it("POST /predict in ASCII, whatever the unit", async () => {
    const unit = 'Stunden "pro" Kopf\n… 🙂';
    const model = loadModel(tinyModel((tiny) => (tiny.metadata.unit = unit)) as never);
    const { post } = await startService({ model });
    const { text, body } = await post("/predict", { Age: 30, Shift: "early" });
    expect(body).toMatchObject({ prediction: 3, unit, confidence: "MAE ± 0.50" });
    expect(text).toMatch(/^[ -~]+$/);
  });

  it("POST /batch_predict", async () => {
    const instances = [sick, RECORD, { ...sick, Age: 42 }];
    const { status, body } = await api.post("/batch_predict", { instances });
    expect(status).toBe(200);
    expect(body).toEqual({
      predictions: instances.map((record) => predict(record as never)),
      count: 3,
      unit: "hours",
      model: "SVR_RBF",
      timestamp: iso,
      confidence: "MAE ± 3.22",
    });
  });

  it("POST /batch_predict of nothing", async () => {
    const { status, body } = await api.post("/batch_predict", { instances: [] });
    expect(status).toBe(200);
    expect(body).toMatchObject({ predictions: [], count: 0 });
  });

  it("GET /model_info", async () => {
    const { status, body } = await api.ask("/model_info");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: "loaded",
      timestamp: iso,
      metadata: {
        model_type: "SVR",
        test_mae: 3.2235,
        test_rmse: 9.8778,
        test_r2: 0.1046,
        train_date: expect.any(String),
        features_count: 19,
        training_samples: 592,
        test_samples: 148,
      },
    });
  });

  it("GET /live, GET /ready", async () => {
    expect(await api.ask("/live")).toMatchObject({ status: 200, body: { live: true } });
    expect(await api.ask("/ready")).toMatchObject({ status: 200, body: { ready: true } });
  });

  it("ignores extra fields", async () => {
    const { body } = await api.post("/predict", { ...sick, ID: "12", nested: { deep: [1] } });
    expect(body.prediction).toBe(predict(sick as never));
  });

  it("puts warnings beside the prediction", async () => {
    const { status, body } = await api.post("/predict", { ...sick, Age: 99 });
    expect(status).toBe(200);
    expect(body.warnings).toEqual([
      {
        code: "OUT_OF_RANGE",
        row: 0,
        input: "Age",
        expected: expect.stringMatching(/27.*58/),
        received: "99",
        message: expect.stringContaining('"Age"'),
      },
    ]);
  });

  it("says which row of a batch a warning is about", async () => {
    const { body } = await api.post("/batch_predict", { instances: [sick, { ...sick, "Day of the week": 7 }] });
    expect(body.warnings).toMatchObject([{ row: 1, code: "UNKNOWN_CATEGORY", input: "Day of the week" }]);
  });

  it("lists the first hundred warnings, and says how many there are", async () => {
    const strange = { ...sick, Age: 99, "Day of the week": 7 };
    const instances = Array.from({ length: 70 }, (_, i) => (i === 60 ? sick : strange));
    const { body } = await api.post("/batch_predict", { instances });
    expect(body.warnings).toHaveLength(100);
    expect(body.warnings[99]).toMatchObject({ row: 49, input: "Age" });
    expect(body.warning_count).toBe(138);
    const few = await api.post("/batch_predict", { instances: instances.slice(60, 70) });
    expect(few.body.warnings.at(-1)).toMatchObject({ row: 9 });
    expect(few.body).not.toHaveProperty("warning_count");
  });
});

describe("the errors", () => {
  it("missing features: 400, with their names", async () => {
    const { Age, Son, ...rest } = sick;
    const { status, body } = await api.post("/predict", { ...rest, Weight: "75" });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      error: "Missing required features: Age, Son",
      type: "MissingFeaturesError",
      missing: ["Age", "Son"],
    });
    expect(body.issues.map(({ input, code }: Record<string, string>) => [input, code])).toEqual([
      ["Age", "MISSING_INPUT"],
      ["Son", "MISSING_INPUT"],
      ["Weight", "WRONG_TYPE"],
    ]);
  });

  it("values that the model does not accept: 400, with all of them", async () => {
    const instances = [sick, { ...sick, Age: "35", Son: null }];
    const { status, body } = await api.post("/batch_predict", { instances });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      error: expect.stringContaining("2 problems"),
      type: "InvalidInputError",
      issues: [
        { row: 1, input: "Age", code: "WRONG_TYPE" },
        { row: 1, input: "Son", code: "MISSING_VALUE" },
      ],
    });
    expect(body).not.toHaveProperty("missing");
  });

  it("booleans for numbers: 400, with advice", async () => {
    const { body } = await api.post("/predict", { ...sick, "Social drinker": true, Son: "true" });
    expect(body.issues).toMatchObject([
      { input: "Son", message: expect.stringMatching(/got "true"$/) },
      { input: "Social drinker", message: expect.stringMatching(/got true\. .*write 1 for true and 0 for false$/) },
    ]);
  });

  it("many problems: a hundred of them, and no more than a part of the records is checked", async () => {
    const { body } = await api.post("/batch_predict", { instances: Array.from({ length: 50 }, () => ({})) });
    expect(body.issues).toHaveLength(100);
    expect(body.issue_count).toBe(6 * 19);
    expect(body.missing).toHaveLength(19);
    expect(body.unchecked_records).toBe(50 - 6);
  });

  it("at least so many problems, if not all records are checked", async () => {
    const instances = Array.from({ length: 200 }, () => ({ ...sick, Age: "35" }));
    const { body } = await api.post("/batch_predict", { instances });
    expect(body.error).toMatch(/^at least 100 problems: row 0: "Age"/);
    expect(body.unchecked_records).toBe(200 - 100);
  });

  it("a few records with problems: all of them, by row", async () => {
    const instances = Array.from({ length: 201 }, (_, i) => (i % 100 === 0 ? { ...sick, Age: "35" } : sick));
    const { body } = await api.post("/batch_predict", { instances });
    expect(body.issues.map(({ row }: { row: number }) => row)).toEqual([0, 100, 200]);
    expect(body.issues[2].message).toMatch(/^row 200: "Age" expected/);
    const last = instances.slice(136);
    expect((await api.post("/batch_predict", { instances: last })).body.issues).toMatchObject([
      { row: 64, message: expect.stringMatching(/^row 64: "Age"/) },
    ]);
  });

  it.each([["{"], ["not json"], ['{"Age": NaN}'], [""], ["{}}"]])("invalid JSON: 400 for %j", async (text) => {
    expect(await api.post("/predict", text)).toMatchObject({ status: 400, body: { type: "InvalidJSONError" } });
  });

  it.each([["null"], ["[]"], ["3"], ['"text"'], ["true"]])("no record: 400 for %s", async (text) => {
    const { status, body } = await api.post("/predict", text);
    expect(status).toBe(400);
    expect(body).toMatchObject({ type: "InvalidInputError", issues: [{ code: "NOT_A_RECORD" }] });
  });

  it.each([["null"], ["[]"], ["{}"], ['{"instances":{}}'], ['{"instances":null}']])(
    "no batch: 400 for %s",
    async (text) => {
      const { status, body } = await api.post("/batch_predict", text);
      expect(status).toBe(400);
      expect(body).toEqual({ error: expect.stringContaining('"instances"'), type: "InvalidInputError" });
    },
  );

  it.each([
    ["GET", "/nothing"],
    ["POST", "/predict/"],
    ["DELETE", "/"],
  ])("unknown endpoints: 404 for %s %s, with the known ones", async (method, path) => {
    const { status, body } = await api.ask(path, { method, ...(method === "POST" && { body: "{" }) });
    expect(status).toBe(404);
    expect(body).toMatchObject({ type: "NotFoundError" });
    expect(body.available_endpoints).toEqual(
      expect.arrayContaining(["GET /health", "POST /predict", "POST /batch_predict", "GET /model_info"]),
    );
  });

  it.each([
    ["GET", "/predict", "POST"],
    ["PUT", "/batch_predict", "POST"],
    ["POST", "/health", "GET, HEAD"],
    ["DELETE", "/v2/models/absenteeism/infer", "POST"],
    ["OPTIONS", "/predict", "POST"],
  ])("other methods: 405 for %s %s", async (method, path, allow) => {
    const { status, headers, body } = await api.ask(path, { method });
    expect(status).toBe(405);
    expect(headers.get("allow")).toBe(allow);
    expect(body).toEqual({ error: expect.stringContaining(allow), type: "MethodNotAllowedError" });
  });

  it("internal errors: 500, without their message", async () => {
    const { service } = api;
    const { model } = service.models.served!;
    const own = Object.getOwnPropertyDescriptor(model, "predict");
    Object.defineProperty(model, "predict", {
      configurable: true,
      value: () => {
        throw new Error("secret of the house");
      },
    });
    try {
      const { status, text, body } = await api.post("/predict", sick);
      expect(status).toBe(500);
      expect(body).toEqual({ error: expect.any(String), type: "InternalServerError" });
      expect(text).not.toContain("secret");
    } finally {
      if (own) Object.defineProperty(model, "predict", own);
      else Reflect.deleteProperty(model, "predict");
    }
  });
});
