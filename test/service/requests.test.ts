// Malformed bodies and requests: every one gets a response, and none causes a fault.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { predict } from "../../src/absenteeism/index.js";
import { RECORD, type RunningService, startService, stopServices } from "../support/service.js";

let api: RunningService;
beforeAll(async () => {
  api = await startService({ bodyLimit: 20_000, maxBatchRows: 5 });
});
afterAll(stopServices);

const text = JSON.stringify(RECORD);

const sixOf = <T>(value: T): T[] => Array.from({ length: 6 }, () => value);
const ignored = { name: "note", shape: [1], datatype: "FP64", data: [0] };
const tensors = Object.keys(RECORD).map((name) => ({ name, shape: [6], datatype: "FP64", data: sixOf(RECORD[name]) }));

describe("JSON", () => {
  it("may begin with a byte order mark", async () => {
    expect(await api.post("/predict", `\ufeff${text}`)).toMatchObject({ status: 200 });
  });

  it("is in UTF-8, whatever the Content-Type says", async () => {
    const headers = { "Content-Type": "application/json; charset=iso-8859-1" };
    const send = (extra: string, encoding: BufferEncoding): ReturnType<typeof api.ask> =>
      api.ask("/predict", {
        method: "POST",
        headers,
        body: Buffer.from(text.replace("{", `{"x":"${extra}",`), encoding),
      });
    expect(await send("früh", "latin1")).toMatchObject({
      status: 400,
      body: { type: "InvalidJSONError", error: expect.stringContaining("UTF-8") },
    });
    expect(await send("früh, \ufffd", "utf8")).toMatchObject({ status: 200 });
  });

  it("counts the last of duplicate keys", async () => {
    const { body } = await api.post("/predict", text.replace("{", '{"Age": "forty",'));
    expect(body.prediction).toBe(predict(RECORD as never));
  });

  it.each([["1e999"], ["-1e999"]])("has no number %s", async (number) => {
    const { status, body } = await api.post("/predict", text.replace('"Age":35', `"Age":${number}`));
    expect(status).toBe(400);
    expect(body).toMatchObject({ type: "InvalidInputError", issues: [{ input: "Age", code: "NOT_FINITE" }] });
  });

  it.each([['"__proto__":{"Age":1}'], ['"constructor":{"prototype":{"Age":1}}']])("ignores %s", async (key) => {
    const { status, body } = await api.post("/predict", text.replace("{", `{${key},`));
    expect(status).toBe(200);
    expect(body.prediction).toBe(predict(RECORD as never));
    expect(({} as Record<string, unknown>)["Age"]).toBeUndefined();
  });

  it("takes no feature from __proto__", async () => {
    const { status, body } = await api.post("/predict", text.replace('"Age":35', '"__proto__":{"Age":35}'));
    expect(status).toBe(400);
    expect(body.missing).toEqual(["Age"]);
  });

  it("does not inherit features", async () => {
    const { status, body } = await api.post("/predict", '{"toString": 1, "valueOf": {}}');
    expect(status).toBe(400);
    expect(body.missing).toHaveLength(19);
  });

  it("may nest deeply under unknown keys", async () => {
    const deep = "[".repeat(9000) + "]".repeat(9000);
    expect(await api.post("/predict", text.replace("{", `{"extra":${deep},`))).toMatchObject({ status: 200 });
    expect(await api.post("/predict", deep)).toMatchObject({ status: 400 });
    expect(await api.post("/invocations", `{"inputs":${deep}}`)).toMatchObject({ status: 400 });
  });
});

describe("limits", () => {
  it("takes no body beyond the limit", async () => {
    const { status, body } = await api.post("/predict", " ".repeat(20_001));
    expect(status).toBe(413);
    expect(body).toEqual({ error: expect.any(String), type: "PayloadTooLargeError" });
  });

  it("takes no endless body", async () => {
    const chunk = `1000\r\n${" ".repeat(4096)}\r\n`;
    const response = await api.send(
      "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
      chunk.repeat(6),
    );
    expect(response).toMatch(/^HTTP\/1.1 413 .*"type":"PayloadTooLargeError"/s);
  });

  it.each([
    ["/batch_predict", { instances: Array.from({ length: 6 }, () => ({})) }],
    ["/invocations", { dataframe_records: Array.from({ length: 6 }, () => ({})) }],
    ["/invocations", { instances: Array.from({ length: 6 }, () => Object.values(RECORD)) }],
    ["/invocations", { inputs: Object.fromEntries(Object.keys(RECORD).map((name) => [name, sixOf(0)])) }],
    ["/v2/models/absenteeism/infer", { inputs: [ignored, ...tensors] }],
    ["/v2/models/absenteeism/infer", { inputs: [{ ...ignored, shape: [6, 19], data: sixOf(Object.values(RECORD)) }] }],
  ])("accepts no more records than allowed: %s", async (path, body) => {
    const response = await api.post(path, body);
    expect(response).toMatchObject({
      status: 413,
      body: { error: expect.stringMatching(/5 .* 6$/), type: "BatchTooLargeError" },
    });
  });

  it("takes no endless headers", async () => {
    const response = await api.send(`GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: ${"a".repeat(20_000)}\r\n\r\n`);
    expect(response).toMatch(/^HTTP\/1.1 431 .*"type":"HeadersTooLargeError"/s);
  });
});

describe("HTTP", () => {
  it.each([
    ["text/plain"],
    ["text/csv"],
    ["application/x-www-form-urlencoded"],
    ["application/xml"],
    ["multipart/form-data; boundary=x"],
    ["nonsense"],
  ])("takes no body of type %s", async (type) => {
    const { status, body } = await api.post("/predict", text, { "Content-Type": type });
    expect(status).toBe(415);
    expect(body).toEqual({ error: expect.stringContaining("application/json"), type: "UnsupportedMediaTypeError" });
  });

  it.each([["gzip"], ["br"], ["zstd"], ["identity, gzip"]])("takes no body in the encoding %s", async (encoding) => {
    const { status, headers, body } = await api.post("/predict", text, { "Content-Encoding": encoding });
    expect(status).toBe(415);
    expect(headers.get("accept-encoding")).toBe("identity");
    expect(body).toEqual({ error: expect.stringContaining("identity"), type: "UnsupportedContentEncodingError" });
  });

  it.each([["identity"], ["Identity"]])("takes a body in the encoding %s", async (encoding) => {
    expect(await api.post("/predict", text, { "Content-Encoding": encoding })).toMatchObject({ status: 200 });
  });

  it("takes JSON with a character set", async () => {
    expect(await api.post("/predict", text, { "Content-Type": "application/json; charset=utf-8" })).toMatchObject({
      status: 200,
    });
  });

  it("responds to input that is not HTTP", async () => {
    expect(await api.send("hello\r\n\r\n")).toMatch(/^HTTP\/1.1 400 .*"type":"BadRequestError"/s);
  });

  it("responds to URLs that cannot be decoded", async () => {
    expect(await api.ask("/v2/models/%E0%A4%A")).toMatchObject({ status: 400, body: { type: "BadRequestError" } });
  });

  it("responds to URLs that are too long", async () => {
    expect(await api.ask(`/v2/models/${"a".repeat(1000)}`)).toMatchObject({
      status: 414,
      body: { type: "BadRequestError" },
    });
  });
});
