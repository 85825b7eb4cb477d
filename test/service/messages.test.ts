// Every message of the service's errors, in one snapshot. Other tests compare types, codes and
// values, so a new wording only changes this one.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadExplainer } from "../../src/explain/index.js";
import { loadModel } from "../../src/index.js";
import { internalError, translateError } from "../../src/service/errors/error-translation.js";
import { buildService, checkListenAddress, type ModelSource, readApiKeys } from "../../src/service/index.js";
import { explainable, product } from "../support/explainable-models.js";
import { type RunningService, startService, stopServices } from "../support/service.js";
import { tinyModel } from "../support/tiny-model.js";

const KEY = "alice-0123456789abcdef";
const TINY = { Age: 30, Shift: "early" };

let api: RunningService;
beforeAll(async () => {
  api = await startService({ model: loadModel(tinyModel()), bodyLimit: 2000, maxBatchRows: 2 });
});
afterAll(stopServices);

/** Sends a request and returns the message of its error. */
async function messageOf(path: string, init: RequestInit = {}, { ask } = api): Promise<string> {
  const { body } = await ask(path, init);
  return body.error;
}

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<string> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return messageOf(path, { method: "POST", body: text, headers: { "Content-Type": "application/json", ...headers } });
}

/** Sends bytes and returns the message of the error. */
async function send(bytes: string): Promise<string> {
  return JSON.parse((await api.send(bytes)).split("\r\n\r\n")[1]!).error;
}

/** Returns the message of what an action throws. */
async function thrown(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("expected an error");
}

const tensor = { name: "Age", shape: [1], datatype: "FP64", data: [1] };
const infer = (...inputs: readonly unknown[]): Promise<string> => post("/v2/models/tiny/infer", { inputs });

it("the messages of requests", async () => {
  const limited = await startService({ rateLimit: { max: 1, window: 60_000 } });
  await limited.ask("/model_info");
  const secured = await startService({ apiKeys: await readApiKeys({ API_KEYS: KEY }) });
  const empty = await startService({ model: "/nowhere/model.json" });
  const refused = await startService({ model: "/nowhere/model.json" });
  const file = join(refused.folder, "model.json");
  writeFileSync(file, "{}");
  await refused.service.models.load(file);
  expect({
    "a missing input": await post("/predict", { Age: 30 }),
    "a wrong type": await post("/predict", { ...TINY, Age: "30" }),
    "several problems": await post("/batch_predict", { instances: [{ ...TINY, Age: "30", Shift: null }] }),
    "no record": await post("/predict", []),
    "no batch": await post("/batch_predict", {}),
    "a large batch": await post("/batch_predict", { instances: [TINY, TINY, TINY] }),
    "a long body": await post("/predict", " ".repeat(2001)),
    "no JSON": await post("/predict", "{"),
    "an empty body": await post("/predict", ""),
    "another type": await post("/predict", "a", { "Content-Type": "text/csv" }),
    "another encoding": await post("/predict", "a", { "Content-Encoding": "gzip" }),
    "no UTF-8": await send(
      'POST /predict HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\n"ü"',
    ),
    "Python's NaN": await post("/predict", '{"Age": NaN}'),
    "a boolean for a number": await post("/predict", { ...TINY, Age: true }),
    "another method": await messageOf("/predict"),
    "an unknown endpoint": await messageOf("/nothing"),
    "an unknown model": await messageOf("/v2/models/other"),
    "no Host": await send("GET /health HTTP/1.1\r\nConnection: close\r\n\r\n"),
    "another name in Host": await send("GET /health HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"),
    "no URL": await send("GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
    "a long URL": await messageOf(`/v2/models/${"a".repeat(1000)}`),
    "no HTTP": await send("hello\r\n\r\n"),
    "long headers": await send(`GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: ${"a".repeat(20_000)}\r\n\r\n`),
    "no key": await messageOf("/model_info", {}, secured),
    "no key for a page": await messageOf("/monitoring", {}, secured),
    "hours of monitoring": await messageOf("/monitoring?hours=0"),
    "too many requests": (await messageOf("/model_info", {}, limited)).replace(/\d+ s$/, "… s"),
    "no model": await messageOf("/ready", {}, empty),
    "a refused model": await messageOf("/ready", {}, refused),
    "a fault": internalError().message,
    "another error of Fastify": translateError(Object.assign(new Error("secret"), { statusCode: 418 }))?.message,
  }).toMatchSnapshot();
});

it("the messages of explanations", async () => {
  const explaining = await startService({ model: loadExplainer(product), explain: true });
  const failureOf = async (source: ModelSource): Promise<readonly string[]> => {
    await explaining.service.models.load(source);
    return explaining.service.models.failure!.issues.map(({ path, message }) => `${path} ${message}`.trim());
  };
  const place = (file: object): string => {
    const path = join(explaining.folder, "model.json");
    writeFileSync(path, JSON.stringify(file));
    return path;
  };
  expect({
    "a mix that is rejected": (await explaining.post("/explain", { a: 1e155, b: 1 })).body.error,
    "a loaded model": await failureOf(loadModel(tinyModel())),
    "no background": await failureOf(place(tinyModel())),
    "another background": await failureOf(place(explainable((file) => (file.background = [[30, "secret"]])))),
    "the option": await thrown(() => buildService({ model: loadModel(tinyModel()), explain: true })),
  }).toMatchSnapshot();
});

it("the messages of the protocols", async () => {
  expect({
    "no tensors": await post("/v2/models/tiny/infer", {}),
    "no name": await infer(null),
    "no datatype": await infer({ ...tensor, datatype: "FLOAT" }),
    "no shape": await infer({ ...tensor, shape: [] }),
    "no data": await infer({ ...tensor, data: 1 }),
    "another size": await infer({ ...tensor, shape: [2] }),
    "missing tensors": await infer(tensor),
    "a wide tensor": await infer(
      { ...tensor, shape: [1, 2], data: [1, 2] },
      { ...tensor, name: "Shift" },
      { ...tensor, name: "x" },
    ),
    "other lengths": await infer(tensor, { ...tensor, name: "Shift", shape: [2], data: [1, 2] }),
    "no outputs": await post("/v2/models/tiny/infer", {
      inputs: [tensor, { ...tensor, name: "Shift", datatype: "BYTES", data: ["early"] }],
      outputs: {},
    }),
    "unknown outputs": await post("/v2/models/tiny/infer", {
      inputs: [tensor, { ...tensor, name: "Shift", datatype: "BYTES", data: ["early"] }],
      outputs: [{ name: "no" }],
    }),
    "no format": await post("/invocations", {}),
    "no columns": await post("/invocations", { dataframe_split: { data: [] } }),
    "no list": await post("/invocations", { instances: 3 }),
    "a short row": await post("/invocations", { instances: [[1]] }),
    "no row": await post("/invocations", { instances: [[1, "early"], TINY] }),
    "no column": await post("/invocations", { inputs: { Age: 3, Shift: ["early"] } }),
    "a name that comes twice": await infer(tensor, tensor),
    "values of another datatype": await infer({ ...tensor, datatype: "INT8", data: [1.5] }),
    "rows of another length": await infer({ ...tensor, shape: [1, 1], data: [[1, 2]] }),
    "an unknown parameter": await infer({ ...tensor, parameters: { binary_data_size: 8 } }),
    "no parameters": await infer({ ...tensor, parameters: [] }),
    "an unknown content type": await infer({ ...tensor, datatype: "BYTES", parameters: { content_type: "datetime" } }),
    "no base64": await infer({ ...tensor, datatype: "BYTES", data: ["?"], parameters: { content_type: "base64" } }),
    "neither records nor rows": await post("/invocations", { instances: [30, "early"] }),
  }).toMatchSnapshot();
});

it("the messages of experiments", async () => {
  const options = (folder: string) => ({
    models: { a: loadModel(tinyModel()), b: loadModel(tinyModel()) },
    split: { a: 1, b: 1 },
    store: { location: join(folder, "store.db") },
  });
  const open = await startService(options(api.folder));
  const apiKeys = await readApiKeys({ API_KEYS: KEY });
  const secured = await startService({ ...options(open.folder), apiKeys, operators: ["key-1"] });
  const ask = async (path: string, body: object, { post } = secured): Promise<string> =>
    (await post(`/experiment/${path}`, body, { "X-API-Key": KEY })).body.error;
  expect({
    "no keys": await ask("promote", { variant: "a" }, open),
    "an unknown variant": await ask("promote", { variant: "c" }),
    "another version": await ask("promote", { variant: "b", version: "1" }),
    "no promotion": await ask("undo", {}),
    "another promotion": await ask("undo", { id: 1 }),
    "no probability": await thrown(() => startService({ ...options(open.folder), comparison: { alpha: 5 } })),
  }).toMatchSnapshot();
});

it("the messages of options", async () => {
  expect({
    "a short key": await thrown(() => readApiKeys({ API_KEYS: "alice:secret" })),
    "a key with other characters": await thrown(() => readApiKeys({ API_KEYS: `${KEY} x` })),
    "two keys of one id": await thrown(() => readApiKeys({ API_KEYS: `a:${KEY},a:${KEY}` })),
    "no keys": await thrown(() => readApiKeys({ API_KEYS: "," })),
    "no keys in a file": await thrown(() => readApiKeys({ API_KEYS_FILE: "/dev/null" })),
    "an exposed address": await thrown(() => checkListenAddress("0.0.0.0", { apiKeys: [], allowAnonymous: false })),
    "a wildcard origin": await thrown(() => buildService({ allowedOrigins: ["https://*.example.org"], log: false })),
    "no certificate": await thrown(() => buildService({ tls: { cert: "/nowhere", key: "/nowhere" }, log: false })),
  }).toMatchSnapshot();
});
