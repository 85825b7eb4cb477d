// `?coverage=`: prediction intervals in the responses of all protocols. The tiny model predicts 3
// for (30, "early"), and its scores are 1 to 9.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadModel } from "../../src/index.js";
import { calibratedFile, spreadFile } from "../support/calibrated-file.js";
import { type RunningService, startService, stopServices } from "../support/service.js";
import type { TinyModel } from "../support/tiny-model.js";
import { TINY_RECORD, variantModel } from "../support/variants.js";

const LATE = { Age: 30, Shift: "late" };
const LATE_PREDICTION = 1 + 2 * Math.exp(-1);
const MODEL = "/v2/models/tiny/infer";
const TENSORS = {
  inputs: [
    { name: "Age", shape: [1], datatype: "FP64", data: [30] },
    { name: "Shift", shape: [1], datatype: "BYTES", data: ["early"] },
  ],
};

const twoTargets = (file: TinyModel): void => {
  const estimators = ["hours", "days"].map((name) => ({ name, regressor: file.regressor }));
  file.regressor = { type: "MultiOutputRegressor", estimators } as never;
  file.verification.predictions = [[3, 3]];
  file.verification.bounds.predictions = [[1e-14, 1e-14]];
};

afterEach(stopServices);

describe("a model with intervals", () => {
  let running: RunningService;
  beforeEach(async () => {
    running = await startService({ model: loadModel(calibratedFile()) });
  });

  it("adds them to a prediction, and changes no other member", async () => {
    const { status, body } = await running.post("/predict?coverage=0.9", TINY_RECORD);
    expect(status).toBe(200);
    const plain = await running.post("/predict", TINY_RECORD);
    const { lower, upper, coverage, timestamp: _, ...others } = body;
    expect([lower, upper, coverage]).toEqual([-6, 12, 0.9]);
    const { timestamp: __, ...expected } = plain.body;
    expect(others).toEqual(expected);
    expect(Object.keys(plain.body)).toEqual(["prediction", "unit", "model", "timestamp", "confidence"]);
    expect(others.confidence).toBe("MAE ± 0.50");
  });

  it("has null for an infinite end", async () => {
    const { body } = await running.post("/predict?coverage=0.95", TINY_RECORD);
    expect(body).toMatchObject({ prediction: 3, lower: null, upper: null, coverage: 0.95 });
  });

  it("adds them to a batch, in the order of its records", async () => {
    const { body } = await running.post("/batch_predict?coverage=.5", { instances: [LATE, TINY_RECORD] });
    expect(body.lower).toEqual([expect.closeTo(LATE_PREDICTION - 5, 12), -2]);
    expect(body).toMatchObject({ upper: [expect.closeTo(LATE_PREDICTION + 5, 12), 8], coverage: 0.5, count: 2 });
    const plain = await running.post("/batch_predict", { instances: [LATE] });
    expect(Object.keys(plain.body)).toEqual(["predictions", "count", "unit", "model", "timestamp", "confidence"]);
  });

  it("adds outputs in the Open Inference Protocol", async () => {
    const { body } = await running.post(`${MODEL}?coverage=0.9`, TENSORS);
    const tensor = (name: string, value: number) => ({ name, shape: [1], datatype: "FP64", data: [value] });
    const outputs = [tensor("hours", 3), tensor("hours_lower", -6), tensor("hours_upper", 12)];
    expect(body.outputs).toEqual(outputs);
    const chosen = await running.post(`${MODEL}?coverage=0.9`, { ...TENSORS, outputs: [{ name: "hours_upper" }] });
    expect(chosen.body.outputs).toEqual([outputs[2]]);
    const plain = await running.post(MODEL, { ...TENSORS, outputs: [{ name: "hours_upper" }] });
    expect([plain.status, plain.body.error]).toEqual([400, 'outputs: expected "hours"']);
  });

  it("adds them in MLflow's protocol", async () => {
    const { body } = await running.post("/invocations?coverage=0.9", { dataframe_records: [TINY_RECORD] });
    expect(body).toEqual({ predictions: [3], lower: [-6], upper: [12], coverage: 0.9 });
    const plain = await running.post("/invocations", { dataframe_records: [TINY_RECORD] });
    expect(plain.body).toEqual({ predictions: [3] });
  });

  it.each(["0", "1", "90", "-0.5", "1e-1", "nine", "", "0.9&coverage=0.8"])(
    "refuses the coverage %j",
    async (coverage) => {
      for (const [path, body] of [
        ["/predict", TINY_RECORD],
        ["/batch_predict", { instances: [TINY_RECORD] }],
        [MODEL, TENSORS],
        ["/invocations", { dataframe_records: [TINY_RECORD] }],
      ] as const) {
        const { status, body: refused } = await running.post(`${path}?coverage=${coverage}`, body);
        expect([status, refused]).toEqual([
          400,
          { error: "coverage: expected a number above 0 and below 1, such as 0.9", type: "InvalidInputError" },
        ]);
      }
    },
  );

  it("lists the problems of records as without a coverage", async () => {
    for (const [path, body] of [
      ["/predict", { ...LATE, Shift: "noon" }],
      ["/batch_predict", { instances: [LATE, { ...LATE, Shift: "noon" }, {}] }],
    ] as const) {
      const [asked, plain] = await Promise.all([running.post(`${path}?coverage=0.9`, body), running.post(path, body)]);
      expect([asked.status, asked.body]).toEqual([400, plain.body]);
    }
  });
});

it("several targets have objects of ends", async () => {
  const model = loadModel(calibratedFile({ groups: [{ scores: [[1], [2]] }] }, twoTargets), { targets: "any" });
  const running = await startService({ model });
  const single = await running.post("/predict?coverage=0.5", TINY_RECORD);
  expect(single.body).toMatchObject({
    prediction: { hours: 3, days: 3 },
    lower: { hours: 2, days: 1 },
    upper: { hours: 4, days: 5 },
  });
  const batch = await running.post("/invocations?coverage=0.5", { dataframe_records: [TINY_RECORD] });
  expect(batch.body.lower).toEqual([{ hours: 2, days: 1 }]);
  const infinite = await running.post("/predict?coverage=0.9", TINY_RECORD);
  expect(infinite.body.upper).toEqual({ hours: null, days: null });
  const tensors = await running.post(`${MODEL}?coverage=0.5`, TENSORS);
  expect(tensors.body.outputs.map(({ name, data }: { name: string; data: number[] }) => [name, ...data])).toEqual([
    ["hours", 3],
    ["hours_lower", 2],
    ["hours_upper", 4],
    ["days", 3],
    ["days_lower", 1],
    ["days_upper", 5],
  ]);
});

it("a model without intervals refuses a coverage", async () => {
  const running = await startService({ model: variantModel(3) });
  for (const [path, body] of [
    ["/predict", TINY_RECORD],
    ["/batch_predict", { instances: [TINY_RECORD] }],
    [MODEL, TENSORS],
    ["/invocations", { dataframe_records: [TINY_RECORD] }],
  ] as const) {
    const { status, body: refused } = await running.post(`${path}?coverage=0.9`, body);
    expect([status, refused.type]).toEqual([409, "IntervalsMissingError"]);
    expect(refused.error).toBe(
      "expected no coverage: the model tiny, version unversioned, has no prediction intervals",
    );
  }
});

it("a record that the model of the spread refuses is named", async () => {
  const spread = spreadFile((file) => {
    file.inputs[0]!.missing = false;
    const [age] = (file.pipeline as { transformers: { step: unknown }[] }).transformers;
    age!.step = { type: "StandardScaler", mean: [30], scale: [10] };
  });
  const running = await startService({ model: loadModel(calibratedFile({ type: "normalized", spread })) });
  const records = [TINY_RECORD, { ...TINY_RECORD, Age: null }];
  const { status, body } = await running.post("/batch_predict?coverage=0.5", { instances: records });
  expect([status, body.type, body.issues.map(({ row }: { row: number }) => row)]).toEqual([
    400,
    "InvalidInputError",
    [1],
  ]);
  expect((await running.post("/predict?coverage=0.5", TINY_RECORD)).body).toMatchObject({ lower: -7, upper: 13 });
});

it("each variant has its own, and one without refuses", async () => {
  const models = {
    narrow: loadModel(calibratedFile({ groups: [{ scores: [[1]] }] })),
    wide: loadModel(calibratedFile({ groups: [{ scores: [[100]] }] })),
  };
  const shadows = { shadow: variantModel(4) };
  const running = await startService({ models, split: { narrow: 1, wide: 1 }, subject: "input:Subject", shadows });
  const instances = Array.from({ length: 40 }, (_, i) => ({ ...TINY_RECORD, Subject: `s${i}` }));
  const { body } = await running.post("/batch_predict?coverage=0.5", { instances });
  const lows = body.variants.map((variant: string) => (variant === "narrow" ? 2 : -97));
  expect(new Set(lows).size).toBe(2);
  expect(body.lower).toEqual(lows);

  const others = await startService({
    models: { ...models, without: variantModel(5) },
    split: { narrow: 1, wide: 0, without: 1 },
    subject: "input:Subject",
  });
  const refused = await others.post("/batch_predict?coverage=0.5", { instances });
  expect([refused.status, refused.body.type]).toEqual([409, "IntervalsMissingError"]);
});

it("a reload brings other intervals, and refuses those that break a rule", async () => {
  const running = await startService();
  const path = join(running.folder, "model.json");
  const load = (file: object): Promise<boolean> => {
    writeFileSync(path, JSON.stringify(file));
    return running.service.models.load(path);
  };
  const upper = async () => (await running.post("/predict?coverage=0.5", TINY_RECORD)).body.upper;
  expect(await load(calibratedFile())).toBe(true);
  expect(await upper()).toBe(8);
  expect(await load(calibratedFile({ groups: [{ scores: [[1]] }] }))).toBe(true);
  expect(await upper()).toBe(4);
  const { models } = running.service;
  expect(await load(calibratedFile({ groups: [{ scores: [[2, 1]] }] }))).toBe(false);
  expect(models.failure).toMatchObject({
    code: "INTERVALS_INVALID",
    issues: [{ path: "/intervals/groups/0/scores/0/1" }],
  });
  expect(await upper()).toBe(4);
  const spread = spreadFile((file) => {
    file.verification.inputs = [[30, "a secret"]];
  });
  expect(await load(calibratedFile({ type: "normalized", spread }))).toBe(false);
  expect(JSON.stringify(models.failure)).toContain("/intervals/spread/verification/inputs/");
  expect(JSON.stringify(models.failure)).not.toContain("a secret");
});
