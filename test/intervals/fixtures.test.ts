// The intervals that Python computed for the rows of the fixtures.

import { describe, expect, it } from "vitest";
import { loadModel } from "../../src/index.js";
import { createIntervalPredictor, type PredictionInterval } from "../../src/intervals/index.js";
import { type Fixture, readFixtures, toRecord } from "../support/fixtures.js";

/** What Python computed for a coverage: for each row an end for each target, null if infinite. */
interface Expected {
  readonly coverage: number;
  readonly lower: readonly (readonly (number | null)[])[];
  readonly upper: readonly (readonly (number | null)[])[];
  /** How far another evaluation in float64 may lie from an end. */
  readonly bounds: readonly (readonly number[])[];
}

const fixtures = readFixtures().filter(
  (fixture): fixture is Fixture & { intervals: readonly Expected[] } => "intervals" in fixture,
);

describe.each(fixtures)("$name", ({ model: file, inputs, intervals }) => {
  const model = loadModel(file, { targets: "any" });
  const predictor = createIntervalPredictor(model);
  const records = inputs.map((row) => toRecord(file, row));

  it.each(intervals)("has Python's intervals for the coverage $coverage", ({ coverage, lower, upper, bounds }) => {
    const errors = predictor.predictIntervalBatch(records, { coverage }).flatMap((interval, row) =>
      model.targets.flatMap((target, t) => {
        const ends = (model.targets.length === 1 ? interval : interval[target as never]) as PredictionInterval;
        return [
          errorOf(ends.lower, lower[row]![t] ?? -Infinity) / bounds[row]![t]!,
          errorOf(ends.upper, upper[row]![t] ?? Infinity) / bounds[row]![t]!,
        ];
      }),
    );
    expect(Math.max(...errors)).toBeLessThanOrEqual(1);
  });

  function errorOf(end: number, expected: number): number {
    return end === expected ? 0 : Math.abs(end - expected);
  }
});

it("the fixtures have every type, method and grouping", () => {
  const kinds = fixtures.map(
    ({ model: { intervals } }) => `${intervals!.type} ${intervals!.method}${"input" in intervals! ? " by input" : ""}`,
  );
  expect(new Set(kinds).size).toBeGreaterThanOrEqual(6);
});
