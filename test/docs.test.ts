// docs/model-file.md documents the model file field by field: every key that the schema knows, and no type of step less.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const schema = JSON.parse(read("src/artifact/model.schema.json"));

/** The names of all properties, and the values of all constants, in a JSON Schema. */
function words(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  const { properties, const: constant, enum: values } = node as Record<string, unknown>;
  const own = [...Object.keys(properties ?? {}), ...[constant ?? [], values ?? []].flat()].filter(
    (word) => typeof word === "string",
  );
  return [...own, ...Object.values(node).flatMap(words)];
}

describe("docs/model-file.md", () => {
  const text = read("docs/model-file.md");
  it.each([...new Set(words(schema))])("documents %s", (word) => {
    expect(text).toMatch(new RegExp(`\`"?${word}"?\`|\`handle_unknown: "${word}"\``));
  });
});
