// Every fixture against scikit-learn: transformed rows to the bit, predictions within 16 · 2⁻⁵² · (Σ|αᵢKᵢ| + |b|).

import { afterAll, describe, expect, it } from "vitest";
import { loadModel } from "../../src/index.js";
import { readFixtures, toRecord } from "../support/fixtures.js";
import { evaluateByOracle, parityBound } from "../support/oracle.js";

const worst: { ratio: number; name: string }[] = [];
const rows = { all: 0, sameBits: 0 };

describe.each(readFixtures())("$name", ({ name, model: file, inputs, transformed, predictions }) => {
  const model = loadModel(file);
  const records = inputs.map((row) => toRecord(file, row));

  it("has rows", () => {
    expect(inputs.length).toBeGreaterThan(0);
    expect([transformed.length, predictions.length]).toEqual([inputs.length, inputs.length]);
  });

  it("transforms as scikit-learn", () => {
    records.forEach((record, i) => {
      // −0 and 0 are the same number; sparse matrices do not keep them apart.
      expect(model.transform(record).map((value) => value + 0)).toStrictEqual(
        transformed[i]!.map((value) => value + 0),
      );
    });
  });

  it("predicts within the parity bound", () => {
    const { min = -Infinity, max = Infinity } = file.target.clip ?? {};
    const ratios = records.map((record, i) => {
      const expected = Math.min(max, Math.max(min, predictions[i]!));
      const error = Math.abs(model.predict(record) - expected);
      rows.all++;
      if (error === 0) rows.sameBits++;
      return error === 0 ? 0 : error / parityBound(evaluateByOracle(file, transformed[i]!).magnitude);
    });
    const ratio = Math.max(...ratios);
    worst.push({ ratio, name });
    expect(ratio).toBeLessThanOrEqual(1);
  });

  it("predicts a batch as its records, to the bit", () => {
    expect(model.predictBatch(records)).toStrictEqual(records.map((record) => model.predict(record)));
  });

  it("verifies", () => {
    expect(model.verify()).toMatchObject({ passed: true, rows: file.verification.inputs.length });
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
