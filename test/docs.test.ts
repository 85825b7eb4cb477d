// docs/model-file.md documents the model file field by field: every key that the schema knows, and no type of step less. docs/service.md documents
// all errors, options, metrics and endpoints.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { describePaths } from "../src/service/openapi/paths.js";

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const schema = JSON.parse(read("src/model-file/model.schema.json"));

/** The names of all properties, and the values of all constants, in a JSON Schema. */
function words(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  const { properties, const: constant, enum: values } = node as Record<string, unknown>;
  const own = [...Object.keys(properties ?? {}), ...[constant ?? [], values ?? []].flat()].filter(
    (word) => typeof word === "string",
  );
  return [...own, ...Object.values(node).flatMap(words)];
}

describe("docs/service.md", () => {
  const text = read("docs/service.md");
  const declared = (path: string, pattern: RegExp): string[] =>
    [...read(path).matchAll(pattern)].map(([, name]) => name!);

  it.each(declared("src/service/errors/errors.ts", /^ {2}\| "(\w+)"/gm))("documents %s", (type) => {
    expect(text).toContain(`| \`${type}\` |`);
  });

  const files = ["options.ts", "http/server.ts", "endpoints/endpoints.ts", "access/rate-limit.ts", "log/log.ts"];
  const options = files.flatMap((file) => declared(`src/service/${file}`, /^ {2}readonly (\w+)\?/gm));
  it.each(options)("documents the option %s", (option) => {
    expect(text).toContain(`\`${option}\``);
  });

  it.each(declared("src/service/metrics/metrics.ts", /name: "(supportvector_\w+)"/g))(
    "documents the metric %s",
    (metric) => {
      expect(text).toContain(`| \`${metric}\` |`);
    },
  );

  it.each(Object.entries(describePaths(undefined, undefined)))("documents %s", (path, methods) => {
    for (const method of Object.keys(methods)) expect(text).toContain(`\`${method.toUpperCase()} ${path}\``);
  });
});

describe("docs/model-file.md", () => {
  const text = read("docs/model-file.md");
  it.each([...new Set(words(schema))])("documents %s", (word) => {
    expect(text).toMatch(new RegExp(`\`"?${word}"?\`|\`handle_unknown: "${word}"\``));
  });
});
