// The exporter writes nothing that the loader refuses to read. It walks the same schema in Python.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { validate } from "../../src/model-file/validate.js";
import { readFixtures } from "../support/fixtures.js";
import { type Json, mutate, mutation } from "../support/mutation.js";
import { needs, requireProgram } from "../support/programs.js";

const EXPORTER = join(import.meta.dirname, "../../exporter");
const SCRIPT = `
import json, sys
from supportvector_export.schema import find_problems, read_schema
json.dump([list(find_problems(file, read_schema(), "")) for file in json.load(sys.stdin)], sys.stdout)
`;

/** Returns changed model files, as JSON keeps them. */
function changedFiles(): Json[] {
  const changes = fc.tuple(fc.constantFrom(...readFixtures()), fc.array(mutation, { maxLength: 3 }));
  return fc.sample(changes, { seed: 7, numRuns: 1000 }).map(([{ model }, mutations]) => {
    const file = structuredClone(model) as unknown as Json;
    for (const change of mutations) mutate(file, change);
    return JSON.parse(JSON.stringify(file));
  });
}

/** Leaves out what came, which the programs describe differently. */
const withoutValues = (problems: readonly string[]): string[] =>
  problems.map((problem) => problem.replace(/, got .*/s, "")).sort();

/** Leaves out what the loader does not read: the parts of the reference and of the intervals. */
const withoutOpenParts = (problems: readonly string[]): string[] =>
  problems.filter((problem) => !/^\/(reference|intervals)(\/| (lacks|holds) )/.test(problem));

describe("the exporter's comparison with the schema", needs("scikit-learn"), () => {
  it("finds in a changed file what the loader finds", () => {
    const files = changedFiles();
    const printed = execFileSync(requireProgram("scikit-learn"), ["-c", SCRIPT], {
      input: JSON.stringify(files),
      env: { ...process.env, PYTHONPATH: EXPORTER, PYTHONDONTWRITEBYTECODE: "1" },
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    const found: string[][] = JSON.parse(printed);
    const invalid = found.filter((problems) => problems.length > 0);
    expect(Math.min(invalid.length, files.length - invalid.length)).toBeGreaterThan(200);
    for (const [i, file] of files.entries()) {
      const expected = validate(file).map(({ path, message }) => `${path} ${message}`);
      expect(withoutValues(withoutOpenParts(found[i]!))).toEqual(withoutValues(expected));
    }
  });
});
