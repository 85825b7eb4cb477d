// The code blocks of README.md run as they stand, in an empty project with the packed package; its two commands in a fresh copy of the tree.

import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadModel } from "../src/index.js";
import type { ModelFile } from "../src/model-file/types.generated.js";
import { type InstalledPackage, installPackage, ROOT } from "./support/installed-package.js";
import { evaluateByOracle, transformByOracle } from "./support/oracle.js";

const readme = readFileSync(join(ROOT, "README.md"), "utf8");
const blocks = [...readme.matchAll(/^```(\w+)\n(.*?)^```/gms)].map(([, language, code]) => ({
  language: language!,
  code: code!,
}));

let project: InstalledPackage;
beforeAll(() => {
  project = installPackage();
  writeFileSync(join(project.folder, "model.json"), JSON.stringify(exampleModel()));
});
afterAll(() => rmSync(project.folder, { recursive: true, force: true }));

/** A model with the inputs that the README's examples have. */
function exampleModel(): ModelFile {
  const shifts = ["early", "late", "night"];
  const model: ModelFile = {
    format: "supportvector",
    version: 1,
    source: { library: "scikit-learn", library_version: "1.2.1", exporter_version: "0.1.0" },
    metadata: { name: "readme" },
    inputs: [
      { name: "Age", kind: "number", missing: true, range: [18, 65] },
      { name: "Shift", kind: "category", missing: false, categories: shifts },
      { name: "Distance (km)", kind: "number", missing: false, range: [0, 60] },
    ],
    pipeline: {
      type: "ColumnTransformer",
      transformers: [
        { name: "age", columns: [0], step: { type: "SimpleImputer", statistics: [40] } },
        {
          name: "shift",
          columns: [1],
          step: { type: "OneHotEncoder", categories: [shifts], handle_unknown: "ignore" },
        },
        { name: "distance", columns: [2], step: { type: "StandardScaler", mean: [20], scale: [10] } },
      ],
    },
    feature_names_out: ["age", "early", "late", "night", "distance"],
    regressor: {
      type: "SVR",
      kernel: "rbf",
      gamma: 0.01,
      dual_coef: [2],
      intercept: 1,
      support_vectors: [{ columns: [0, 1, 2, 3, 4], rows: [[40, 0, 0, 1, 0]] }],
    },
    target: {},
    verification: {
      inputs: [[41, "night", 12.5]],
      transformed: [],
      predictions: [],
      bounds: { predictions: [[1e-12]] },
    },
  };
  model.verification.transformed = model.verification.inputs.map((row) => transformByOracle(model, row));
  model.verification.predictions = model.verification.transformed.map((row) => [evaluateByOracle(model, row).value]);
  return model;
}

describe("README.md", () => {
  it("has code blocks of these kinds only", () => {
    expect([...new Set(blocks.map(({ language }) => language))].sort()).toEqual(["html", "sh", "ts"]);
  });

  const scripts = blocks.filter(({ language }) => language === "ts");
  it.each(scripts.map(({ code }, i) => [i, code] as const))("TypeScript block %i runs and type-checks", (i, code) => {
    writeFileSync(join(project.folder, `block${i}.ts`), code);
    const compilerOptions = { module: "NodeNext", target: "ES2022", strict: true, types: ["node"], skipLibCheck: true };
    const options = { ...compilerOptions, typeRoots: [join(ROOT, "node_modules/@types")], resolveJsonModule: true };
    writeFileSync(
      join(project.folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions: options, files: [`block${i}.ts`] }),
    );
    project.run(process.execPath, join(ROOT, "node_modules/typescript/bin/tsc"), "-p", ".");
    const printed = project.run(process.execPath, `block${i}.js`).trim().split("\n");
    // What the block's comments promise is printed.
    const promised = [...code.matchAll(/(?:console\.log\(.*\); |^ {2})\/\/ (.*)$/gm)].map((match) => match[1]!);
    expect(printed).toEqual(promised.length > 0 ? promised : expect.any(Array));
  });

  const pages = blocks.filter(({ language }) => language === "html");
  it.each(pages.map(({ code }, i) => [i, code] as const))("page %i loads a model", async (_, code) => {
    const read = (path: string): string => readFileSync(join(project.folder, path), "utf8");
    const page = createContext({ fetch: async (path: string) => ({ text: async () => read(path) }) });
    for (const [, source, inline] of code.matchAll(/<script(?: src="(.*)")?>(.*?)<\/script>/gs))
      runInContext(source ? read(source) : inline!, page);
    const model = await runInContext("loading", page);
    expect(model.verify()).toMatchObject({ passed: true, rows: 1 });
  });

  const commands = blocks.filter(({ language }) => language === "sh").map(({ code }) => code.trim());
  it("has commands that are run below, by CI, or by the exporter's tests", () => {
    expect(commands).toEqual([
      "npm ci && npm run predict",
      "npm test",
      "npm install supportvector",
      [...readFileSync(join(ROOT, "exporter/README.md"), "utf8").matchAll(/```sh\n(.*?)\n```/gs)].at(-1)![1],
      expect.stringContaining("npx supportvector predict rows.csv"),
    ]);
  });

  it("predicts on the command line", () => {
    const lines = ["Age,Shift,Distance (km)", "41,night,12.5", ",early,3"];
    writeFileSync(join(project.folder, "rows.csv"), `${lines.join("\n")}\n`);
    const printed = project.run("sh", "-c", commands.find((command) => command.startsWith("npx supportvector"))!);
    expect(printed).toContain('Shift          category  required        "early", "late", "night"');
    const model = loadModel(exampleModel());
    const records = [
      { Age: 41, Shift: "night", "Distance (km)": 12.5 },
      { Age: null, Shift: "early", "Distance (km)": 3 },
    ];
    const expected = records.map((record, i) => `${lines[i + 1]},${model.predict(record)}`);
    const predicted = readFileSync(join(project.folder, "predicted.csv"), "utf8");
    expect(predicted.trimEnd().split("\n")).toEqual([`${lines[0]},prediction`, ...expected]);
  });

  it("installs, builds and predicts in a fresh copy with one line", () => {
    const copy = mkdtempSync(join(tmpdir(), "supportvector-copy-"));
    try {
      const left = /\/(node_modules|dist|\.git)$|\.generated\./;
      cpSync(ROOT, copy, { recursive: true, filter: (path) => !left.test(path) });
      const printed = execFileSync("sh", ["-c", commands[0]!], {
        cwd: copy,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      });
      expect(printed).toMatch(/^ {2}23 {2}medical consultation +1\.98\d+ +1\.98\d+$/m);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });

  it("names npm scripts and files that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    for (const [, name] of readme.matchAll(/npm run ([\w:]+)/g)) expect(Object.keys(scripts)).toContain(name);
    for (const [, file] of readme.matchAll(/\]\((?!https:)([^)]+)\)/g))
      expect(() => readFileSync(join(ROOT, file!))).not.toThrow();
  });
});
