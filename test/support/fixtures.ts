// The reference fixtures: fixtures/<family>/NAME.json, which fixtures/generate.py writes. Each has
// a model file, rows of inputs, and what scikit-learn transforms them to and predicts for them.

import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import type { ModelFile } from "../../src/model-file/types.generated.js";

const folder = new URL("../../fixtures/", import.meta.url);

export interface Fixture {
  readonly name: string;
  readonly model: ModelFile;
  /** Rows of values in the order of the model's inputs. Null is a missing value. */
  readonly inputs: readonly (readonly (number | string | null)[])[];
  readonly transformed: readonly (readonly number[])[];
  /** One number per target. */
  readonly predictions: readonly (readonly number[])[];
  /**
   * How far another evaluation in float64 may lie from these. Columns without bounds come out to
   * the bit.
   */
  readonly bounds: ModelFile["verification"]["bounds"];
}

/** Returns all fixtures in the order of their names. A new file needs no new test code. */
export function readFixtures(): Fixture[] {
  return [...findFixtures()].map(([name, file]) => read(name, file));
}

/** Returns the fixture of this name. */
export function readFixture(name: string): Fixture {
  const file = findFixtures().get(name);
  if (!file) throw new Error(`fixtures/<family>/${name}.json does not exist`);
  return read(name, file);
}

/** Returns the files by the names of the fixtures, which are unique across the families. */
function findFixtures(): Map<string, URL> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".json"));
  const files = paths.map((path) => [basename(path, ".json"), new URL(path, folder)] as const);
  return new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function read(name: string, file: URL): Fixture {
  const { model, ...rows } = JSON.parse(readFileSync(file, "utf8"));
  const loaded = typeof model === "string" ? JSON.parse(readFileSync(new URL(model, file), "utf8")) : model;
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
