// The script that every engine runs: the package's own, the program, and what it gets.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { readTasks, toJson } from "../support/tasks.js";
import { drawPoints } from "./points.js";
import type { Assignment } from "./program.js";

/** After the script, this expression comes to `Bits`, as JSON. */
export const EXPRESSION = "program.run(library, assignment)";

export async function compileScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("program.ts", import.meta.url))],
    bundle: true,
    format: "iife",
    globalName: "program",
    target: "es2020",
    write: false,
  });
  const assignment: Assignment = { tasks: readTasks(), points: drawPoints() };
  return [
    readPackaged("supportvector.iife.js"),
    readPackaged("absenteeism.iife.js"),
    "var library = { loadModel: supportvector.loadModel, predictBatch: absenteeism.predictBatch };",
    outputFiles[0]!.text,
    `var assignment = JSON.parse(${JSON.stringify(toJson(assignment))});`,
  ].join("\n");
}

function readPackaged(file: string): string {
  return readFileSync(new URL(`../../dist/${file}`, import.meta.url), "utf8");
}
