// docs/api.md has a heading for every export, and its signatures are those of the declarations in
// dist/.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./support/installed-package.js";

const page = readFileSync(join(ROOT, "docs/api.md"), "utf8");
const declarations = readdirSync(join(ROOT, "dist")).filter((file) => file.endsWith(".d.ts"));

const allDeclarations = declarations.map((file) => readFileSync(join(ROOT, "dist", file), "utf8")).join("\n");

/** The names that an entry exports. Classes without a public constructor are among the types. */
function exportsOf(entry: string): { values: string[]; types: string[] } {
  const text = readFileSync(join(ROOT, `dist/${entry}.d.ts`), "utf8");
  const items = [...text.matchAll(/^export \{ (.*) \}/gm)].flatMap(([, list]) => list!.split(", "));
  const names = items.map((item) => item.split(" ").at(-1)!);
  // Types from a chunk that entries share are exported without the word.
  const isType = (name: string): boolean => new RegExp(`^(interface|type) ${name}\\b`, "m").test(allDeclarations);
  return { values: names.filter((name) => !isType(name)), types: names.filter(isType) };
}

/** The part of the page that describes an entry. */
function sectionOf(entry: string): string {
  const begin = page.indexOf(`\n## ${entry}\n`);
  return page.slice(begin, page.indexOf("\n## ", begin + 1));
}

const headingsOf = (section: string): string[] => [...section.matchAll(/^### (\w+)$/gm)].map(([, name]) => name!);

/** A text without comments, blanks and modifiers, so that its layout does not count. */
const squeeze = (code: string): string =>
  code
    .replace(/\/\*.*?\*\/|\/\/.*$/gms, "")
    .replace(/\b(declare|export) /g, "")
    .replace(/\s|,(?=\s*[)}\]])/g, "");

describe("docs/api.md", () => {
  it.each([
    ["supportvector", "index"],
    ["supportvector/absenteeism", "absenteeism"],
  ])("has a heading for each export of %s", (name, entry) => {
    const { values, types } = exportsOf(entry);
    expect(headingsOf(sectionOf(name)).sort()).toEqual([...values, ...types].sort());
  });

  it.each([
    ["supportvector/explain", "explain"],
    ["supportvector/monitoring", "monitoring"],
    ["supportvector/intervals", "intervals"],
    ["supportvector/service", "service"],
  ])("has a heading for each value of %s, and names each type", (name, entry) => {
    const { values, types } = exportsOf(entry);
    const section = sectionOf(name);
    expect(headingsOf(section).sort()).toEqual(values.sort());
    expect(types.filter((type) => !section.includes(`\`${type}\``))).toEqual([]);
  });

  const declared = squeeze(allDeclarations);
  const signatures = [...page.matchAll(/^### ([^\n]+)\n\n```ts ignore\n(.*?)^```/gms)].map(
    ([, heading, code]) => [heading!, code!] as const,
  );
  it.each(signatures)("has the signature of %s", (_, code) => {
    expect(declared).toContain(squeeze(code));
  });
});
