// The builds for a plain <script>: ECMAScript 2020 and nothing of a browser, of Node or of any
// other host.

import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { parse } from "acorn";
import { describe, expect, it } from "vitest";
import { model } from "../src/absenteeism/index.js";
import { loadModel } from "../src/index.js";
import { readFixtures, toRecord } from "./support/fixtures.js";

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

/**
 * A script's realm that has what ECMAScript defines, and nothing else: what V8 adds of its own is
 * taken away.
 */
function bareRealm(script: string): (source: string) => unknown {
  const context = createContext(Object.create(null));
  const run = (source: string): unknown => runInContext(source, context);
  run("delete globalThis.console; delete globalThis.WebAssembly;");
  run(script);
  return run;
}

describe.each(["supportvector", "absenteeism"])("dist/%s.iife.js", (name) => {
  const script = read(`dist/${name}.iife.js`);

  it("is a script in the syntax of ECMAScript 2020", () => {
    expect(() => parse(script, { ecmaVersion: 2020, sourceType: "script" })).not.toThrow();
  });

  it("makes one global", () => {
    const globals = "Object.getOwnPropertyNames(globalThis)";
    const added = (bareRealm(script)(globals) as string[]).filter(
      (each) => !(bareRealm("")(globals) as string[]).includes(each),
    );
    expect(added).toEqual([name]);
  });

  it("exports what the module exports", async () => {
    const module = await import(name === "supportvector" ? "../src/index.js" : "../src/absenteeism/index.js");
    expect(Object.keys(bareRealm(script)(name) as object).sort()).toEqual(Object.keys(module).sort());
  });
});

describe("without a host", () => {
  it("there is no TextDecoder, no URL, no timer, no console", () => {
    const run = bareRealm("");
    for (const name of ["TextDecoder", "URL", "setTimeout", "queueMicrotask", "console", "structuredClone", "process"])
      expect(run(`typeof ${name}`), name).toBe("undefined");
  });

  it("every fixture's predictions are the same bits", () => {
    const run = bareRealm(read("dist/supportvector.iife.js"));
    for (const { name, model: file, inputs } of readFixtures()) {
      const records = JSON.stringify(inputs.map((row) => toRecord(file, row)));
      run(`var file = ${JSON.stringify(JSON.stringify(file))}, records = JSON.parse(${JSON.stringify(records)})`);
      const predicted = run("JSON.stringify(supportvector.loadModel(file, { targets: 'any' }).predictBatch(records))");
      expect(predicted, name).toBe(
        JSON.stringify(loadModel(file, { targets: "any" }).predictBatch(JSON.parse(records))),
      );
    }
  });

  it("the included model predicts", () => {
    const record = read("scripts/example-record.json");
    expect(bareRealm(read("dist/absenteeism.iife.js"))(`absenteeism.predict(${record})`)).toBe(
      model.predict(JSON.parse(record)),
    );
  });
});
