// The store of a service: ids in all responses, feedback, deletion, and what happens without them.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { buildService, readApiKeys } from "../../src/service/index.js";
import { type RunningService, startService, stopServices, type TestOptions } from "../support/service.js";
import { TINY_RECORD, variantModel } from "../support/variants.js";

const folder = mkdtempSync(join(tmpdir(), "supportvector-feedback-"));
let files = 0;
afterEach(stopServices);
afterAll(() => rmSync(folder, { recursive: true }));

const UUID = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const uuid = expect.stringMatching(UUID);

function start(options: TestOptions & { readonly inputs?: boolean } = {}): Promise<RunningService> {
  const { inputs = false, ...others } = options;
  return startService({
    model: variantModel(3),
    store: { location: join(folder, `${files++}.db`), inputs },
    ...others,
  });
}

const predict = async (api: RunningService, headers = {}): Promise<string> =>
  (await api.post("/predict", TINY_RECORD, headers)).body.id;

describe("the id of a prediction", () => {
  it("is in all responses", async () => {
    const api = await start();
    const tensors = [
      { name: "Age", shape: [2], datatype: "FP64", data: [30, 30] },
      { name: "Shift", shape: [2], datatype: "BYTES", data: ["early", "late"] },
    ];
    const { id } = (await api.post("/predict", TINY_RECORD)).body;
    const batch = (await api.post("/batch_predict", { instances: [TINY_RECORD, TINY_RECORD] })).body;
    const invocation = (await api.post("/invocations", { instances: [[30, "early"]] })).body;
    const inference = (await api.post("/v2/models/tiny/infer", { inputs: tensors })).body;
    const ids = [id, ...batch.ids, ...invocation.ids, ...inference.parameters.ids.split(",")];
    expect(ids).toEqual(Array(6).fill(uuid));
    expect(new Set(ids).size).toBe(6);
    expect([...ids].sort()).toEqual(ids);
    for (const each of ids) expect((await api.post("/feedback", { id: each, actual: 1 })).body.result).toBe("accepted");
  });

  it("is in no response without a store, and nobody sends feedback", async () => {
    const api = await startService({ model: variantModel(3) });
    expect((await api.post("/predict", TINY_RECORD)).body).not.toHaveProperty("id");
    expect((await api.post("/feedback", {})).status).toBe(404);
    expect(api.service.store).toBe(undefined);
  });
});

describe("feedback", () => {
  it("counts once, for the response and for the shadow", async () => {
    const api = await start({ shadows: { next: variantModel(5) } });
    const id = await predict(api);
    for (const result of ["accepted", "duplicate"])
      expect(await api.post("/feedback", { id, actual: 4 })).toMatchObject({ status: 200, body: { id, result } });
    expect(await api.post("/feedback", { id, actual: 5 })).toMatchObject({
      status: 409,
      body: { type: "ConflictingFeedbackError" },
    });
    await expect
      .poll(async () => (await api.service.store!.summarize()).map(({ variant, errors }) => [variant, errors.error]))
      .toEqual([
        ["", -1],
        ["next", 1],
      ]);
    const { text } = await api.ask("/metrics");
    for (const [result, count] of Object.entries({ accepted: 1, duplicate: 1, conflict: 1 }))
      expect(text).toContain(`supportvector_feedback_total{result="${result}"} ${count}\n`);
    expect(text).toContain('supportvector_store_predictions_total{result="stored"} 2\n');
  });

  it("for an unknown prediction is kept, unless its id is old", async () => {
    const api = await start();
    const [now, old] = [Date.now(), Date.now() - 400 * 86_400_000].map(
      (time) => `${time.toString(16).padStart(12, "0").replace(/^.{8}/, "$&-")}-7000-8000-000000000000`,
    );
    const send = (id: string | undefined) => api.post("/feedback", { id, actual: 1 });
    expect(await send(now)).toMatchObject({ status: 202, body: { result: "pending" } });
    expect(await send(old)).toMatchObject({ status: 410, body: { type: "LateFeedbackError" } });
    expect(await send("00000000-0000-7000-8000-000000000000")).toMatchObject({ status: 410 });
    expect(await send("ffffffff-ffff-7000-8000-000000000000")).toMatchObject({
      status: 404,
      body: { type: "UnknownPredictionError" },
    });
  });

  it("comes in lines, each with its result", async () => {
    const api = await start();
    const [one, two] = [await predict(api), await predict(api)];
    const line = (value: unknown): string => JSON.stringify(value);
    const lines = [line({ id: one, actual: 1 }), "", line({ id: two, actual: "secret" }), "{secret", line([1])];
    const body = [...lines, line({ id: one, actual: 2 }), line({ id: one, actual: 1 })].join("\r\n");
    const { status, headers, text } = await api.post("/feedback", body, { "Content-Type": "application/x-ndjson" });
    expect([status, headers.get("content-type")]).toEqual([200, "application/x-ndjson; charset=utf-8"]);
    const results = text
      .trim()
      .split("\n")
      .map((each) => JSON.parse(each));
    expect(results.map(({ result }) => result)).toEqual([
      "accepted",
      "invalid",
      "invalid",
      "invalid",
      "conflict",
      "duplicate",
    ]);
    expect(text).not.toContain("secret");
    const other = await api.post("/predict", "{}", { "Content-Type": "application/x-ndjson" });
    expect(other).toMatchObject({ status: 415, body: { type: "UnsupportedMediaTypeError" } });
  });

  it("is refused if it is no outcome", async () => {
    const api = await start();
    const id = "00000000-0000-7000-8000-000000000000";
    const bodies = [
      { actual: 1 },
      { id: "1", actual: 1 },
      { id: id.replace("7", "4"), actual: 1 },
      { id },
      { id, actual: "1" },
      { id, actual: 1e200 },
      [],
      null,
      "text",
    ];
    for (const body of bodies) {
      const { status, body: response } = await api.post("/feedback", JSON.stringify(body));
      expect([body, status, response.type]).toEqual([body, 400, "InvalidInputError"]);
    }
  });
});

describe("a subject", () => {
  it("is deleted by operators only", async () => {
    const apiKeys = await readApiKeys({ API_KEYS: "web:0123456789abcdef,ops:fedcba9876543210" });
    const auditFile = join(folder, "subjects.ndjson");
    const api = await start({ apiKeys, operators: ["ops"], subject: "header:X-User", inputs: true, auditFile });
    const web = { "X-API-Key": "0123456789abcdef" };
    const id = await predict(api, { ...web, "X-User": "anna/1" });
    await predict(api, { ...web, "X-User": "bert" });
    await api.post("/feedback", { id, actual: 1 }, web);
    const forget = (headers: Record<string, string>) => api.ask("/subjects/anna%2F1", { method: "DELETE", headers });
    expect(await forget(web)).toMatchObject({ status: 403, body: { type: "ForbiddenError" } });
    expect(await forget({})).toMatchObject({ status: 401 });
    const ops = { "X-API-Key": "fedcba9876543210" };
    expect(await forget(ops)).toMatchObject({ status: 200, body: { deleted: 1 } });
    expect(await forget(ops)).toMatchObject({ status: 200, body: { deleted: 0 } });
    expect((await api.service.store!.summarize()).map(({ predictions, errors }) => [predictions, errors.rows])).toEqual(
      [[1, 0]],
    );
    const audited = readFileSync(auditFile, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(audited.map(({ caller, ids, feedback, deleted }) => ({ caller, ids, feedback, deleted }))).toEqual([
      { caller: "web", ids: [id] },
      { caller: "web", ids: [uuid] },
      { caller: "web", feedback: [{ id, actual: 1, result: "accepted" }] },
      { caller: "ops", deleted: 1 },
      { caller: "ops", deleted: 0 },
    ]);
  });
});

it("keeps what it was given, over a restart", async () => {
  const location = join(folder, "restart.db");
  const first = await startService({ model: variantModel(3), store: { location } });
  const id = await predict(first);
  await first.stop();
  const second = await startService({ model: variantModel(3), store: { location } });
  expect((await second.post("/feedback", { id, actual: 1 })).body.result).toBe("accepted");
  expect((await second.service.store!.summarize())[0]).toMatchObject({ predictions: 1, errors: { rows: 1, error: 2 } });
});

it("stores inputs only if it is asked to, and never the subject", async () => {
  for (const inputs of [false, true]) {
    const location = join(folder, `inputs-${inputs}.db`);
    const api = await startService({ model: variantModel(3), store: { location, inputs }, subject: "input:Person" });
    await api.post("/predict", { Age: 30, Shift: "early", Person: "subject4711", Other: "other4711" });
    await sleep(10);
    await api.stop();
    const bytes = readFileSync(location).toString("latin1");
    expect(bytes.includes('{"Age":30,"Shift":"early"}')).toBe(inputs);
    expect(bytes).not.toContain("4711");
  }
});

it("says why a store does not open", async () => {
  const store = { location: join(folder, "missing", "folder.db") };
  await expect(buildService({ model: variantModel(3), store, log: false })).rejects.toThrow("the store does not open");
});
