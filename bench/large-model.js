// What a large loaded model holds in memory, over its numbers: support vectors and coefficients, 8
// bytes each.

import { writeFileSync } from "node:fs";
import { buildFolder } from "./build.js";
import { DIST, memoryOf, nodeScript } from "./fresh.js";
import { findProblem, makeProblem } from "./problems.js";

/**
 * @returns `vectorCount` and `width`, bytes of the `numbers`, and bytes of the `heap` that a
 * process holds for them
 */
export function measureLargeModel() {
  const { file, records, svr, vectorCount, width } = makeProblem(findProblem("continuous-10000x200"), 1);
  const folder = buildFolder("large");
  writeFileSync(`${folder}/model.json`, JSON.stringify(file));
  writeFileSync(`${folder}/record.json`, JSON.stringify(records[0]));
  const { heap } = memoryOf(nodeScript("fresh/supportvector.js", folder, DIST), nodeScript("fresh/empty.js"));
  return { vectorCount, width, numbers: 8 * (svr.vectors.length + svr.dualCoef.length), heap };
}
