// Shadows: they predict after the response, are compared with it, and never change or delay it.

import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { type AnyModel, createMetrics, createModelStore, type VariantOptions } from "../../src/service/index.js";
import { type RunningService, startService, stopServices } from "../support/service.js";
import { otherInputs, TINY_RECORD, variantModel } from "../support/variants.js";

afterEach(stopServices);

const model = variantModel(3);

/** Returns a model whose predictions do something else first. */
function withHook(before: () => void, original = variantModel(5)): AnyModel {
  const predict: AnyModel["predict"] = (record) => {
    before();
    return original.predict(record as never);
  };
  return Object.assign(Object.create(original), { predict });
}

/** Waits until the shadows have done, and returns the values of their metrics. */
async function counts({ ask }: RunningService, records: number): Promise<Record<string, number>> {
  for (let i = 0; ; i++) {
    const { text } = await ask("/metrics");
    const lines = [...text.matchAll(/^supportvector_shadow_(?:records_total|difference_(?:sum|count))\{.*$/gm)];
    const found = Object.fromEntries(
      lines.map(([line]) => [
        line.slice("supportvector_shadow_".length, line.lastIndexOf(" ")),
        Number(line.split(" ").at(-1)),
      ]),
    );
    const done = Object.entries(found).filter(([name]) => name.startsWith("records_total"));
    if (done.reduce((sum, [, value]) => sum + value, 0) >= records) return found;
    expect(i).toBeLessThan(200);
    await sleep(10);
  }
}

describe("a shadow", () => {
  it("is compared with the response, in all protocols", async () => {
    const api = await startService({ model, shadows: { next: variantModel(5) } });
    const tensors = [
      { name: "Age", shape: [1], datatype: "FP64", data: [30] },
      { name: "Shift", shape: [1], datatype: "BYTES", data: ["early"] },
    ];
    await api.post("/predict", TINY_RECORD);
    await api.post("/batch_predict", { instances: [TINY_RECORD, TINY_RECORD] });
    await api.post("/invocations", { instances: [[30, "early"]] });
    await api.post("/v2/models/tiny/infer", { inputs: tensors });
    await api.post("/predict", {});
    expect(await counts(api, 5)).toEqual({
      'records_total{variant="next",result="predicted"}': 5,
      'difference_sum{variant="next"}': 10,
      'difference_count{variant="next"}': 5,
    });
    expect((await api.ask("/metrics")).text).toContain("supportvector_predictions_count 5\n");
  });

  it("begins after the response was sent", async () => {
    const order: string[] = [];
    const shadow = withHook(() => order.push("shadow"));
    const { service, post } = await startService({ model, shadows: { shadow } });
    service.server.prependListener("request", (_request, response) =>
      response.once("finish", () => order.push("response")),
    );
    for (const path of ["/predict", "/batch_predict", "/invocations"]) {
      await post(path, path === "/predict" ? TINY_RECORD : { instances: [TINY_RECORD] });
      while (order.length < 2) await sleep(1);
      expect(order.splice(0)).toEqual(["response", "shadow"]);
    }
  });

  it("that is slow delays nobody for longer than a record", async () => {
    let predicted = 0;
    const slow = withHook(() => {
      predicted++;
      const start = performance.now();
      while (performance.now() - start < 20);
    });
    const api = await startService({ model, shadows: { slow } });
    await api.post("/batch_predict", { instances: Array(20).fill(TINY_RECORD) });
    expect((await api.post("/predict", TINY_RECORD)).body.prediction).toBe(3);
    // A few turns of the event loop, and not the 20 records.
    expect(predicted).toBeLessThan(15);
    await counts(api, 21);
  });

  it.each<[string, VariantOptions["shadows"], string]>([
    [
      "throws",
      {
        next: withHook(() => {
          throw new Error("secret");
        }),
      },
      "failed",
    ],
    ["does not accept the record", { next: otherInputs(5) }, "refused"],
    ["has no model", { next: "/nowhere/model.json" }, "failed"],
  ])("that %s is counted", async (_, shadows, result) => {
    const api = await startService({ model, shadows: shadows! });
    expect(await api.post("/predict", TINY_RECORD)).toMatchObject({ status: 200, body: { prediction: 3 } });
    const name = `records_total{variant="next",result="${result}"}`;
    expect(await counts(api, 1)).toEqual({ [name]: 1 });
    expect((await api.ask("/health")).status).toBe(200);
    expect(await api.stop()).not.toContain("secret");
  });

  it("predicts what all variants responded to, by their own predictions", async () => {
    const api = await startService({
      models: { champion: model, challenger: variantModel(4) },
      split: { champion: 1, challenger: 1 },
      subject: "input:ID",
      shadows: { next: variantModel(10) },
    });
    const instances = Array.from({ length: 100 }, (_, ID) => ({ ...TINY_RECORD, ID }));
    const { body } = await api.post("/batch_predict", { instances });
    const sum = body.predictions.reduce((total: number, prediction: number) => total + 10 - prediction, 0);
    expect((await counts(api, 100))['difference_sum{variant="next"}']).toBe(sum);
  });
});

describe("the queue", () => {
  it("drops what exceeds it, and counts it", async () => {
    const slow = withHook(() => {
      const start = performance.now();
      while (performance.now() - start < 1);
    });
    const api = await startService({ model, shadows: { slow }, maxBatchRows: 20_000 });
    await api.post("/batch_predict", { instances: Array(10_001).fill(TINY_RECORD) });
    expect(await counts(api, 10_001)).toEqual({ 'records_total{variant="slow",result="dropped"}': 10_001 });
  });

  it("is dropped when the service closes", async () => {
    let predictions = 0;
    const slow = withHook(() => {
      predictions++;
      const start = performance.now();
      while (performance.now() - start < 5);
    });
    const api = await startService({ model, shadows: { slow } });
    await api.post("/batch_predict", { instances: Array(500).fill(TINY_RECORD) });
    await api.stop();
    const atStop = predictions;
    await sleep(30);
    expect(predictions).toBe(atStop);
    expect(predictions).toBeLessThan(500);
  });
});

it("without shadows there are no metrics of them", async () => {
  const store = createModelStore({ info() {}, error() {} } as never);
  expect(await (await createMetrics(store)).registry.metrics()).not.toContain("shadow");
});
