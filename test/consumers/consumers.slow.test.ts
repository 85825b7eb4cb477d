// Programs that use the packed package from CommonJS. TypeScript compiles them in each of its
// module systems, and Jest runs them.

import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type InstalledPackage, installPackage, ROOT } from "../support/installed-package.js";

let project: InstalledPackage;
beforeAll(() => {
  project = installPackage();
  for (const file of ["package.json", "package-lock.json", ".npmrc"])
    copyFileSync(join(ROOT, "test/consumers", file), join(project.folder, file));
  project.run("npm", "ci", "--no-audit", "--no-fund");
  project.run("npm", "install", "--no-save", "--no-audit", "--no-fund", project.tarball);
  writeFileSync(join(project.folder, "main.ts"), MAIN);
});
afterAll(() => rmSync(project.folder, { recursive: true, force: true }));

const MAIN = `
  import { InputError, loadModel, type Model } from "supportvector";
  import { type AbsenteeismRecord, model, predict } from "supportvector/absenteeism";

  const typed: Model<AbsenteeismRecord> = model;
  // @ts-expect-error a record without its inputs
  const predictNothing = (): number => predict({});
  function codeOf(action: () => unknown): unknown {
    try {
      return action();
    } catch (error) {
      return error instanceof InputError ? error.code : error;
    }
  }
  export const summary: string = [typed.info.name, codeOf(predictNothing), typeof loadModel].join(" ");`;
const SUMMARY = "absenteeism INPUT_INVALID function";

function configure(compilerOptions: object): void {
  const options = { target: "ES2022", strict: true, types: [], noEmitOnError: true, ...compilerOptions };
  writeFileSync(
    join(project.folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: options, files: ["main.ts"] }),
  );
}

describe("TypeScript", () => {
  it.each([
    { module: "CommonJS", moduleResolution: "Node10" },
    { module: "Node16" },
    { module: "Node18" },
    { module: "Node20" },
    { module: "NodeNext" },
  ])("compiles to CommonJS that runs, with %j", (options) => {
    configure(options);
    expect(project.run(process.execPath, "node_modules/typescript/bin/tsc", "-p", ".")).toBe("");
    const printed = project.run(process.execPath, "-p", "require('./main.js').summary");
    expect(printed.trim()).toBe(SUMMARY);
  });
});

describe("Jest", () => {
  const jest = (options: object): { success: boolean; numPassedTests: number } =>
    JSON.parse(
      project.run(process.execPath, "node_modules/jest/bin/jest.js", "--json", "--config", JSON.stringify(options)),
    );

  it("runs JavaScript that requires the package", () => {
    const source = `
      const { InputError } = require("supportvector");
      const { predict } = require("supportvector/absenteeism");
      test("throws", () => expect(() => predict({})).toThrow(InputError));`;
    writeFileSync(join(project.folder, "required.test.js"), source);
    expect(jest({ testMatch: ["**/required.test.js"] })).toMatchObject({ success: true, numPassedTests: 1 });
  });

  it("runs TypeScript that imports the package, by ts-jest", () => {
    configure({ module: "CommonJS", moduleResolution: "Node10" });
    const source = `
      import { summary } from "./main";
      declare const test: any, expect: any;
      test("is typed", () => expect(summary).toBe("${SUMMARY}"));`;
    writeFileSync(join(project.folder, "typed.test.ts"), source);
    const options = { preset: "ts-jest", testMatch: ["**/typed.test.ts"] };
    expect(jest(options)).toMatchObject({ success: true, numPassedTests: 1 });
  });
});
