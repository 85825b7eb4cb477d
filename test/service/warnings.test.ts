// The service compares values before it asks the model for warnings. It must never miss one.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError, loadModel } from "../../src/index.js";
import { warningFinder } from "../../src/service/model/warnings.js";
import { readFixtures, toRecord } from "../support/fixtures.js";

describe("warningFinder", () => {
  const fixtures = readFixtures().filter(({ model }) => model.inputs.length > 0);

  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
    "finds what model.warnings finds: %s",
    (_, fixture) => {
      const model = loadModel(fixture.model, { targets: "any" });
      const find = warningFinder(model as never);
      const value = fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: -3, max: 40 }),
        fc.constantFrom(null, "a", "b", "unknown", 0, -0),
      );
      const changes = fc.dictionary(fc.constantFrom(...model.inputs.map(({ name }) => name)), value, { maxKeys: 2 });
      fc.assert(
        fc.property(fc.constantFrom(...fixture.inputs), changes, (row, changed) => {
          const record = { ...toRecord(fixture.model, row), ...changed } as never;
          let expected: unknown[];
          try {
            expected = model.warnings(record);
          } catch (error) {
            // The service only asks about accepted records.
            if (error instanceof InputError) return;
            throw error;
          }
          expect(find(record) ?? []).toEqual(expected);
        }),
        { numRuns: 50 },
      );
    },
  );
});
