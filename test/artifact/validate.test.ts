// The validator that the build compiles and trims finds what ajv itself finds with the schema as it stands.

import Ajv from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import schema from "../../src/artifact/model.schema.json" with { type: "json" };
import { validate } from "../../src/artifact/validate.generated.js";
import { readFixtures } from "../support/fixtures.js";
import { type Json, mutate, mutation } from "../support/mutation.js";

const ajv = new Ajv({ allErrors: true, discriminator: true, strictTypes: false }).compile(schema);

type Problems = readonly { instancePath: string; keyword: string; params: unknown }[] | null | undefined;
const listed = (problems: Problems) =>
  (problems ?? []).map(({ instancePath, keyword, params }) => JSON.stringify([instancePath, keyword, params])).sort();

describe("the validator", () => {
  it.each(readFixtures())("accepts $name", ({ model }) => {
    expect(validate(model)).toBe(true);
  });

  it("finds in a changed file what ajv finds", () => {
    const seen = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(
        fc.constantFrom(...readFixtures()),
        fc.array(mutation, { minLength: 1, maxLength: 3 }),
        ({ model }, mutations) => {
          const file = structuredClone(model);
          for (const change of mutations) mutate(file as unknown as Json, change);
          const valid = validate(file);
          expect(valid).toBe(ajv(file));
          expect(listed(validate.errors)).toEqual(listed(ajv.errors));
          seen[valid ? "valid" : "invalid"]++;
        },
      ),
      { numRuns: 2000 },
    );
    expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(200);
  });
});
