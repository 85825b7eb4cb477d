// Several models at once: who gets which, what responses say, and what happens when files change.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { fastify } from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { loadModels, modelEndpoints, readApiKeys, type VariantOptions } from "../../src/service/index.js";
import { createAssignment } from "../../src/service/model/assignment.js";
import { type RunningService, startService, stopServices } from "../support/service.js";
import { otherInputs, TINY_RECORD, variantFile, variantModel } from "../support/variants.js";

afterEach(stopServices);

const PREDICTIONS: Readonly<Record<string, number>> = { champion: 3, challenger: 5 };
const models = { champion: variantModel(3), challenger: variantModel(5) };
const split = { champion: 50, challenger: 50 };
const half: VariantOptions = { models, split };
const variantOf = createAssignment(
  "default",
  Object.entries(split).map(([name, weight]) => ({ name, weight })),
);
const subjects = Array.from({ length: 40 }, (_, i) => `user-${i}`);
const expected = subjects.map((subject) => variantOf(subject).name);
/** A subject of each variant. */
const of = (name: string): string => subjects[expected.indexOf(name)]!;

/** The variant and prediction of each subject, by `X-User`. */
async function askAll({ post }: RunningService, path = "/predict"): Promise<[string, number][]> {
  const responses = await Promise.all(subjects.map((user) => post(path, TINY_RECORD, { "X-User": user })));
  return responses.map(({ body }) => [body.variant, body.prediction]);
}

describe("a response", () => {
  it("names variant and version after the other members", async () => {
    const { post } = await startService({ ...half, subject: "header:X-User" });
    const { body } = await post("/predict", { ...TINY_RECORD, Age: 90 }, { "X-User": of("challenger") });
    const members = ["prediction", "unit", "model", "timestamp", "confidence", "variant", "version", "warnings"];
    expect(Object.keys(body)).toEqual(members);
    expect(body).toMatchObject({ variant: "challenger", version: "unversioned" });
    const batch = await post("/batch_predict", { instances: [TINY_RECORD] }, { "X-User": of("champion") });
    expect(Object.keys(batch.body)).toEqual(["predictions", "count", ...members.slice(1, -1)]);
    expect(batch.body).toMatchObject({ predictions: [3], variant: "champion", version: "unversioned" });
  });

  it.each<[string, VariantOptions]>([
    ["one model", { model: models.champion }],
    ["one model with a name", { models: { champion: models.champion } }],
    ["one model and a shadow", { model: models.champion, shadows: { next: models.challenger } }],
    ["one model and a subject", { model: models.champion, subject: "input:Shift" }],
  ])("stays as it is with %s", async (_, options) => {
    const [plain, other] = [await startService({ model: models.champion }), await startService(options)];
    const tensors = [
      { name: "Age", shape: [1], datatype: "FP64", data: [30] },
      { name: "Shift", shape: [1], datatype: "BYTES", data: ["early"] },
    ];
    const bodies: [string, unknown][] = [
      ["/predict", TINY_RECORD],
      ["/predict", {}],
      ["/batch_predict", { instances: [TINY_RECORD] }],
      ["/invocations", { instances: [[30, "early"]] }],
      ["/v2/models/tiny/infer", { inputs: tensors }],
    ];
    const withoutTime = (text: string): string => text.replace(/"timestamp":"[^"]*"/, "");
    for (const [path, body] of bodies)
      expect(withoutTime((await other.post(path, body)).text)).toBe(withoutTime((await plain.post(path, body)).text));
    expect((await other.ask("/openapi.json")).text).toBe((await plain.ask("/openapi.json")).text);
  });
});

describe("a subject", () => {
  it("of a header gets its variant, again and after a restart", async () => {
    const options = { ...half, subject: "header:X-User" };
    const answers = expected.map((name) => [name, PREDICTIONS[name]]);
    const api = await startService(options);
    expect(await askAll(api)).toEqual(answers);
    expect(await askAll(api)).toEqual(answers);
    await api.stop();
    expect(await askAll(await startService(options))).toEqual(answers);
    expect(new Set(expected)).toEqual(new Set(["champion", "challenger"]));
  });

  it("is the id of the API key by default", async () => {
    const keys = subjects.map((id, i) => `${id}:0123456789abcdef-${i}`).join();
    const { post } = await startService({ ...half, apiKeys: await readApiKeys({ API_KEYS: keys }) });
    for (const [i, name] of expected.entries()) {
      const { body } = await post("/predict", TINY_RECORD, { "X-API-Key": `0123456789abcdef-${i}` });
      expect(body.variant).toBe(name);
    }
  });

  it("of a record gives each record of a batch its variant", async () => {
    const { post, ask } = await startService({ ...half, subject: "input:ID" });
    const records = subjects.map((ID) => ({ ...TINY_RECORD, ID }));
    const predictions = expected.map((name) => PREDICTIONS[name]);
    const named = { variants: expected, versions: { champion: "unversioned", challenger: "unversioned" } };
    const { body } = await post("/batch_predict", { instances: records });
    expect(body).toMatchObject({ predictions, count: 40, unit: "h", ...named });
    expect((await post("/predict", records[0])).body).toMatchObject({ variant: expected[0] });

    const columns = ["ID", "Shift", "Age"];
    const data = subjects.map((ID) => [ID, "early", 30]);
    const bodies = [
      { dataframe_records: records },
      { dataframe_split: { columns, data } },
      { inputs: { ID: subjects, Age: subjects.map(() => 30), Shift: subjects.map(() => "early") } },
    ];
    for (const table of bodies) expect((await post("/invocations", table)).body).toEqual({ predictions, ...named });

    const tensor = (name: string, datatype: string, value: unknown) => ({
      name,
      datatype,
      shape: [40],
      data: subjects.map((ID) => value ?? ID),
    });
    const inputs = [tensor("Age", "FP64", 30), tensor("Shift", "BYTES", "early"), tensor("ID", "BYTES", undefined)];
    const inferred = await post("/v2/models/tiny/infer", { inputs });
    expect(inferred.body).toMatchObject({
      model_name: "tiny",
      parameters: { variants: expected.join(","), versions: expect.stringContaining("champion=unversioned") },
      outputs: [{ data: predictions }],
    });
    expect(inferred.body).not.toHaveProperty("model_version");
    expect((await ask("/metrics")).text).toContain("supportvector_missing_subjects_total 0\n");
  });

  it("is the same as text and as a number", async () => {
    const { post } = await startService({ ...half, subject: "input:Age" });
    const variants = [];
    for (const Age of [36, 36.5]) variants.push((await post("/predict", { ...TINY_RECORD, Age })).body.variant);
    expect(variants).toEqual([variantOf("36").name, variantOf("36.5").name]);
  });

  it.each([
    ["header:X-User", {}],
    ["input:ID", { ID: null }],
    ["input:ID", { ID: {} }],
    ["input:toString", {}],
    ["key", {}],
  ])("that is missing as %s is the id of the request, and counted", async (subject, more) => {
    const { post, ask } = await startService({ ...half, subject });
    for (let i = 0; i < 8; i++) {
      const id = `request-${i}`;
      const { body } = await post("/predict", { ...TINY_RECORD, ...more }, { "X-Request-Id": id });
      expect(body.variant).toBe(variantOf(id).name);
    }
    expect((await ask("/metrics")).text).toContain("supportvector_missing_subjects_total 8\n");
  });
});

describe("the Open Inference Protocol", () => {
  const inputs = [
    { name: "Age", shape: [1], datatype: "FP64", data: [30] },
    { name: "Shift", shape: [1], datatype: "BYTES", data: ["early"] },
  ];

  it("names the variant, and predicts by the version that a path names", async () => {
    const { ask, post, folder, service } = await startService({ ...half, subject: "header:X-User" });
    const file = join(folder, "challenger.json");
    writeFileSync(file, JSON.stringify(variantFile(5)));
    await service.models.variants[1]!.load(file);
    const { version } = service.models.variants[1]!.served!;
    expect((await ask("/v2/models/tiny")).body.versions).toEqual(["unversioned", version]);
    const headers = { "X-User": of("champion") };
    const split = await post("/v2/models/tiny/infer", { inputs }, headers);
    expect(split.body).toMatchObject({ model_version: "unversioned", parameters: { variant: "champion" } });
    const named = await post(`/v2/models/tiny/versions/${version}/infer`, { inputs }, headers);
    expect(named.body).toMatchObject({ model_version: version, parameters: { variant: "challenger" } });
    expect(named.body.outputs[0].data).toEqual([5]);
    const unknown = await ask("/v2/models/tiny/versions/1");
    expect(unknown.body.error).toBe(`expected the model tiny, version unversioned or ${version}`);
  });
});

describe("variants with other inputs", () => {
  it("get records that have theirs, and the log says so", async () => {
    const api = await startService({
      models: { champion: models.champion, challenger: otherInputs(5) },
      split,
      subject: "header:X-User",
    });
    const predict = (name: string, path: string, body: unknown) => api.post(path, body, { "X-User": of(name) });
    const other = { Level: 30, Shift: "early" };
    expect((await predict("champion", "/predict", TINY_RECORD)).body.prediction).toBe(3);
    expect((await predict("challenger", "/predict", other)).body.prediction).toBe(5);
    expect((await predict("challenger", "/predict", TINY_RECORD)).body.missing).toEqual(["Level"]);
    const table = { dataframe_split: { columns: ["Level", "Age", "Shift"], data: [[30, 30, "early"]] } };
    expect((await predict("challenger", "/invocations", table)).body.predictions).toEqual([5]);
    expect((await predict("champion", "/invocations", table)).body.predictions).toEqual([3]);
    // Rows without names have the inputs of the first variant.
    const rows = { instances: [[30, "early"]] };
    expect((await predict("champion", "/invocations", rows)).body.predictions).toEqual([3]);
    expect((await predict("challenger", "/invocations", rows)).body.missing).toEqual(["Level"]);
    const log = await api.stop();
    expect(log).toContain('"variant":"challenger","more":["Level"],"fewer":["Age"]');
  });
});

describe("the state of the service", () => {
  it("is healthy if every variant that gets requests has a model", async () => {
    const api = await startService({
      models: { champion: models.champion, challenger: "/nowhere/model.json", idle: "/nowhere/model.json" },
      split: { champion: 50, challenger: 50, idle: 0 },
      shadows: { next: "/nowhere/model.json" },
      subject: "header:X-User",
    });
    const unhealthy = await api.ask("/health");
    expect(unhealthy).toMatchObject({
      status: 503,
      body: {
        status: "unhealthy",
        model_loaded: false,
        error: expect.stringContaining("ENOENT"),
        variants: { champion: { model_loaded: true, weight: 50 }, challenger: { model_loaded: false } },
      },
    });
    for (const path of ["/ready", "/v2/health/ready"]) expect((await api.ask(path)).status).toBe(503);
    expect((await api.post("/predict", TINY_RECORD, { "X-User": of("challenger") })).status).toBe(503);
    expect((await api.post("/predict", TINY_RECORD, { "X-User": of("champion") })).status).toBe(200);

    await api.service.models.variants[1]!.load(models.challenger);
    expect(await api.ask("/health")).toMatchObject({
      status: 200,
      body: { status: "healthy", shadows: { next: { model_loaded: false } } },
    });
    for (const path of ["/ready", "/v2/health/ready"]) expect((await api.ask(path)).status).toBe(200);
    const { body } = await api.ask("/model_info");
    expect(body.variants).toMatchObject({ challenger: { weight: 50, metadata: { model_name: "tiny" } } });
    expect(body.variants.idle.metadata).toBeNull();
  });

  it("is in the metrics, the log, the audit file and the documentation, by variant", async () => {
    const { folder } = await startService();
    const auditFile = join(folder, "audit.ndjson");
    const api = await startService({ ...half, subject: "input:ID", auditFile });
    const [first, second] = ["champion", "challenger"].map((name) => ({ ...TINY_RECORD, ID: of(name) }));
    await api.post("/predict", second);
    await api.post("/batch_predict", { instances: [first, second, first] });
    const { text } = await api.ask("/metrics");
    for (const sample of [
      'supportvector_predictions_count{variant="champion"} 2',
      'supportvector_predictions_count{variant="challenger"} 2',
      'supportvector_prediction_duration_seconds_count{variant="challenger"} 2',
      'supportvector_model_info{variant="challenger",name="tiny",version="unversioned",label="SVR_RBF"} 1',
    ])
      expect(text).toContain(`${sample}\n`);
    const audited = readFileSync(auditFile, "utf8").trim().split("\n");
    expect(audited.map((line) => JSON.parse(line))).toMatchObject([
      { variant: "challenger", predictions: [5] },
      { variant: "champion", predictions: [3, 3] },
      { variant: "challenger", predictions: [5] },
    ]);
    expect((await api.ask("/docs")).text).toContain("champion (unversioned), challenger (unversioned)");
    const log = await api.stop();
    expect(log).toContain('"model":"tiny","version":"unversioned","variant":"challenger","reqId"');
    expect(log).toContain('"route":"/batch_predict","variants":["champion","challenger"],"reqId"');
    expect(log).not.toContain(of("champion"));
  });
});

describe("models that change", () => {
  it("are all reloaded. One that is refused keeps its old model", async () => {
    const { folder } = await startService();
    const place = (name: string, content: object): string => {
      const path = join(folder, `${name}.json`);
      writeFileSync(path, JSON.stringify(content));
      return path;
    };
    const sources = { champion: place("champion", variantFile(3)), challenger: place("challenger", variantFile(5)) };
    const next = place("next", variantFile(7));
    const { post, service } = await startService({
      models: sources,
      split,
      shadows: { next },
      subject: "header:X-User",
    });
    const { variants, shadows } = service.models;
    const versions = (): unknown[] => [...variants, ...shadows].map(({ served }) => served!.version);
    const before = versions();
    place("champion", variantFile(4));
    place("challenger", { format: "other" });
    place("next", variantFile(8));
    expect(await service.models.reload()).toBe(false);
    expect(variants[1]!.failure?.code).toBe("MODEL_FILE_VERSION");
    const after = versions();
    expect(after.map((version, i) => version === before[i])).toEqual([false, true, false]);
    expect((await post("/predict", TINY_RECORD, { "X-User": of("champion") })).body.prediction).toBe(4);
    expect((await post("/predict", TINY_RECORD, { "X-User": of("challenger") })).body.prediction).toBe(5);

    // The other variants predict hours.
    place(
      "challenger",
      variantFile(6, (file) => Object.assign(file.metadata, { unit: "d" })),
    );
    expect(await service.models.reload()).toBe(false);
    expect(variants[1]!.failure).toMatchObject({ code: "MODEL_FILE_QUANTITY" });
    expect((await post("/predict", TINY_RECORD, { "X-User": of("challenger") })).body.unit).toBe("h");
  });

  it("answer each batch by the models with which it began", async () => {
    const { post, service } = await startService({ ...half, subject: "input:ID" });
    const pairs = [1, 2].map((i) => [variantModel(10 * i), variantModel(10 * i + 1)] as const);
    const load = (i: number): Promise<unknown> =>
      Promise.all(service.models.variants.map((variant, k) => variant.load(pairs[i % 2]![k]!)));
    await load(0);
    const instances = Array.from({ length: 100 }, (_, i) => ({ ...TINY_RECORD, ID: subjects[i % 40] }));
    let asking = true;
    const caller = async (): Promise<string[]> => {
      const seen: string[] = [];
      while (asking) {
        const { status, body } = await post("/batch_predict", { instances });
        const byVariant = new Set(body.variants.map((name: string, i: number) => `${name} ${body.predictions[i]}`));
        seen.push(`${status} ${[...byVariant].sort()}`);
      }
      return seen;
    };
    const callers = [caller(), caller()];
    for (let i = 0; i < 30; i++) {
      await load(i);
      await setImmediate();
    }
    asking = false;
    for (const seen of (await Promise.all(callers)).flat())
      expect(seen).toMatch(/^200 challenger (11|21),champion (10|20)$/);
  });
});

describe("options", () => {
  const problemsOf = async (options: VariantOptions): Promise<string> => {
    const { buildService } = await import("../../src/service/index.js");
    return buildService({ ...options, log: false }).then(
      () => "",
      (error: Error) => `${error.name}: ${error.message}`,
    );
  };

  it("are refused with all problems", async () => {
    expect({
      "without a split": await problemsOf({ models }),
      "both kinds": await problemsOf({ ...half, model: models.champion }),
      "no models": await problemsOf({ models: {} }),
      "weights that are none": await problemsOf({ models, split: { champion: -1, challenger: Number.NaN, other: 1 } }),
      "no weight above 0": await problemsOf({ models, split: { champion: 0, challenger: 0 } }),
      "a weight that is absent": await problemsOf({ models, split: { champion: Infinity } }),
      "a shadow in the split": await problemsOf({ ...half, split: { ...split, next: 1 }, shadows: { next: "a.json" } }),
      "a name that comes twice": await problemsOf({ ...half, shadows: { champion: "a.json" } }),
      "bad names": await problemsOf({
        ...half,
        shadows: { "": "a.json", "a b": "b.json", [`a${"b".repeat(32)}`]: "c" },
      }),
      "a bad subject": await problemsOf({ ...half, subject: "cookie:id", experiment: "" }),
    }).toMatchSnapshot();
  });

  it("are refused if models predict something else", async () => {
    const days = variantModel(5, (file) => Object.assign(file.metadata, { unit: "d" }));
    expect(await problemsOf({ models: { champion: models.champion, challenger: days }, split })).toBe(
      'Error: challenger: expected to predict "hours" in "h", as champion does, got "hours" in "d": serve it on its own',
    );
    const asShadow = await startService({ model: models.champion, shadows: { days } });
    expect(asShadow.service.models.shadows[0]!.failure?.code).toBe("MODEL_FILE_QUANTITY");
  });
});

describe("modelEndpoints", () => {
  it("serves several models", async () => {
    const app = fastify();
    const store = await loadModels(app.log, { ...half, subject: "header:X-User" });
    await app.register(modelEndpoints, { models: store, prefix: "/tiny" });
    for (const name of ["champion", "challenger"]) {
      const headers = { "x-user": of(name) };
      const response = await app.inject({ method: "POST", url: "/tiny/predict", payload: TINY_RECORD, headers });
      expect(response.json()).toMatchObject({ variant: name, prediction: PREDICTIONS[name] });
    }
    await app.close();
  });
});
