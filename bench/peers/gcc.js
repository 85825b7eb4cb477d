// native/svr.c, compiled here by gcc: what the same loop costs in C. -Ofast lets gcc reorder the
// sums and use vector instructions for them and for exp. -O3 must keep the order. The SVR only, on
// encoded rows.

import { buildFolder, writeDoubles } from "../build.js";
import { startChild } from "./child.js";
import { compile } from "./compile.js";

async function load(problem, level) {
  const program = compile(`svr${level}`, ["svr.c"], [level]);
  const { dualCoef, vectors, gamma, intercept, width } = problem.svr;
  const folder = buildFolder(problem.id);
  const model = writeDoubles(`${folder}/svr.bin`, [
    Float64Array.of(dualCoef.length, width, gamma, intercept),
    dualCoef,
    vectors,
  ]);
  return startChild(program, [model, writeDoubles(`${folder}/rows.bin`, [problem.rows])]);
}

export const o3 = { load: (problem) => load(problem, "-O3") };
export const ofast = { load: (problem) => load(problem, "-Ofast") };
