// Any change to a model file gives an ArtifactError, or a model that still verifies: never another exception, a hang, or a NaN.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArtifactError, InputError, loadModel } from "../../src/index.js";
import { readFixtures, toRecord } from "../support/fixtures.js";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Container = Json[] | { [key: string]: Json };

/** Every array and object of a JSON value. */
function containers(value: Json): Container[] {
  if (typeof value !== "object" || value === null) return [];
  return [value, ...Object.values(value).flatMap(containers)];
}

const replacement: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    false,
    "",
    "Pipeline",
    "StandardScaler",
    "ignore",
    "__proto__",
    [],
    {},
    [[]],
    [null],
  ),
  fc.constantFrom<Json>(0, -0, -1, 1, 0.5, 1e9, 2 ** 31, 2 ** 53, 1e300, -1e300, 1.7e308, 5e-324, 4294967295),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);

/** From 0 to 1, evenly: fast-check's own doubles are spread over exponents, so nearly all are nearly 0. */
const share = fc.noBias(fc.nat({ max: 999_999 })).map((n) => n / 1_000_000);

/** One change somewhere in the file. The seeds pick the place, whatever its size. */
const mutation = fc.record({
  kind: fc.constantFrom(
    "tweak",
    "tweak",
    "tweak",
    "remove",
    "replace",
    "shorten",
    "repeat",
    "insert",
    "prototype",
    "swap",
    "rename",
  ),
  where: share,
  which: share,
  value: replacement,
});
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

function mutate(root: Json, { kind, where, which, value }: Mutation): void {
  const all = containers(root);
  // The front holds the inputs and the steps, the long tail the rows.
  const place = all[Math.floor(where ** 2 * all.length)]!;
  const keys = Object.keys(place);
  const key = keys[Math.floor(which * keys.length)];
  const members = place as Record<string, Json>;
  if (kind === "prototype") {
    Object.defineProperty(place, "__proto__", { value, enumerable: true, configurable: true, writable: true });
  } else if (kind === "insert") {
    if (Array.isArray(place)) place.splice(Math.floor(which * (place.length + 1)), 0, value);
    else members.extra = value;
  } else if (key !== undefined) {
    if (kind === "replace") members[key] = value;
    else if (kind === "tweak") members[key] = tweak(members[key]!, which, value);
    else if (kind === "swap" && Array.isArray(place)) place.reverse();
    else if (kind === "shorten" && Array.isArray(place)) place.length = Math.floor(which * place.length);
    else if (kind === "repeat" && Array.isArray(place)) place.push(members[key]!);
    else if (kind === "rename" && !Array.isArray(place)) members[`${key}_`] = members[key]!;
    else if (Array.isArray(place)) place.splice(Number(key), 1);
    else delete members[key];
  }
}

/** Another value of the same type. */
function tweak(old: Json, which: number, value: Json): Json {
  if (typeof old === "boolean") return !old;
  if (typeof old === "string") return typeof value === "string" ? value : `${old}?`;
  if (typeof old === "number") return typeof value === "number" ? value : old * which * 2;
  return old;
}

const fixtures = readFixtures().filter(({ model }) => model.regressor.dual_coef.length < 100);

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
            const model = loadModel(asText ? JSON.stringify(file) : file);
            seen.loaded++;
            expect(model.verify().passed).toBe(true);
            for (const row of fixture.inputs) predictsFinitely(model, toRecord(fixture.model, row));
          } catch (error) {
            if (!(error instanceof ArtifactError)) throw error;
            seen.refused++;
            expect(error.code).toMatch(/^ARTIFACT_/);
            expect(error.issues.length).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 6000 },
    );
    expect(Math.min(seen.loaded, seen.refused)).toBeGreaterThan(100);
  });

  it("is refused whatever it is", () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string(), fc.json()), (value) => {
        expect(() => loadModel(value)).toThrow(ArtifactError);
      }),
      { numRuns: 2000 },
    );
  });

  it("is refused where any top-level value is of any other type", () => {
    const { model } = fixtures[0]!;
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(model)), fc.anything(), (key, value) => {
        try {
          expect(loadModel({ ...model, [key]: value }).verify().passed).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(ArtifactError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

function predictsFinitely(model: ReturnType<typeof loadModel>, record: Record<string, never>): void {
  try {
    expect(Number.isFinite(model.predict(record))).toBe(true);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
  }
}
