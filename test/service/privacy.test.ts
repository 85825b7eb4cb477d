// Inputs are personal data. They occur in responses, in the audit file if there is one, and nowhere
// else.

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { readApiKeys } from "../../src/service/index.js";
import { RECORD, startService, stopServices } from "../support/service.js";
import { searchLogForInputs } from "./marked-requests.js";

afterEach(stopServices);

describe("the log", () => {
  it("holds no input, in no request and in no error", () => searchLogForInputs(100));

  it("has one line per request: caller, route, status, duration and model", async () => {
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
  it("has every prediction with its inputs, and nothing else", async () => {
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

  it("that cannot be opened keeps the service from starting", async () => {
    await expect(startService({ auditFile: "/nowhere/audit.ndjson" })).rejects.toThrow("ENOENT");
  });
});
