// Any change to a model file gives a ModelFileError, or a model that still verifies. It never gives
// another exception, a hang, or a NaN.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  InputError,
  type InputRecord,
  loadModel,
  type Model,
  ModelFileError,
  type Prediction,
} from "../../src/index.js";
import { numbersOf, readFixtures, toRecord } from "../support/fixtures.js";
import { type Json, mutate, mutation } from "../support/mutation.js";

const fixtures = readFixtures().filter(({ model }) => JSON.stringify(model).length < 40_000);

/** @param scale 1 for all 30,000 runs, less for fewer */
export function describeChangedFiles(scale: number): void {
  describe("a changed model file", () => {
    it("is refused, or still verifies and predicts finite numbers", () => {
      const seen = { loaded: 0, refused: 0 };
      fc.assert(
        fc.property(
          fc.constantFrom(...fixtures),
          fc.array(mutation, { minLength: 1, maxLength: 2 }),
          fc.boolean(),
          (fixture, mutations, asText) => {
            const file = structuredClone(fixture.model);
            for (const change of mutations) mutate(file as unknown as Json, change);
            try {
              const model = loadModel(asText ? JSON.stringify(file) : file, { targets: "any" });
              seen.loaded++;
              expect(model.verify().passed).toBe(true);
              for (const row of fixture.inputs) predictsFinitely(model, toRecord(fixture.model, row));
            } catch (error) {
              if (!(error instanceof ModelFileError)) throw error;
              seen.refused++;
              expect(error.code).toMatch(/^MODEL_FILE_/);
              expect(error.issues.length).toBeGreaterThan(0);
            }
          },
        ),
        { numRuns: 6000 * scale },
      );
      expect(Math.min(seen.loaded, seen.refused)).toBeGreaterThan(100 * scale);
    });

    it("is refused whatever it is", () => {
      fc.assert(
        fc.property(fc.oneof(fc.anything(), fc.string(), fc.json()), (value) => {
          expect(() => loadModel(value, { targets: "any" })).toThrow(ModelFileError);
        }),
        { numRuns: 2000 * scale },
      );
    });

    it("is refused where any top-level value is of any other type", () => {
      const { model } = fixtures[0]!;
      fc.assert(
        fc.property(fc.constantFrom(...Object.keys(model)), fc.anything(), (key, value) => {
          try {
            expect(loadModel({ ...model, [key]: value }, { targets: "any" }).verify().passed).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(ModelFileError);
          }
        }),
        { numRuns: 2000 * scale },
      );
    });
  });

  describe("a model of any steps", () => {
    const extreme = fc.constantFrom(0, -0, 5e-324, -1, 1, 0.5, 2, 1e3, -1e3, 710, 1e19, -1e100, 1e154, 1e300, -1.7e308);
    const value = fc.oneof(extreme, fc.double(), fc.integer(), fc.constantFrom(null, NaN, "early", "Köln", "", true));

    it("predicts finite numbers, or refuses the record, whatever it holds", () => {
      const models = readFixtures().map(({ model }) => ({ file: model, model: loadModel(model, { targets: "any" }) }));
      const seen = { predicted: 0, refused: 0 };
      fc.assert(
        fc.property(
          fc.constantFrom(...models),
          fc.array(value, { minLength: 20, maxLength: 20 }),
          ({ file, model }, row) => {
            try {
              expect(numbersOf(model.predict(toRecord(file, row))).every(Number.isFinite)).toBe(true);
              seen.predicted++;
            } catch (error) {
              expect(error).toBeInstanceOf(InputError);
              seen.refused++;
            }
          },
        ),
        { numRuns: 20_000 * scale },
      );
      expect(Math.min(seen.predicted, seen.refused)).toBeGreaterThan(1000 * scale);
    });
  });
}

function predictsFinitely(model: Model<InputRecord, Prediction>, record: Record<string, never>): void {
  try {
    expect(numbersOf(model.predict(record)).every(Number.isFinite)).toBe(true);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
  }
}
