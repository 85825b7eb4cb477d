// The packed package in an empty project: imported, required and type-checked.

import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { calibratedFile, spreadFile } from "./support/calibrated-file.js";
import { type InstalledPackage, installPackage, ROOT } from "./support/installed-package.js";
import { tinyModel } from "./support/tiny-model.js";

let project: InstalledPackage;
beforeAll(() => {
  project = installPackage();
  writeFileSync(join(project.folder, "tiny.json"), JSON.stringify(tinyModel()));
  const calibrated = calibratedFile({ type: "normalized", spread: spreadFile() });
  writeFileSync(join(project.folder, "calibrated.json"), JSON.stringify(calibrated));
});
afterAll(() => rmSync(project.folder, { recursive: true, force: true }));

/** Writes a file into the project, and runs it. */
function execute(name: string, source: string): string {
  writeFileSync(join(project.folder, name), source);
  return project.run(process.execPath, name).trim();
}

describe("the packed package", () => {
  it("can be imported", () => {
    const source = `
      import { readFileSync } from "node:fs";
      import { loadModel } from "supportvector";
      import { predict } from "supportvector/absenteeism";
      import { loadExplainer } from "supportvector/explain";
      import { createDriftMonitor } from "supportvector/monitoring";
      import { createIntervalPredictor } from "supportvector/intervals";
      const model = loadModel(readFileSync("tiny.json", "utf8"));
      console.log(model.predict({ Age: 30, Shift: "early" }), typeof predict, typeof createDriftMonitor);
      const { spread } = JSON.parse(readFileSync("calibrated.json", "utf8")).intervals;
      const calibrated = loadModel(readFileSync("calibrated.json", "utf8"));
      const { upper } = createIntervalPredictor(calibrated).predictInterval({ Age: 30, Shift: "early" }, { coverage: 0.5 });
      console.log(upper, loadModel(spread) instanceof calibrated.constructor, typeof loadExplainer);`;
    expect(execute("imported.mjs", source)).toBe("3 function function\n13 true function");
  });

  it("can be required", () => {
    const source = `
      const { loadModel, InputError } = require("supportvector");
      const { model } = require("supportvector/absenteeism");
      const { createDriftMonitor, MonitoringError } = require("supportvector/monitoring");
      const { createIntervalPredictor, IntervalError } = require("supportvector/intervals");
      try {
        createIntervalPredictor(loadModel(require("./tiny.json")));
      } catch (error) {
        console.log(error instanceof IntervalError, error.code);
      }
      try {
        createDriftMonitor(loadModel(require("./tiny.json")), { window: 10 });
      } catch (error) {
        console.log(error instanceof MonitoringError, error.code);
      }
      try {
        loadModel(require("./tiny.json")).predict({});
      } catch (error) {
        console.log(error instanceof InputError, error.code, model.inputs.length);
      }`;
    expect(execute("required.cjs", source).split("\n").slice(-3)).toEqual([
      "true INTERVALS_MISSING",
      "true REFERENCE_MISSING",
      "true INPUT_INVALID 19",
    ]);
  });

  it("is one copy, whether Node imports or requires it", () => {
    const source = `
      import { createRequire } from "node:module";
      import { InputError } from "supportvector";
      console.log(createRequire(import.meta.url)("supportvector").InputError === InputError);`;
    expect(execute("copies.mjs", source).split("\n").at(-1)).toBe("true");
  });

  it("shares one engine between its entries", () => {
    const source = `
      import { InputError } from "supportvector";
      import { predict } from "supportvector/absenteeism";
      try { predict({}); } catch (error) { console.log(error instanceof InputError); }`;
    expect(execute("shared.mjs", source)).toBe("true");
  });

  it("shares one engine between its CommonJS files", () => {
    const source = `
      const { InputError } = require("./node_modules/supportvector/dist/index.cjs");
      const { predict } = require("./node_modules/supportvector/dist/absenteeism.cjs");
      const { loadExplainer } = require("./node_modules/supportvector/dist/explain.cjs");
      const background = [{ Age: 50, Shift: "late" }];
      const { explain } = loadExplainer(require("./tiny.json"), { background });
      for (const reject of [() => predict({}), () => explain({})])
        try { reject(); } catch (error) { console.log(error instanceof InputError); }`;
    expect(execute("shared.cjs", source)).toBe("true\ntrue");
  });

  it("says what to install for the service", () => {
    const source = `
      import { buildService, readApiKeys } from "supportvector/service";
      console.log(await readApiKeys({}));
      await buildService().catch(({ message }) => console.log(message));`;
    expect(execute("service.mjs", source)).toBe(
      '[]\nsupportvector/service needs the package fastify, which is not installed: npm install "fastify@^5.12.8"',
    );
  });

  it.each([
    ["model", "ModelFile"],
    ["triggers", "Triggers of a supportvector service"],
  ])("exports the schema %s.schema.json", (name, title) => {
    const source = `
      import schema from "supportvector/${name}.schema.json" with { type: "json" };
      console.log(schema.title);`;
    expect(execute("schema.mjs", source)).toBe(title);
  });

  it("runs without eval", () => {
    const source = `
      import { readFileSync } from "node:fs";
      const { loadModel } = await import("supportvector");
      console.log(loadModel(readFileSync("tiny.json", "utf8")).predict({ Age: 30, Shift: "early" }));`;
    writeFileSync(join(project.folder, "strict.mjs"), source);
    const printed = project.run(process.execPath, "--disallow-code-generation-from-strings", "strict.mjs");
    expect(printed.trim()).toBe("3");
  });

  it.each(["NodeNext", "Bundler"])("type-checks with moduleResolution %s", (resolution) => {
    const source = `
      import { loadModel, type Model, type InputIssue, ModelFileError, InputError } from "supportvector";
      import { type AbsenteeismRecord, model, predict, predictBatch } from "supportvector/absenteeism";
      const own: Model<{ Age: number }> = loadModel<{ Age: number }>("{}");
      const prediction: number = own.predict({ Age: 1 });
      const typed: Model<AbsenteeismRecord> = model;
      const batch: number[] = predictBatch([] as AbsenteeismRecord[]);
      declare const record: AbsenteeismRecord;
      predict(record);
      // @ts-expect-error a misspelt column
      predict({ ...record, Agee: 1 } satisfies AbsenteeismRecord);
      // @ts-expect-error a string for a number
      own.predict({ Age: "1" });
      export { prediction, typed, batch, ModelFileError, InputError, type InputIssue };`;
    writeFileSync(join(project.folder, "typed.ts"), source);
    const module = resolution === "NodeNext" ? "NodeNext" : "ESNext";
    const strict = { strict: true, exactOptionalPropertyTypes: true, noEmit: true, types: [] };
    const compilerOptions = { ...strict, target: "ES2020", module, moduleResolution: resolution };
    writeFileSync(join(project.folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["typed.ts"] }));
    const printed = project.run(process.execPath, join(ROOT, "node_modules/typescript/bin/tsc"), "-p", ".");
    expect(printed).toBe("");
  });
});
