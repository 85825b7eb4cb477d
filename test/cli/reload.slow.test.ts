// Reloads by a signal, by --watch, and of several models. Files that this process has no memory
// for, or that claim much in few bytes, are refused.

import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createAssignment } from "../../src/service/model/assignment.js";
import { type GrownKind, grownKinds } from "../support/grown-files.js";
import { largeModel } from "../support/large-model.js";
import { endAll, type RunningCommand, serve, serveWithWorkers, until } from "../support/running-command.js";
import { predictionOf, variantOf, writeModel } from "../support/served-models.js";
import { tinyModel } from "../support/tiny-model.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "supportvector-reload-"));
});
afterEach(endAll);
afterAll(() => rmSync(folder, { recursive: true }));

/** Replaces a file atomically. */
function place(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
  return path;
}

/** Asks for the tiny record until it is told to stop. Returns the responses. */
function askOn({ url }: RunningCommand): () => Promise<readonly string[]> {
  let isAsking = true;
  const ask = async (): Promise<string[]> => {
    const responses: string[] = [];
    const body = JSON.stringify({ Age: 30, Shift: "early" });
    while (isAsking) {
      const init = { method: "POST", headers: { "content-type": "application/json" }, body };
      const response = await fetch(`${url}/predict`, init);
      responses.push(`${response.status} ${((await response.json()) as { prediction: number }).prediction}`);
    }
    return responses;
  };
  const callers = [ask(), ask(), ask(), ask()];
  return async () => {
    isAsking = false;
    return (await Promise.all(callers)).flat();
  };
}

it.each([
  "--max-old-space-size=36",
  "--max-old-space-size=40",
  "--max-old-space-size=44",
  "--max-old-space-size=48 --max-semi-space-size=2",
])("keeps the model, and loses no request, when a heap is too small: %s", async (heap) => {
  const model = place("model.json", JSON.stringify(tinyModel()));
  const command = await serve(["--model", model], { NODE_OPTIONS: heap });
  const stop = askOn(command);
  place("model.json", largeModel());
  for (let i = 1; i <= 3; i++) {
    command.process.kill("SIGHUP");
    await until(() => command.log().split('"msg":"model refused"').length > i);
  }
  const responses = await stop();
  expect(new Set(responses)).toEqual(new Set(["200 3"]));
  expect(command.log()).toContain('"code":"MODEL_FILE_MEMORY"');

  place("model.json", JSON.stringify(tinyModel(({ metadata }) => Object.assign(metadata, { name: "next" }))));
  command.process.kill("SIGHUP");
  await until(() => command.log().includes('"model":"next"'));
});

it("loses no request, whatever a file claims", async () => {
  const model = place("model.json", JSON.stringify(tinyModel()));
  const command = await serve(["--model", model], { NODE_OPTIONS: "--max-old-space-size=400" });
  const stop = askOn(command);
  const outcomes = (): number => command.log().split(/"msg":"model (?:refused|loaded)"/).length;
  for (const kind of Object.keys(grownKinds) as GrownKind[]) {
    for (const text of [JSON.stringify(grownKinds[kind](1)), JSON.stringify(tinyModel())]) {
      const before = outcomes();
      place("model.json", text);
      command.process.kill("SIGHUP");
      await until(() => outcomes() > before, 60_000);
    }
  }
  // A grown file that loads refuses the record.
  const responses = new Set(await stop());
  responses.delete("400 undefined");
  expect(responses).toEqual(new Set(["200 3"]));
  expect(command.log().split('"msg":"model refused"').length).toBeGreaterThan(10);
});

it.each([[1], [2]])("reloads its model file on SIGHUP, with --workers %s", async (workers) => {
  const model = writeModel(folder, "signalled.json", 3);
  const command = await serveWithWorkers(workers, "--model", model);
  expect(await predictionOf(command)).toBe(3);
  writeModel(folder, "signalled.json", 5);
  command.process.kill("SIGHUP");
  await until(async () => (await predictionOf(command)) === 5);

  writeFileSync(model, "{}");
  command.process.kill("SIGHUP");
  await until(() => count(command.log(), "model refused") === workers);
  expect(await predictionOf(command)).toBe(5);

  writeModel(folder, "signalled.json", 7);
  command.process.kill("SIGHUP");
  await until(() => count(command.log(), "model loaded") === 3 * workers);
  // Every worker has reloaded. Each connection may reach another one.
  for (let i = 0; i < 4; i++) expect(await predictionOf(command)).toBe(7);
});

it.each([[1], [2]])("reloads a changed model file with --watch and --workers %s", async (workers) => {
  const model = writeModel(folder, "watched.json", 3);
  const command = await serveWithWorkers(workers, "--model", model, "--watch");
  expect(await predictionOf(command)).toBe(3);
  writeModel(folder, "watched.json", 5);
  await until(() => count(command.log(), "model loaded") === 2 * workers);
  for (let i = 0; i < 4; i++) expect(await predictionOf(command)).toBe(5);
  rmSync(model);
  writeModel(folder, "watched.json", 7);
  await until(() => count(command.log(), "model loaded") === 3 * workers);
  expect(await predictionOf(command)).toBe(7);
});

describe("several models", () => {
  const users = Array.from({ length: 12 }, (_, i) => `user-${i}`);
  const serveBoth = async (...more: readonly string[]): Promise<RunningCommand> => {
    const files = [
      writeModel(folder, "champion.json", 3),
      writeModel(folder, "challenger.json", 5),
      writeModel(folder, "next.json", 7),
    ];
    const models = [
      "--model",
      `champion=${files[0]}`,
      "--model",
      `challenger=${files[1]}`,
      "--shadow",
      `next=${files[2]}`,
    ];
    return serveWithWorkers(2, ...models, "--split", "champion=1,challenger=1", "--subject", "header:X-User", ...more);
  };
  const assign = createAssignment("march", [
    { name: "champion", weight: 1 },
    { name: "challenger", weight: 1 },
  ]);
  const expected = (champion: number): string[] =>
    users.map((user) => (assign(user).name === "champion" ? `champion ${champion}` : "challenger 5"));

  it("keep the assignment in all workers, and reload together", async () => {
    const command = await serveBoth("--experiment", "march", "--watch");
    const askAll = (): Promise<string[]> => Promise.all(users.map((user) => variantOf(command, user)));
    for (let i = 0; i < 3; i++) expect(await askAll()).toEqual(expected(3));
    expect(new Set(expected(3)).size).toBe(2);

    writeFileSync(join(folder, "challenger.json"), "{}");
    writeModel(folder, "champion.json", 4);
    await until(() => count(command.log(), "model refused") >= 2);
    await until(async () => JSON.stringify(await askAll()) === JSON.stringify(expected(4)));
    const metrics = await (await fetch(`${command.url}/metrics`)).text();
    expect(metrics).toMatch(/supportvector_shadow_records_total\{.*variant="next".*\} [1-9]/);
  });
});

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}
