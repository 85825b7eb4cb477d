// Inputs are personal data: they stand in the answer, in the audit file if there is one, and nowhere else.

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import modelFile from "../../src/absenteeism/model.json" with { type: "json" };
import { loadModel } from "../../src/index.js";
import { readApiKeys } from "../../src/service/index.js";
import { RECORD, startService, stopServices } from "../support/service.js";

afterEach(stopServices);

/** Stands in every request below; JSON does not escape it, and no number of a log looks like it. */
const MARKER = "91827364550918273645";

/** JSON in which the marker stands somewhere: as a value, a key, a part of one, or after the end. */
const marked: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...Object.keys(RECORD)).chain((name) =>
    fc.constantFrom(`"${MARKER}"`, MARKER, `[${MARKER}]`, `{"a":"${MARKER}"}`).map((value) => {
      const { [name]: _, ...rest } = RECORD;
      return `${JSON.stringify(rest).slice(0, -1)},${JSON.stringify(name)}:${value}}`;
    }),
  ),
  fc.constantFrom(
    JSON.stringify({ ...RECORD, [MARKER]: MARKER }),
    JSON.stringify({ instances: [{ ...RECORD, Age: MARKER }] }),
    JSON.stringify({ dataframe_split: { columns: [MARKER], data: [[MARKER]] } }),
    JSON.stringify({ inputs: [{ name: MARKER, shape: [1], datatype: "BYTES", data: [MARKER] }] }),
    JSON.stringify({ inputs: { [MARKER]: MARKER } }),
    JSON.stringify({ inputs: [{ name: "a", shape: [1], datatype: MARKER, data: [1] }] }),
    `{"__proto__":"${MARKER}"}`,
    `${JSON.stringify(RECORD)}${MARKER}`,
    `"${MARKER}"`,
    MARKER,
    `{"${MARKER}`,
    `\ufeff${MARKER}x`,
  ),
);

const path = fc.constantFrom(
  "/predict",
  "/batch_predict",
  "/invocations",
  "/v2/models/absenteeism/infer",
  `/predict?Age=${MARKER}`,
  `/v2/models/${MARKER}/infer`,
  `/${MARKER}`,
  `/%${MARKER}%E0%A4%A`,
);
const type = fc.constantFrom("application/json", "text/plain", `text/${MARKER}`);

describe("the log", () => {
  it("holds no input, whatever is sent and whatever goes wrong", async () => {
    const apiKeys = await readApiKeys({ API_KEYS: "bob:0123456789abcdef" });
    const model = loadModel(modelFile);
    const logged = await startService({ model, apiKeys, log: { level: "debug" } });
    let found = 0;
    await fc.assert(
      fc.asyncProperty(path, type, marked, async (to, contentType, body) => {
        const headers = { "Content-Type": contentType, "X-API-Key": "0123456789abcdef" };
        const { status } = await logged.post(to, body, headers);
        expect(status).toBeLessThan(500);
        if (status === 200) found++;
      }),
      { numRuns: 1000 },
    );
    Object.defineProperty(model, "predict", {
      value: (record: unknown) => {
        throw new Error(`cannot read ${JSON.stringify(record)}`, { cause: record });
      },
    });
    const broken = await logged.post("/predict", { ...RECORD, Age: MARKER }, { "X-API-Key": "0123456789abcdef" });
    expect(broken.status).toBe(500);
    await logged.send(`POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: 99999\r\n\r\n${MARKER}`.slice(0, 90), "");
    const log = await logged.stop();
    expect(log.match(/"status":200/g)).toHaveLength(found);
    expect(log.match(/"status":4\d\d/g)!.length).toBeGreaterThan(500);
    expect(log).toContain('"msg":"internal error"');
    expect(log).not.toContain(MARKER);
  });

  it("has one line per request: who, what, how, how long, and which model", async () => {
    const api = await startService({ apiKeys: await readApiKeys({ API_KEYS: "bob:0123456789abcdef" }) });
    await api.post("/predict?trace=1", RECORD, { "X-API-Key": "0123456789abcdef", "X-Request-Id": "request-1" });
    await api.post("/nothing/here", RECORD, { "X-API-Key": "0123456789abcdef" });
    const { version } = api.service.models.served!;
    const lines = (await api.stop())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .filter(({ msg }) => msg === "request");
    expect(lines).toEqual([
      {
        level: 30,
        time: expect.any(Number),
        pid: process.pid,
        reqId: "request-1",
        key: "bob",
        method: "POST",
        route: "/predict",
        status: 200,
        ms: expect.any(Number),
        model: "absenteeism",
        version,
        msg: "request",
      },
      expect.objectContaining({ route: "none", status: 404, key: "bob", error: "NotFoundError" }),
    ]);
  });
});

describe("the audit file", () => {
  it("has every prediction with its inputs, and no more", async () => {
    const { folder } = await startService();
    const auditFile = join(folder, "audit.ndjson");
    const apiKeys = await readApiKeys({ API_KEYS: "bob:0123456789abcdef" });
    const api = await startService({ auditFile, apiKeys });
    const headers = { "X-API-Key": "0123456789abcdef", "X-Request-Id": "request-1" };
    const { body } = await api.post("/predict", { ...RECORD, Age: 41, Name: "Ada" }, headers);
    const batch = await api.post("/batch_predict", { instances: [RECORD, { ...RECORD, Age: 42 }] }, headers);
    await api.post("/predict", { ...RECORD, Age: "43" }, headers);
    const lines = readFileSync(auditFile, "utf8").trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        request: "request-1",
        caller: "bob",
        route: "/predict",
        model: "absenteeism",
        version: api.service.models.served!.version,
        inputs: [{ ...RECORD, Age: 41 }],
        predictions: [body.prediction],
      },
      expect.objectContaining({
        route: "/batch_predict",
        inputs: [RECORD, { ...RECORD, Age: 42 }],
        predictions: batch.body.predictions,
      }),
    ]);
    expect(statSync(auditFile).mode & 0o777).toBe(0o600);

    await api.stop();
    await (await startService({ auditFile })).post("/predict", RECORD);
    expect(readFileSync(auditFile, "utf8").trim().split("\n")).toHaveLength(3);
  });

  it("that cannot be written fails the request: no prediction goes unnoticed", async () => {
    const api = await startService({ auditFile: "/dev/full" });
    expect(await api.post("/predict", RECORD)).toMatchObject({ status: 500, body: { type: "InternalServerError" } });
  });

  it("that cannot be opened keeps the service from starting", async () => {
    await expect(startService({ auditFile: "/nowhere/audit.ndjson" })).rejects.toThrow("ENOENT");
  });
});
