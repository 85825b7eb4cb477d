// The code of the documentation is in known languages. docs/model-file.md documents every key of
// the schema, docs/service.md all errors, options, metrics and endpoints.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { describePaths } from "../src/service/openapi/paths.js";
import { readPages } from "./support/pages.js";

const pages = readPages();
const LANGUAGES = ["csv", "html", "ini", "js", "json", "python", "sh", "text", "ts", "yaml"];
const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const schema = JSON.parse(read("src/model-file/model.schema.json"));

describe("the code blocks", () => {
  it("have languages that are known here", () => {
    const languages = new Set(pages.flatMap(({ blocks }) => blocks.map(({ language }) => language)));
    expect(LANGUAGES).toEqual(expect.arrayContaining([...languages]));
  });
});

describe.each(pages)("$path", ({ text }) => {
  it("names npm scripts that exist", () => {
    const { scripts } = JSON.parse(read("package.json"));
    for (const [, name] of text.matchAll(/npm run ([\w:]+)/g)) expect(Object.keys(scripts)).toContain(name);
  });
});

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

  const own = ["options.ts", "model/variant-options.ts", "http/server.ts", "endpoints/endpoints.ts"];
  const files = [...own, "access/rate-limit.ts", "log/log.ts"];
  const options = files.flatMap((file) => declared(`src/service/${file}`, /^ {2}readonly (\w+)\?/gm));
  it.each(options)("documents the option %s", (option) => {
    expect(text).toContain(`\`${option}\``);
  });

  const metrics = ["metrics.ts", "shadow-metrics.ts", "store-metrics.ts", "trigger-metrics.ts"].flatMap((file) =>
    declared(`src/service/metrics/${file}`, /name: "(supportvector_\w+)"/g),
  );
  it.each(metrics)("documents the metric %s", (metric) => {
    expect(text).toContain(`| \`${metric}\` |`);
  });

  it.each(Object.entries(describePaths(undefined, undefined, true, true, true)))("documents %s", (path, methods) => {
    for (const method of Object.keys(methods)) expect(text).toContain(`\`${method.toUpperCase()} ${path}\``);
  });
});

describe("docs/model-file.md", () => {
  const text = read("docs/model-file.md");
  it.each([...new Set(words(schema))])("documents %s", (word) => {
    expect(text).toMatch(new RegExp(`\`"?${word}"?\`|\`handle_unknown: "${word}"\``));
  });
});
