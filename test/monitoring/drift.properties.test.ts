// Properties of the drift monitor, on random models and records.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError, type InputRecord, loadModel, type Model } from "../../src/index.js";
import type { ModelFile } from "../../src/model-file/types.generated.js";
import { createDriftMonitor, type DriftMonitor, restoreDriftMonitor } from "../../src/monitoring/index.js";
import { acceptedRecord, modelFile } from "../support/models.js";
import { binNumbers, countReference } from "./monitored-model.js";

interface Case {
  readonly model: Model;
  readonly records: readonly InputRecord[];
}

const recordsOf = (file: ModelFile, most: number) => fc.array(acceptedRecord(file), { minLength: 1, maxLength: most });

/** A model with the reference of some records, and other records that it accepts. */
const monitored: fc.Arbitrary<Case> = modelFile.chain((file) =>
  fc.tuple(recordsOf(file, 8), recordsOf(file, 12)).map(([known, records]) => {
    return { model: loadModel({ ...file, reference: countReference(loadModel(file), known) }), records };
  }),
);

/** A monitor with one window of these records. */
function observeAll(model: Model, records: readonly InputRecord[], window: number = Infinity): DriftMonitor {
  const monitor = createDriftMonitor(model, { window, minRows: 1 });
  for (const record of records) monitor.observe(record, model.predict(record));
  if (window === Infinity) monitor.endWindow();
  return monitor;
}

describe("a drift monitor", () => {
  it("counts each row once, in the bins of a slow and obvious count", () => {
    fc.assert(
      fc.property(monitored, ({ model, records }) => {
        const { rows, inputs, predictions } = observeAll(model, records).report();
        const reference = model.reference!;
        expect(rows).toBe(records.length);
        for (const [i, { name, counts, missingRate, unknown, invalid }] of inputs.entries()) {
          const values = records.map((record) => record[name]!).filter((value) => value !== null);
          const histogram = reference.inputs[i]!;
          if ("categories" in histogram) {
            const known = histogram.categories.map((category) => values.filter((value) => value === category).length);
            const others = values.filter((value) => !histogram.categories.includes(value as string)).length;
            expect([counts, unknown]).toEqual([[...known, others], others]);
          } else expect(counts).toEqual(binNumbers(histogram.edges, values as number[]));
          expect([missingRate, invalid]).toEqual([(rows - values.length) / rows, 0]);
        }
        const { edges } = reference.predictions[0]!;
        const predicted = records.map((record) => model.predict(record));
        expect(predictions.map(({ counts }) => counts)).toEqual([binNumbers(edges, predicted)]);
      }),
    );
  });

  it("accepts what the engine accepts, and warns of what it warns of", () => {
    const value = fc.oneof(
      fc.constantFrom<unknown>(undefined, null, NaN, Infinity, -Infinity, 0, -0, 1, 7, 1e300, true, false),
      fc.constantFrom<unknown>("1", "", "a", "__proto__", "constructor", [], {}, 1n),
    );
    const changed = fc.tuple(monitored, fc.array(value, { minLength: 5, maxLength: 5 }), fc.nat());
    fc.assert(
      fc.property(changed, ({ 0: { model, records }, 1: values, 2: kept }) => {
        const names = model.inputs.map(({ name }, i) => [name, i === kept % 6 ? records[0]![name] : values[i]]);
        const record = Object.fromEntries(names);
        const monitor = createDriftMonitor(model, { window: 1, minRows: 1 });
        monitor.observe(record, 0);
        const { inputs } = monitor.report();
        const rejected = new Set<unknown>();
        try {
          for (const { code, input } of model.warnings(record))
            if (code === "OUT_OF_RANGE") expect(inputs.find(({ name }) => name === input)!.outOfRange).toBe(1);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          for (const { code, input } of error.issues)
            if (["MISSING_INPUT", "MISSING_VALUE", "WRONG_TYPE"].includes(code)) rejected.add(input);
        }
        for (const { name, invalid } of inputs)
          expect(invalid, name).toBe(+(rejected.has(name) || Math.abs(record[name]) === Infinity));
      }),
      { numRuns: 300 },
    );
  });

  it("does not mind the order of the rows of a window", () => {
    fc.assert(
      fc.property(monitored, ({ model, records }) => {
        const backwards = observeAll(model, [...records].reverse());
        expect(backwards.toJSON()).toEqual(observeAll(model, records).toJSON());
      }),
    );
  });

  it("merged with others is the monitor of the rows of all, in any order", () => {
    const divided = fc.tuple(monitored, fc.nat({ max: 12 }), fc.nat({ max: 12 }));
    fc.assert(
      fc.property(divided, ([{ model, records }, ...cuts]) => {
        const [first, second] = cuts.sort((a, b) => a - b) as [number, number];
        const [a, b, c] = [records.slice(0, first), records.slice(first, second), records.slice(second)].map((part) =>
          observeAll(model, part),
        ) as [DriftMonitor, DriftMonitor, DriftMonitor];
        const all = a.merge(b).merge(c);
        expect(all.toJSON()).toEqual({ ...observeAll(model, records).toJSON(), windows: 3 });
        expect(a.merge(b.merge(c)).toJSON()).toEqual(all.toJSON());
        expect(c.merge(a).merge(b).toJSON()).toEqual(all.toJSON());
      }),
    );
  });

  it("goes on from its snapshot", () => {
    fc.assert(
      fc.property(monitored, fc.integer({ min: 1, max: 5 }), ({ model, records }, window) => {
        let restored = createDriftMonitor(model, { window, minRows: 1 });
        for (const record of records) {
          restored = restoreDriftMonitor(model, JSON.parse(JSON.stringify(restored)));
          restored.observe(record, model.predict(record));
        }
        expect(restored.report()).toEqual(observeAll(model, records, window).report());
      }),
    );
  });

  it("computes numbers only, from 0 to 1 where they are shares", () => {
    fc.assert(
      fc.property(monitored, ({ model, records }) => {
        const { inputs, predictions } = observeAll(model, records).report();
        for (const { drift } of [...inputs, ...predictions])
          if (drift !== "too few") {
            const { psi, statistic, jensenShannon, pValue, adjustedPValue } = drift;
            for (const share of [jensenShannon, pValue, adjustedPValue]) {
              expect(share).toBeGreaterThanOrEqual(0);
              expect(share).toBeLessThanOrEqual(1);
            }
            expect(adjustedPValue).toBeGreaterThanOrEqual(pValue);
            for (const size of [psi, statistic]) expect(size >= 0 && size < Infinity).toBe(true);
          }
      }),
    );
  });
});
