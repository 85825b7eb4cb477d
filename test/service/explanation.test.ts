// POST /explain: the values, what is refused, and models that cannot be explained.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { loadExplainer } from "../../src/explain/index.js";
import { loadModel } from "../../src/index.js";
import { buildService, readApiKeys } from "../../src/service/index.js";
import { describeFailure } from "../../src/service/model/load-failure.js";
import { loadFile } from "../../src/service/model/load-file.js";
import { readAfterTrial } from "../../src/service/model/trial.js";
import { explainable, product } from "../support/explainable-models.js";
import { failureOf } from "../support/failure.js";
import { readFixture } from "../support/fixtures.js";
import { RECORD, type RunningService, startService, stopServices } from "../support/service.js";
import { tinyModel } from "../support/tiny-model.js";

afterEach(() => vi.restoreAllMocks());

/** Places a model file in the folder of a service. */
function place(folder: string, name: string, file: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(file));
  return path;
}

describe("POST /explain", () => {
  let api: RunningService;
  beforeAll(async () => {
    api = await startService({ model: loadExplainer(explainable()), explain: true });
    return stopServices;
  });

  // f = 1 + 2 · exp(−(Age − 30)² / 200) · (1 if early, e⁻¹ if late).
  const half = Math.exp(-0.5);
  const late = Math.exp(-1);

  it("explains a prediction", async () => {
    const { status, body } = await api.post("/explain", { Age: 40, Shift: "early", Name: "Ada" });
    expect(status).toBe(200);
    expect(body).toEqual({
      explanation: {
        prediction: expect.closeTo(1 + 2 * half, 14),
        base: expect.closeTo(1 + 2 * late, 14),
        contributions: [
          { input: "Age", value: 40, contribution: expect.closeTo((half - 1) * (1 + late), 14) },
          { input: "Shift", value: "early", contribution: expect.closeTo((1 - late) * (1 + half), 14) },
        ],
        exact: true,
        clipped: false,
      },
      unit: "h",
      model: "SVR_RBF",
      timestamp: expect.any(String),
      confidence: "MAE ± 0.50",
    });
  });

  it("warns of what makes the prediction doubtful", async () => {
    const { body } = await api.post("/explain", { Age: 90, Shift: "early" });
    expect(body.warnings).toMatchObject([{ code: "OUT_OF_RANGE", input: "Age" }]);
  });

  it.each([
    [{ Age: 40 }, 400, "MissingFeaturesError"],
    [{ Age: "40", Shift: "early" }, 400, "InvalidInputError"],
    [{ Age: 40, Shift: "noon" }, 400, "InvalidInputError"],
    [[{ Age: 40, Shift: "early" }], 400, "InvalidInputError"],
    [null, 400, "InvalidInputError"],
    ['{"Age": 40', 400, "InvalidJSONError"],
  ])("refuses %j", async (body, status, type) => {
    const response = await api.post("/explain", body);
    expect([response.status, response.body.type]).toEqual([status, type]);
  });

  it("has no other method", async () => {
    expect((await api.ask("/explain")).status).toBe(405);
  });

  it("counts requests, but no prediction", async () => {
    await api.post("/explain", { Age: 40, Shift: "early" });
    const { text } = await api.ask("/metrics");
    expect(text).toMatch(/http_request_duration_seconds_count\{[^}]*route="\/explain"[^}]*status="200"[^}]*\} [1-9]/);
    expect(text).toContain("supportvector_prediction_duration_seconds_count 0");
  });
});

describe("a service", () => {
  beforeAll(() => stopServices);

  it("explains nothing by default", async () => {
    const { status, body } = await (await startService()).post("/explain", RECORD);
    expect([status, body.type]).toEqual([404, "NotFoundError"]);
    expect(body.available_endpoints).not.toContain("POST /explain");
  });

  it("explains the included model", async () => {
    const api = await startService({ explain: true });
    const { explanation, prediction, model } = {
      ...(await api.post("/predict", RECORD)).body,
      ...(await api.post("/explain", RECORD)).body,
    };
    expect(explanation).toMatchObject({ prediction, exact: true, clipped: true });
    expect(explanation.contributions).toHaveLength(19);
    expect(model).toBe("SVR_RBF");
  });

  it("explains several targets", async () => {
    const { model: file } = readFixture("multi_output");
    const [row] = file.verification.inputs;
    const explainer = loadExplainer({ ...file, background: [row] }, { targets: "any" });
    const api = await startService({ model: explainer, explain: true });
    const record = Object.fromEntries(file.inputs.map(({ name }, i) => [name, file.verification.inputs[1]![i]]));
    const { explanation } = (await api.post("/explain", record)).body;
    expect(Object.keys(explanation)).toEqual(explainer.model.targets);
    const { prediction } = (await api.post("/predict", record)).body;
    for (const target of explainer.model.targets) expect(explanation[target].prediction).toBe(prediction[target]);
  });

  it("needs a key for it, as for a prediction", async () => {
    const apiKeys = await readApiKeys({ API_KEYS: "bob:0123456789abcdef" });
    const api = await startService({ model: loadExplainer(explainable()), explain: true, apiKeys });
    const record = { Age: 40, Shift: "early" };
    expect((await api.post("/explain", record)).status).toBe(401);
    expect((await api.post("/explain", record, { "X-API-Key": "0123456789abcdef" })).status).toBe(200);
  });

  it("explains by the variant of the subject, and names it", async () => {
    const api = await startService({
      models: {
        a: loadExplainer(explainable()),
        b: loadExplainer(explainable((file) => (file.background = [[30, "early"]]))),
      },
      split: { a: 1, b: 1 },
      shadows: { c: loadModel(tinyModel()) },
      subject: "header:X-User",
      explain: true,
    });
    const bases = new Map<string, number>();
    for (let user = 0; user < 20; user++) {
      const headers = { "X-User": `${user}` };
      const { body } = await api.post("/explain", { Age: 40, Shift: "early" }, headers);
      const predicted = await api.post("/predict", { Age: 40, Shift: "early" }, headers);
      expect([body.variant, body.version]).toEqual([predicted.body.variant, "unversioned"]);
      bases.set(body.variant, body.explanation.base);
    }
    expect(bases.get("a")).toBeCloseTo(1 + 2 * Math.exp(-1), 12);
    expect(bases.get("b")).toBeCloseTo(3, 12);
  });

  it("explains by the model that a reload has brought, and keeps one that the new file cannot replace", async () => {
    const { folder } = await startService();
    const path = place(folder, "model.json", explainable());
    const api = await startService({ model: path, explain: true });
    const base = async (): Promise<number> =>
      (await api.post("/explain", { Age: 40, Shift: "early" })).body.explanation.base;
    expect(await base()).toBeCloseTo(1 + 2 * Math.exp(-1), 12);

    place(folder, "model.json", tinyModel());
    expect(await api.service.models.reload()).toBe(false);
    expect(api.service.models.failure).toMatchObject({ code: "BACKGROUND_MISSING", issues: [{ path: "/background" }] });
    expect(await base()).toBeCloseTo(1 + 2 * Math.exp(-1), 12);

    place(
      folder,
      "model.json",
      explainable((file) => (file.background = [[30, "early"]])),
    );
    expect(await api.service.models.reload()).toBe(true);
    expect(await base()).toBeCloseTo(3, 12);
  });

  it("has no model without a background", async () => {
    const { folder } = await startService();
    const api = await startService({ model: place(folder, "model.json", tinyModel()), explain: true });
    const { status, body } = await api.ask("/health");
    expect([status, body.error]).toEqual([503, "the model file is refused (BACKGROUND_MISSING)"]);
    expect((await api.post("/explain", {})).body.type).toBe("ModelNotLoadedError");
  });

  it("tells of a record whose mixes the model rejects", async () => {
    const api = await startService({ model: loadExplainer(product), explain: true });
    expect((await api.post("/predict", { a: 1e155, b: 1 })).status).toBe(200);
    const { status, body } = await api.post("/explain", { a: 1e155, b: 1 });
    expect([status, body.type]).toEqual([422, "NotExplainableError"]);
    expect(body.error).not.toContain("155");
  });

  it("refuses loaded models, which cannot be explained", async () => {
    const model = loadModel(tinyModel());
    await expect(buildService({ model, explain: true })).rejects.toThrow(
      "explain: expected paths of model files or explainers of loadExplainer, got a model",
    );
    const api = await startService({ model: loadExplainer(explainable()), explain: true });
    expect(await api.service.models.load(model)).toBe(false);
    expect(api.service.models.failure).toMatchObject({ code: "EXPLAINER_MISSING" });
  });
});

describe("the trial of a model file", () => {
  it("explains as well", async () => {
    const { folder } = await startService();
    const trial = (file: unknown): Promise<unknown> =>
      readAfterTrial(place(folder, "model.json", file), true, { heap: 64, time: 60_000 }).then(
        () => undefined,
        describeFailure,
      );
    expect(await trial(explainable())).toBeUndefined();
    expect(await trial(tinyModel())).toMatchObject({ code: "BACKGROUND_MISSING" });
    await stopServices();
  });

  it("quotes no row of the background", () => {
    const file = explainable((changed) => (changed.background = [[91827364, "secret"]]));
    const failure = describeFailure(failureOf(Error, () => loadFile(JSON.stringify(file), true)));
    expect(failure).toMatchObject({ code: "BACKGROUND_INVALID" });
    expect(JSON.stringify(failure)).not.toMatch(/secret|91827364/);
  });

  it("refuses a model whose explanations take too long", () => {
    const text = JSON.stringify(explainable());
    expect(loadFile(text, true).explainer).toBeDefined();
    const usage = vi.spyOn(process, "cpuUsage");
    usage.mockImplementation((since) => ({ user: since ? 250_001 : 0, system: 0 }));
    expect(describeFailure(failureOf(Error, () => loadFile(text, true)))).toMatchObject({
      code: "MODEL_FILE_EXPLANATION",
      reason: "the model file is refused (MODEL_FILE_EXPLANATION)",
    });
    // Only the first explanation takes long.
    usage.mockImplementation((since) => ({ user: since && usage.mock.calls.length < 3 ? 250_001 : 0, system: 0 }));
    usage.mockClear();
    expect(loadFile(text, true).explainer).toBeDefined();
    expect(loadFile(text, false).explainer).toBeUndefined();
  });
});
