// The rule behind "the same bits in every engine": src/ uses no function whose result ECMAScript
// leaves implementation-defined.

import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, it } from "vitest";

/**
 * Members of Math that ECMAScript defines to the bit. It calls even the result of `sqrt` an
 * approximation.
 */
const EXACT = new Set(["abs", "ceil", "clz32", "floor", "fround", "imul", "max", "min", "round", "sign", "trunc"]);

/**
 * Finds every use of `**`, of an inexact member of Math, and of Math itself as a value, which could
 * hide one.
 */
function findInexact(source: string, file = "source.ts"): string[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      if (kind === ts.SyntaxKind.AsteriskAsteriskToken || kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken)
        found.push(`${file}:${line} **`);
    }
    if (ts.isIdentifier(node) && node.text === "Math") {
      const { parent } = node;
      const member = ts.isPropertyAccessExpression(parent) && parent.expression === node ? parent.name.text : undefined;
      if (member === undefined) found.push(`${file}:${line} Math`);
      else if (!EXACT.has(member)) found.push(`${file}:${line} Math.${member}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

describe("implementation-defined functions", () => {
  const folder = new URL("../src/", import.meta.url);
  // The service and the command predict by the engine alone.
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.(ts|js)$/.test(file) && !/^(service|cli)\//.test(file),
  );

  it("are not used in the engine", () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.flatMap((file) => findInexact(readFileSync(new URL(file, folder), "utf8"), file))).toEqual([]);
  });

  it.each([
    ["Math.exp(x)", "Math.exp"],
    ["const { pow } = Math;", "Math"],
    ['Math["log"](x)', "Math"],
    ["globalThis.Math.tanh(x)", "Math"],
    ["x ** 2", "**"],
    ["x **= 0.5", "**"],
    ["[1, 2].map(Math.sqrt)", "Math.sqrt"],
  ])("are found in %s", (source, use) => {
    expect(findInexact(source)).toEqual([`source.ts:1 ${use}`]);
  });

  it("are not confused with the exact ones", () => {
    expect(findInexact("Math.max(0, Math.abs(x)); // Math.exp, x ** 2\nexp(x)")).toEqual([]);
  });
});
