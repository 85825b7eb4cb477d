// Every fixture against scikit-learn: transformed rows and predictions within their bounds, which
// are 0 for columns that only exact steps compute.

import { afterAll, describe, expect, it } from "vitest";
import { loadModel } from "../../src/index.js";
import { numbersOf, readFixtures, toRecord } from "../support/fixtures.js";

const worst: { ratio: number; name: string }[] = [];
const rows = { all: 0, sameBits: 0 };

describe.each(readFixtures())("$name", ({ name, model: file, inputs, transformed, predictions, bounds }) => {
  const load = () => loadModel<Record<string, never>>(file, { targets: "any" });
  const records = inputs.map((row) => toRecord(file, row));

  it("has rows", () => {
    expect(inputs.length).toBeGreaterThan(0);
    expect([transformed.length, predictions.length]).toEqual([inputs.length, inputs.length]);
  });

  it("transforms as scikit-learn", () => {
    const model = load();
    records.forEach((record, i) => {
      const row = model.transform(record);
      expect(row).toHaveLength(transformed[i]!.length);
      const distant = row.filter(
        (value, c) => !(Math.abs(value - transformed[i]![c]!) <= (bounds.transformed?.[i]?.[c] ?? 0)),
      );
      expect(distant).toEqual([]);
    });
  });

  it("predicts within the parity bound", () => {
    const model = load();
    const { min = -Infinity, max = Infinity } = file.target.clip ?? {};
    let largest = 0;
    records.forEach((record, i) => {
      const numbers = numbersOf(model.predict(record));
      expect(numbers).toHaveLength(predictions[i]!.length);
      numbers.forEach((number, target) => {
        const error = Math.abs(number - Math.min(max, Math.max(min, predictions[i]![target]!)));
        rows.all++;
        if (error === 0) rows.sameBits++;
        const ratio = error === 0 ? 0 : error / bounds.predictions[i]![target]!;
        expect(ratio).toBeLessThanOrEqual(1);
        largest = Math.max(largest, ratio);
      });
    });
    worst.push({ ratio: largest, name });
  });

  it("predicts a batch as its records, to the bit", () => {
    const model = load();
    expect(model.predictBatch(records)).toStrictEqual(records.map((record) => model.predict(record)));
  });

  it("verifies", () => {
    expect(load().verify()).toMatchObject({ passed: true, rows: file.verification.inputs.length });
  });
});

afterAll(() => {
  const [first] = worst.sort((a, b) => b.ratio - a.ratio);
  if (first)
    console.log(
      `Worst error of ${worst.length} fixtures: ${first.ratio.toFixed(4)} of the bound (${first.name}); ` +
        `${rows.sameBits} of ${rows.all} predictions equal to the bit`,
    );
});
