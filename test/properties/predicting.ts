// Properties of predicting, on random models: against the oracle, between single and batch, under
// what must not matter.

import fc from "fast-check";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { InputError, loadModel } from "../../src/index.js";
import type { ModelFile, SvrRegressor } from "../../src/model-file/types.generated.js";
import { acceptedRecord, modelFile } from "../support/models.js";
import { evaluateByOracle, parityBound, transformByOracle } from "../support/oracle.js";

const modelAndRecords = modelFile.chain((file) =>
  fc.record({ file: fc.constant(file), records: fc.array(acceptedRecord(file), { minLength: 1, maxLength: 6 }) }),
);

const rowOf = (file: ModelFile, record: Record<string, number | string | null>) =>
  file.inputs.map(({ name }) => record[name]!);

/** @param scale 1 for all runs, less for fewer */
export function describePredicting(scale: number): void {
  describe("predict", () => {
    it("transforms as the oracle, step by step", () => {
      fc.assert(
        fc.property(modelAndRecords, ({ file, records }) => {
          const model = loadModel(file);
          for (const record of records)
            expect(model.transform(record)).toEqual(transformByOracle(file, rowOf(file, record)));
        }),
        { numRuns: 500 * scale },
      );
    });

    it("agrees with the ml-matrix oracle within the parity bound", () => {
      fc.assert(
        fc.property(modelAndRecords, ({ file, records }) => {
          const model = loadModel(file);
          for (const record of records) {
            const { value, magnitude } = evaluateByOracle(file, transformByOracle(file, rowOf(file, record)));
            const expected = Math.max(value, file.target.clip?.min ?? -Infinity);
            expect(Math.abs(model.predict(record) - expected)).toBeLessThanOrEqual(parityBound(magnitude));
          }
        }),
        { numRuns: 500 * scale },
      );
    });

    it("gives a batch the bits of its records, whatever else is in it", () => {
      fc.assert(
        fc.property(modelAndRecords, ({ file, records }) => {
          const model = loadModel(file);
          const batch = model.predictBatch(records);
          expect(batch).toStrictEqual(records.map((record) => model.predict(record)));
          expect(model.predictBatch([...records].reverse())).toStrictEqual([...batch].reverse());
        }),
      );
    });

    it("does not mind the order of keys, extra keys, or an object without a prototype", () => {
      fc.assert(
        fc.property(modelAndRecords, fc.dictionary(fc.string(), fc.anything()), ({ file, records }, extra) => {
          const model = loadModel(file);
          for (const record of records) {
            const reversed = Object.fromEntries([...Object.entries(extra), ...Object.entries(record).reverse()]);
            expect(model.predict(reversed as typeof record)).toBe(model.predict(record));
            expect(model.predict(Object.assign(Object.create(null), reversed))).toBe(model.predict(record));
          }
        }),
      );
    });

    it("takes a matrix of numbers as it takes records", () => {
      fc.assert(
        fc.property(modelAndRecords, ({ file, records }) => {
          fc.pre(records.every((record) => Object.values(record).every((value) => typeof value === "number")));
          const model = loadModel(file);
          const matrix = new Matrix(records.map((record) => rowOf(file, record) as number[]));
          expect(model.predictBatch(matrix)).toStrictEqual(model.predictBatch(records));
        }),
      );
    });

    it("never returns anything but a finite number, or throws an InputError", () => {
      fc.assert(
        fc.property(modelFile, fc.array(fc.anything()), (file, values) => {
          const model = loadModel(file);
          const record = Object.fromEntries(file.inputs.map(({ name }, i) => [name, values[i]]));
          try {
            expect(Number.isFinite(model.predict(record as never))).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(InputError);
          }
        }),
        { numRuns: 1000 * scale },
      );
    });

    it("does not change when the model file does afterwards", () => {
      fc.assert(
        fc.property(modelAndRecords, ({ file, records }) => {
          const copy = structuredClone(file);
          const model = loadModel(copy);
          const before = model.predictBatch(records);
          (copy.regressor as SvrRegressor).dual_coef.fill(1);
          copy.inputs.length = 0;
          copy.verification.predictions.fill([7]);
          expect(model.predictBatch(records)).toStrictEqual(before);
          expect(model.verify().passed).toBe(true);
          expect(model.inputs).toHaveLength(file.inputs.length);
        }),
      );
    });
  });
}
