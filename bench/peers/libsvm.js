// libsvm itself: svm_predict of its svm.cpp, compiled here by gcc. The SVR only, on encoded rows.

import { existsSync, writeFileSync } from "node:fs";
import { buildFolder, writeDoubles } from "../build.js";
import { writeLibsvm } from "../libsvm-text.js";
import { LIBSVM } from "../python.js";
import { startChild } from "./child.js";
import { compile } from "./compile.js";
import { NotInstalled } from "./not-installed.js";

export async function load({ id, svr, rows }) {
  if (!existsSync(LIBSVM)) throw new NotInstalled("not installed");
  const program = compile("svm-predict", ["libsvm.c", `${LIBSVM}/svm.cpp`, "-lstdc++"], ["-O3", `-I${LIBSVM}`]);
  const folder = buildFolder(id);
  writeFileSync(`${folder}/svr.libsvm`, writeLibsvm(svr));
  return startChild(program, [`${folder}/svr.libsvm`, writeDoubles(`${folder}/rows.bin`, [rows]), String(svr.width)]);
}
