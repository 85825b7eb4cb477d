// The trial of a model file: its limits, and what a service does beyond them.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeFailure, type LoadFailure } from "../../src/service/model/load-failure.js";
import { readAfterTrial, type TrialLimits } from "../../src/service/model/trial.js";
import { tinyModel } from "../support/tiny-model.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "supportvector-trial-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function place(text: string): string {
  const path = join(folder, "model.json");
  writeFileSync(path, text);
  return path;
}

const failureOf = (text: string, limits: TrialLimits): Promise<LoadFailure> =>
  readAfterTrial(place(text), false, limits).then(() => expect.unreachable(), describeFailure);

const LIMITS = { heap: 16, time: 20_000 };

it("returns the bytes of a file that loads", async () => {
  const text = JSON.stringify(tinyModel());
  expect((await readAfterTrial(place(text), false, LIMITS)).toString()).toBe(text);
});

it("passes on why a file does not load", async () => {
  const text = JSON.stringify(tinyModel(({ verification }) => verification.predictions[0]!.fill(4)));
  const failure = await failureOf(text, LIMITS);
  expect(failure).toMatchObject({ code: "MODEL_FILE_UNVERIFIED", issues: [{ path: "/verification" }] });
});

// test/cli/reload.slow.test.ts has a file that takes more while it loads.
it("refuses a file that is larger than the heap", async () => {
  expect(await failureOf(" ".repeat(2 ** 20 + 1), { ...LIMITS, heap: 1 })).toMatchSnapshot();
});

it("refuses a file that takes longer", async () => {
  expect(await failureOf(JSON.stringify(tinyModel()), { ...LIMITS, time: 1 })).toMatchSnapshot();
});
