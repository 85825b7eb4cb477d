// The TypeScript of docs/service.md type-checks and runs, in a project with the packages that the
// page says to install.

import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type InstalledPackage, installPackage, ROOT } from "../support/installed-package.js";
import { tinyModel } from "../support/tiny-model.js";

const text = readFileSync(join(ROOT, "docs/service.md"), "utf8");
const [own, plugin] = [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code]) => code!);

let project: InstalledPackage;
beforeAll(() => {
  project = installPackage();
  writeFileSync(join(project.folder, "model.json"), JSON.stringify(tinyModel()));
  for (const [, packages] of text.matchAll(/^npm install ([^#\n]+)/gm))
    for (const name of packages!.trim().split(" ").concat("@types/node"))
      if (name !== "supportvector") link(join("node_modules", name));
});
afterAll(() => rmSync(project.folder, { recursive: true, force: true }));

/** Links one of our packages into the project. */
function link(path: string): void {
  const place = join(project.folder, path);
  mkdirSync(dirname(place), { recursive: true });
  rmSync(place, { force: true });
  symlinkSync(join(ROOT, path), place);
}

/** Type-checks a program, and runs it with an API key. Returns what it printed. */
function execute(source: string): string {
  writeFileSync(join(project.folder, "program.ts"), source);
  const compilerOptions = { module: "NodeNext", target: "ES2022", strict: true, types: ["node"], skipLibCheck: true };
  writeFileSync(join(project.folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["program.ts"] }));
  project.run(process.execPath, join(ROOT, "node_modules/typescript/bin/tsc"), "-p", ".");
  return project.run("env", "API_KEYS=alice:0123456789abcdef", process.execPath, "program.js");
}

const POST = 'method: "POST", payload: { Age: 30, Shift: "early" }';

describe("docs/service.md", () => {
  it("builds a service that listens, for clients with a key", () => {
    const here = own!.replace(/"0\.0\.0\.0"/g, '"127.0.0.1"').replace("port: 5000", "port: 0");
    expect(here).not.toBe(own);
    const printed = execute(`${here}
      const ask = async (headers: Record<string, string>) => (await service.inject({ url: "/predict", ${POST}, headers })).statusCode;
      console.log(service.server.listening, await ask({}), await ask({ "x-api-key": "0123456789abcdef" }));
      await service.close();
    `);
    expect(printed.split("\n")).toContain("true 401 200");
  });

  it("adds the endpoints to a service", () => {
    const printed = execute(`
      ${plugin!}
      console.log((await fastify.inject({ url: "/absenteeism/predict", ${POST} })).json().prediction);
    `);
    expect(printed).toBe("3\n");
  });
});
