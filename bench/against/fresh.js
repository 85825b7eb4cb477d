// Whole processes of two builds: from the start to the first prediction of the included model.

import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { buildFolder } from "../build.js";
import { drawInput } from "../draw.js";
import { readShippedModel } from "../problems.js";
import { timeProcesses } from "../processes.js";
import { makeRandom } from "../random.js";
import { fileFor } from "./file-for.js";

const WAYS = [
  { name: "fresh process, supportvector/absenteeism", script: "absenteeism.js" },
  { name: "fresh process, loadModel of model.json", script: "supportvector.js" },
];

/** @returns per way its `name`, and milliseconds `before` and `after`, round by round */
export async function compareFreshProcesses({ before, after, rounds, wanted }) {
  const [old, now] = [await writeInputs("before", before), await writeInputs("after", after)];
  return WAYS.filter(({ name }) => wanted(name)).map(({ name, script }) => ({
    name,
    times: timeProcesses({ before: [script, ...old], after: [script, ...now] }, rounds),
  }));
}

/**
 * Writes the model and a record for a build.
 *
 * @param build a name of the folder
 * @param dist folder of the build
 * @returns the arguments of a script of fresh/
 */
export async function writeInputs(build, dist) {
  const file = readShippedModel();
  const random = makeRandom(1);
  const record = Object.fromEntries(file.inputs.map((input) => [input.name, drawInput(input, random)]));
  const folder = buildFolder(`against-${build}`);
  const url = pathToFileURL(dist).href;
  const { loadModel } = await import(`${url}/index.js`);
  writeFileSync(`${folder}/record.json`, JSON.stringify(record));
  writeFileSync(`${folder}/model.json`, JSON.stringify(fileFor(loadModel, file)));
  return [folder, url];
}
