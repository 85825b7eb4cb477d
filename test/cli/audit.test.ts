// The audit file on a full disk: requests fail, and once there is room, records have lines of their
// own.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { needs } from "../support/programs.js";
import { endAll, serve } from "../support/running-command.js";

const RECORD = readFileSync(new URL("../../scripts/example-record.json", import.meta.url), "utf8");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "supportvector-audit-"));
});
afterEach(endAll);
afterAll(() => rmSync(folder, { recursive: true }));

it("misses no prediction, and joins no record with a torn one", needs("prlimit"), async () => {
  const file = join(folder, "audit.ndjson");
  const command = await serve(["--audit", file]);
  const post = async (): Promise<number> => {
    const headers = { "content-type": "application/json" };
    return (await fetch(`${command.url}/predict`, { method: "POST", headers, body: RECORD })).status;
  };
  // The limit of a process on the size of files stands for the end of the disk.
  const limitFiles = (bytes: string): void =>
    void execFileSync("prlimit", [`--fsize=${bytes}`, `--pid=${command.pid}`]);
  limitFiles("1500:unlimited");
  const statuses: number[] = [];
  for (let i = 0; i < 4; i++) statuses.push(await post());
  limitFiles("unlimited");
  for (let i = 0; i < 2; i++) statuses.push(await post());

  const records = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.endsWith("}"))
    .map((line) => JSON.parse(line));
  const succeeded = statuses.filter((status) => status === 200).length;
  expect(statuses).toEqual([...Array(succeeded - 2).fill(200), ...Array(6 - succeeded).fill(500), 200, 200]);
  expect(succeeded).toBeLessThan(6);
  expect(records).toHaveLength(succeeded);
});
