// Reloads of model files that this process has no memory for, or that claim much in few bytes.

import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type GrownKind, grownKinds } from "../support/grown-files.js";
import { largeModel } from "../support/large-model.js";
import { endAll, type RunningCommand, serve, until } from "../support/running-command.js";
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

it("keeps the model, and loses no request, when the heap is too small for the new one", async () => {
  const model = place("model.json", JSON.stringify(tinyModel()));
  const command = await serve(["--model", model], { NODE_OPTIONS: "--max-old-space-size=40" });
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
