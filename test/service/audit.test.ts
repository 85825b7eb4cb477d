// The audit file as a file: torn lines, rotation, and what is no file.

import { execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildService } from "../../src/service/index.js";
import { needs } from "../support/programs.js";
import { RECORD, startService, stopServices } from "../support/service.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "audit-"));
});
afterEach(stopServices);
afterAll(() => rmSync(folder, { recursive: true }));

const read = (path: string): string => readFileSync(path, "utf8");

it("begins a line of its own after a torn one, whoever wrote that", async () => {
  const auditFile = join(folder, "torn.ndjson");
  writeFileSync(auditFile, '{"time":"2026-');
  const api = await startService({ auditFile });
  await api.post("/predict", RECORD);
  appendFileSync(auditFile, '{"time":');
  await api.post("/predict", RECORD);
  await api.post("/predict", RECORD);
  const record = expect.stringMatching(/^\{"time":"[^"]+","request".*\}$/);
  expect(read(auditFile).split("\n")).toEqual(['{"time":"2026-', record, '{"time":', record, record, ""]);
});

it("is opened anew after a rotation, and stays if that fails", async () => {
  const auditFile = join(folder, "rotated.ndjson");
  const api = await startService({ auditFile });
  await api.post("/predict", RECORD);
  renameSync(auditFile, `${auditFile}.1`);
  await api.post("/predict", RECORD);
  api.service.reopenFiles();
  await api.post("/predict", RECORD);
  const lines = (path: string): number => read(path).trimEnd().split("\n").length;
  expect([lines(`${auditFile}.1`), lines(auditFile)]).toEqual([2, 1]);

  renameSync(auditFile, `${auditFile}.2`);
  execFileSync("mkdir", [auditFile]);
  expect(() => api.service.reopenFiles()).toThrow("EISDIR");
  expect((await api.post("/predict", RECORD)).status).toBe(200);
  expect(lines(`${auditFile}.2`)).toBe(2);
});

describe("what is no regular file", () => {
  it("is refused: a pipe, without waiting for its reader", needs("mkfifo"), async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    await expect(buildService({ auditFile: pipe, log: false })).rejects.toThrow("regular file");
  });

  it.each(["/dev/null", "/dev/full"])("is refused: %s", async (device) => {
    await expect(buildService({ auditFile: device, log: false })).rejects.toThrow("regular file");
  });
});
