// What `supportvector types` prints, type-checked with the programs that use it.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadModel } from "../../src/index.js";
import { createWorkplace, type Workplace } from "../support/finished-command.js";
import { readFixtures } from "../support/fixtures.js";
import { tinyModel } from "../support/tiny-model.js";
import { typeCheck } from "../support/type-check.js";

let place: Workplace;
beforeEach(() => {
  place = createWorkplace();
  place.write("model.json", JSON.stringify(tinyModel()));
});
afterEach(() => place.remove());

const types = (): string => place.run(["types", "--model", "model.json"]).output;

/** Type-checks a program that uses what `supportvector types` printed. Returns what is wrong. */
const compile = (declaration: string, program: string) =>
  typeCheck({ "generated/model.ts": declaration, "generated/program.ts": program });

describe("the types", () => {
  it("of records, which hold what they promise", () => {
    const output = types();
    expect(output).toContain('readonly "Age": number | null;');
    expect(output).not.toContain("Prediction");
    const program = `import type { TinyRecord } from "./model.js";
      export const record: TinyRecord = { Age: null, Shift: "early" };
      // @ts-expect-error a misspelt column
      export const misspelt: TinyRecord = { Agee: 1, Shift: "early" };`;
    expect(compile(output, program)).toEqual([]);
  });

  it("of predictions of several targets, which fit the library's", () => {
    const { model } = readFixtures().find(({ name }) => name.startsWith("multi_output"))!;
    const { targets } = loadModel(model, { targets: "any" });
    const name = "Several";
    place.write("model.json", JSON.stringify({ ...model, metadata: { ...model.metadata, name } }));
    const output = types();
    const program = `import { loadModel } from "supportvector";
      import type { SeveralPrediction, SeveralRecord } from "./model.js";
      const model = loadModel<SeveralRecord, keyof SeveralPrediction>("", { targets: ${JSON.stringify(targets)} });
      export const prediction: SeveralPrediction = model.predict({} as SeveralRecord);
      export const number: number = prediction[${JSON.stringify(targets[0])}];
      // @ts-expect-error a misspelt target
      prediction.misspelt;`;
    expect(compile(output, program)).toEqual([]);
  });
});
