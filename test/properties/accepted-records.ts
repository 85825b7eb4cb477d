// Records of random models, by the model and by ajv under `inputSchema`.

import Ajv from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect } from "vitest";
import { InputError, type InputRecord, loadModel, type Model, type Prediction } from "../../src/index.js";
import type { ModelFile } from "../../src/model-file/types.generated.js";
import { acceptedRecord, modelFile } from "../support/models.js";

/** Whether `predict` accepts the record. Any error but an InputError is a failure. */
function accepts(model: Model<InputRecord, Prediction>, record: unknown): boolean {
  try {
    model.predict(record as never);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return false;
  }
}

// One instance compiles the schema of schemas once. A new one for each schema takes 4 times as
// long.
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });

/** Compiles a schema by ajv. */
export const compile = (schema: object) => ajv.compile(schema);

const jsonValue = fc.oneof(
  fc.jsonValue({ maxDepth: 1 }),
  fc.constantFrom<unknown>(0, -0, 1, 1.5, 1e307, 1.7e308, -1.7e308, "a", "b", "1", "", null, true, [], {}),
);

/** An accepted record with some of its values replaced or removed. */
function nearlyAccepted(file: ModelFile): fc.Arbitrary<unknown> {
  const changes = fc.array(
    fc.tuple(fc.nat({ max: file.inputs.length - 1 }), fc.option(jsonValue, { nil: undefined })),
    {
      maxLength: 2,
    },
  );
  return fc.tuple(acceptedRecord(file), changes).map(([record, changed]) => {
    const result: Record<string, unknown> = { ...record };
    for (const [i, value] of changed) {
      const { name } = file.inputs[i]!;
      if (value === undefined) delete result[name];
      else result[name] = value;
    }
    return result;
  });
}

/** Checks, in random models, that the model accepts a record exactly when ajv does. */
export function compareWithAjv(runs: number): void {
  const seen = { accepted: 0, rejected: 0 };
  fc.assert(
    fc.property(
      modelFile.chain((file) =>
        fc.record({
          file: fc.constant(file),
          records: fc.array(fc.oneof({ weight: 9, arbitrary: nearlyAccepted(file) }, jsonValue), { minLength: 1 }),
        }),
      ),
      ({ file, records }) => {
        const model = loadModel(file, { targets: "any" });
        const validate = compile(model.inputSchema);
        for (const record of records) {
          const accepted = accepts(model, record);
          expect(accepted).toBe(validate(record));
          seen[accepted ? "accepted" : "rejected"]++;
        }
      },
    ),
    { numRuns: runs },
  );
  // A generator that always went the same way would prove nothing.
  expect(Math.min(seen.accepted, seen.rejected)).toBeGreaterThan(runs / 2.5);
}
