// scikit-learn in Python: the whole pipeline on a DataFrame, and its SVR alone on encoded rows. The
// SVR of scikit-learn-intelex, which computes with oneDAL, too.

import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildFolder, writeDoubles } from "../build.js";
import { findPython } from "../python.js";
import { startChild } from "./child.js";
import { NotInstalled } from "./not-installed.js";

const SCRIPT = fileURLToPath(new URL("../scikit_learn.py", import.meta.url));

function load({ id, file, inputs, rows }, what) {
  const python = findPython();
  if (!python) throw new NotInstalled("not installed");
  const folder = buildFolder(id);
  const model = `${folder}/model.json`;
  writeFileSync(model, JSON.stringify(file));
  const data =
    what === "pipeline" ? writeDoubles(`${folder}/inputs.bin`, [inputs]) : writeDoubles(`${folder}/rows.bin`, [rows]);
  return startChild(python, [SCRIPT, "serve", model, what, data]);
}

export const pipeline = { load: (problem) => load(problem, "pipeline") };
export const svr = { load: (problem) => load(problem, "svr") };
export const intelex = { load: (problem) => load(problem, "intelex") };
