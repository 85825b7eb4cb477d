// The store of the model: absent, broken, replaced, and replaced under load.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { model as included } from "../../src/absenteeism/index.js";
import { loadModel, type Model } from "../../src/index.js";
import { RECORD, startService, stopServices } from "../support/service.js";
import { type TinyModel, tinyModel } from "../support/tiny-model.js";

afterEach(stopServices);

const absenteeism = readFileSync(new URL("../../src/absenteeism/model.json", import.meta.url), "utf8");
const modelOf = (change: (model: TinyModel) => void): Model => loadModel(tinyModel(change));

describe("without a model", () => {
  it.each([
    ["absent", undefined, "ENOENT"],
    ["not JSON", "{", "MODEL_FILE_SYNTAX"],
    ["of another format", "{}", "MODEL_FILE_VERSION"],
    [
      "unverified",
      JSON.stringify(tinyModel((model) => model.verification.predictions[0]!.fill(4))),
      "MODEL_FILE_UNVERIFIED",
    ],
  ])("starts with a file that is %s", async (_, text, code) => {
    const { ask, post, folder, service } = await startService({ model: "/nowhere/model.json" });
    const file = join(folder, "model.json");
    if (text !== undefined) {
      writeFileSync(file, text);
      expect(await service.models.load(file)).toBe(false);
    }
    expect(service.models.failure?.code).toBe(code);
    const error = { error: expect.stringContaining(`(${code})`), type: "ModelNotLoadedError" };
    expect(await ask("/health")).toMatchObject({
      status: 503,
      body: { status: "unhealthy", model_loaded: false, timestamp: expect.any(String), ...error },
    });
    expect(await ask("/live")).toMatchObject({ status: 200 });
    expect(await ask("/openapi.json")).toMatchObject({ status: 200 });
    for (const path of ["/ready", "/model_info", "/v2/health/ready", "/v2/models/absenteeism"])
      expect(await ask(path)).toMatchObject({ status: 503, body: error });
    for (const path of ["/predict", "/batch_predict", "/invocations", "/v2/models/absenteeism/infer"])
      expect(await post(path, RECORD)).toMatchObject({ status: 503, body: error });
  });

  it("responds as soon as one has loaded", async () => {
    const { post, folder, service } = await startService({ model: "/nowhere/model.json" });
    const file = join(folder, "model.json");
    writeFileSync(file, absenteeism);
    expect(await service.models.load(file)).toBe(true);
    expect(await post("/predict", RECORD)).toMatchObject({ status: 200, body: { prediction: 0 } });
  });
});

describe("reload", () => {
  it("loads the current file, and documents its inputs", async () => {
    const { ask, post, folder, service } = await startService({ model: "/nowhere/model.json" });
    const file = join(folder, "model.json");
    writeFileSync(file, absenteeism);
    await service.models.load(file);
    const { version } = service.models.served!;
    expect(version).toMatch(/^\d{4}-\d\d-\d\d\+[0-9a-f]{8}$/);

    writeFileSync(file, JSON.stringify(tinyModel()));
    expect(await service.models.reload()).toBe(true);
    expect(await post("/predict", { Age: 30, Shift: "early" })).toMatchObject({
      body: { prediction: 3, unit: "h", confidence: "MAE ± 0.50" },
    });
    const { body } = await ask("/openapi.json");
    expect(Object.keys(body.components.schemas.Record.properties)).toEqual(["Age", "Shift"]);
  });

  it("keeps the model if the new file is refused", async () => {
    const running = await startService({ model: included });
    const file = join(running.folder, "model.json");
    writeFileSync(file, absenteeism.replace('"dual_coef": [', '"dual_coef": [1,'));
    expect(await running.service.models.load(file)).toBe(false);
    expect(await running.service.models.reload()).toBe(false);
    expect(await running.post("/predict", RECORD)).toMatchObject({ status: 200 });
    expect(await running.ask("/health")).toMatchObject({ status: 200, body: { status: "healthy" } });
    expect(running.service.models.failure?.code).toBe("MODEL_FILE_INVALID");
    expect(await running.stop()).toContain('"msg":"model refused"');
  });

  it("loads in the order of the calls", async () => {
    const { service } = await startService();
    const models = ["a", "b", "c"].map((name) => modelOf(({ metadata }) => Object.assign(metadata, { name })));
    await Promise.all(models.map((model) => service.models.load(model)));
    expect(service.models.served?.name).toBe("c");
  });

  it("joins the reloads that wait, and serves the last file", async () => {
    const running = await startService();
    const file = join(running.folder, "model.json");
    const place = (name: string): void =>
      writeFileSync(file, JSON.stringify(tinyModel(({ metadata }) => Object.assign(metadata, { name }))));
    place("first");
    await running.service.models.load(file);
    const reloads = Array.from({ length: 20 }, () => running.service.models.reload());
    await setImmediate();
    place("last");
    reloads.push(...Array.from({ length: 20 }, () => running.service.models.reload()));
    expect(new Set(await Promise.all(reloads))).toEqual(new Set([true]));
    expect(running.service.models.served?.name).toBe("last");
    const loads = (await running.stop()).split("\n").filter((line) => line.includes('"msg":"model loaded"'));
    // The included model, the first file, the reload under way and the one that waited.
    expect(loads).toHaveLength(4);
  });

  it("loses no request, and mixes no two models", async () => {
    const { post, service } = await startService();
    const models = [1, 2].map((factor) =>
      modelOf((model) => {
        model.metadata = { name: "tiny", unit: `h${factor}` };
        model.regressor.dual_coef = [2 * factor];
        model.verification.predictions = [[2 * factor + 1]];
      }),
    );
    await service.models.load(models[0]!);
    let asking = true;
    const caller = async (): Promise<[number, unknown][]> => {
      const responses: [number, unknown][] = [];
      while (asking) {
        const { status, body } = await post("/predict", { Age: 30, Shift: "early" });
        responses.push([status, `${body.prediction} ${body.unit}`]);
      }
      return responses;
    };
    const callers = [caller(), caller(), caller(), caller()];
    for (let i = 0; i < 40; i++) {
      await service.models.load(models[i % 2]!);
      await setImmediate();
    }
    asking = false;
    const responses = (await Promise.all(callers)).flat();
    expect(new Set(responses.map(([status]) => status))).toEqual(new Set([200]));
    expect(new Set(responses.map(([, prediction]) => prediction))).toEqual(new Set(["3 h1", "5 h2"]));
  });
});

describe("the log", () => {
  it("describes the problems of a file without quoting its rows", async () => {
    const running = await startService();
    const file = join(running.folder, "model.json");
    writeFileSync(file, JSON.stringify(tinyModel((model) => (model.verification.inputs = [["quoted row", "early"]]))));
    await running.service.models.load(file);
    const log = await running.stop();
    expect(log).toContain('"path":"/verification/inputs/0"');
    expect(log).not.toContain("quoted row");
  });
});
