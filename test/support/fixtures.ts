// The reference fixtures: model files, inputs, and what scikit-learn made of them. See fixtures/generate.py.

import { readdirSync, readFileSync } from "node:fs";
import type { ModelFile } from "../../src/model-file/types.generated.js";

const folder = new URL("../../fixtures/", import.meta.url);

export interface Fixture {
  readonly name: string;
  readonly model: ModelFile;
  /** Rows of values in the order of the model's inputs; null is a missing value. */
  readonly inputs: readonly (readonly (number | string | null)[])[];
  readonly transformed: readonly (readonly number[])[];
  /** One number per target. */
  readonly predictions: readonly (readonly number[])[];
  /** How far another evaluation in float64 may lie from these; columns without bounds come out to the bit. */
  readonly bounds: ModelFile["verification"]["bounds"];
}

/** Every fixture there is: a new file needs no new test code. */
export function readFixtures(): Fixture[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => readFixture(file.slice(0, -".json".length)));
}

/** The fixture of this name. */
export function readFixture(name: string): Fixture {
  const { model, ...rows } = JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));
  const loaded = typeof model === "string" ? JSON.parse(readFileSync(new URL(model, folder), "utf8")) : model;
  return { name, model: loaded, ...rows };
}

/** What `predict` gives, one number per target. */
export function numbersOf(prediction: unknown): number[] {
  return typeof prediction === "number" ? [prediction] : Object.values(prediction as Record<string, number>);
}

/** A row of values as a record. */
export function toRecord(model: ModelFile, row: readonly unknown[]): Record<string, never> {
  return Object.fromEntries(model.inputs.map(({ name }, i) => [name, row[i]])) as Record<string, never>;
}
