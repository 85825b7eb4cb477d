// Changes to a model file: keys removed, types changed, arrays shortened, numbers made huge,
// prototypes planted.

import fc from "fast-check";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
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

/**
 * From 0 to 1, evenly: fast-check's own doubles are spread over exponents, so nearly all are nearly
 * 0.
 */
const share = fc.noBias(fc.nat({ max: 999_999 })).map((n) => n / 1_000_000);

/** One change somewhere in the file. The seeds pick the place, whatever its size. */
export const mutation = fc.record({
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
export type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

/** Changes the file in place. */
export function mutate(root: Json, { kind, where, which, ...change }: Mutation): void {
  // A value of its own: one inserted twice could end up inside itself.
  const value = structuredClone(change.value);
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
    else if (kind === "repeat" && Array.isArray(place)) place.push(structuredClone(members[key]!));
    else if (kind === "rename" && !Array.isArray(place)) members[`${key}_`] = structuredClone(members[key]!);
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
