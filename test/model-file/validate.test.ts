// The generated validator finds what ajv finds with the same schema.

import Ajv from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import schema from "../../src/model-file/model.schema.json" with { type: "json" };
import type { ReferenceDistributions } from "../../src/model-file/types.generated.js";
import { validate } from "../../src/model-file/validate.js";
import { readFixtures } from "../support/fixtures.js";
import { type Json, mutate, mutation } from "../support/mutation.js";

const createAjv = (): Ajv => new Ajv({ allErrors: true, discriminator: true, strictTypes: false });
/** The schema as far as the engine validates: it does not read what these two hold. */
const { reference, intervals, ...rest } = schema.$defs;
const open = { reference: { type: reference.type }, intervals: { type: intervals.type } };
const validateByAjv = createAjv().compile({ ...schema, $defs: { ...rest, ...open } });

/** Lists the problems that ajv found, in our words. */
function listByAjv(): string[] {
  return (validateByAjv.errors ?? [])
    .filter(({ keyword }) => keyword !== "propertyNames")
    .map(({ instancePath, keyword, params, propertyName }) => {
      const quoted = JSON.stringify;
      const words: Record<string, () => string> = {
        required: () => `lacks ${quoted(params.missingProperty)}`,
        additionalProperties: () => `holds ${quoted(params.additionalProperty)}, which is not part of the format`,
        type: () => `expected type ${[params.type].flat().join(" or ")}`,
        const: () => `expected ${quoted(params.allowedValue)}`,
        enum: () => `expected one of ${quoted(params.allowedValues)}`,
        discriminator: () => `expected a known "${params.tag}"`,
        minimum: () => `expected a number >= ${params.limit}`,
        exclusiveMinimum: () => `expected a number > ${params.limit}`,
        minItems: () => `expected length >= ${params.limit}`,
        maxItems: () => `expected length <= ${params.limit}`,
        pattern: () => `expected keys that match ${params.pattern}, got ${quoted(propertyName)}`,
      };
      return `${instancePath} ${words[keyword]!()}`;
    })
    .sort();
}

/** Lists the problems that the validator found, without what came. ajv does not tell that. */
function listProblems(value: unknown): string[] {
  return validate(value)
    .map(
      ({ path, message }) =>
        `${path} ${message.startsWith("expected keys") ? message : message.replace(/, got .*/s, "")}`,
    )
    .sort();
}

describe("the schema of the reference", () => {
  const validateAll = createAjv().compile(schema);
  const references = readFixtures().filter(({ model }) => model.reference);

  it.each(references)("accepts that of $name, and no other key in it", ({ model }) => {
    expect(validateAll(model)).toBe(true);
    const parts: ((reference: ReferenceDistributions) => object)[] = [
      (reference) => reference,
      ({ inputs }) => inputs[0]!,
      ({ predictions }) => predictions[0]!,
    ];
    for (const part of parts) {
      const changed = structuredClone(model);
      Object.assign(part(changed.reference!), { extra: 1 });
      expect(validateAll(changed)).toBe(false);
      expect(validate(changed)).toEqual([]);
    }
  });
});

describe("the validator", () => {
  it.each(readFixtures())("accepts $name", ({ model }) => {
    expect(validate(model)).toEqual([]);
  });

  it("finds in a changed file what ajv finds", () => {
    const seen = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(
        fc.constantFrom(...readFixtures()),
        fc.array(mutation, { minLength: 1, maxLength: 3 }),
        ({ model }, mutations) => {
          const file = structuredClone(model);
          file.reference ??= { rows: 1, inputs: [], predictions: [] };
          file.intervals ??= { type: "absolute", method: "split", groups: [{ scores: [[0, 1]] }] };
          file.background ??= file.verification.inputs.slice(0, 1);
          for (const change of mutations) mutate(file as unknown as Json, change);
          const problems = listProblems(file);
          validateByAjv(file);
          expect(problems).toEqual(listByAjv());
          seen[problems.length === 0 ? "valid" : "invalid"]++;
        },
      ),
      { numRuns: 3000 },
    );
    expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(200);
  });
});
