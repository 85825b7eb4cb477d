// Whole processes of two builds in turns: from the start to the first prediction of the included
// model, minus what an empty script takes.

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildFolder } from "../build.js";
import { drawInput } from "../draw.js";
import { readShippedModel } from "../problems.js";
import { makeRandom } from "../random.js";
import { fileFor } from "./file-for.js";

const script = (name) => fileURLToPath(new URL(`../fresh/${name}`, import.meta.url));

const WAYS = [
  { name: "fresh process, supportvector/absenteeism", file: "absenteeism.js" },
  { name: "fresh process, loadModel of model.json", file: "supportvector.js" },
];

/** @returns per way its `name`, and milliseconds `before` and `after`, round by round */
export async function compareFreshProcesses({ before, after, rounds, wanted }) {
  const file = readShippedModel();
  const random = makeRandom(1);
  const record = Object.fromEntries(file.inputs.map((input) => [input.name, drawInput(input, random)]));
  const builds = [];
  for (const [build, dist] of Object.entries({ before, after })) {
    const folder = buildFolder(`against-${build}`);
    const url = pathToFileURL(dist).href;
    const { loadModel } = await import(`${url}/index.js`);
    writeFileSync(`${folder}/record.json`, JSON.stringify(record));
    writeFileSync(`${folder}/model.json`, JSON.stringify(fileFor(loadModel, file)));
    builds.push({ build, args: [folder, url] });
  }
  const run = (name, ...args) => {
    const start = performance.now();
    execFileSync(process.execPath, [script(name), ...args]);
    return performance.now() - start;
  };
  return WAYS.filter(({ name }) => wanted(name)).map(({ name, file }) => {
    const times = { before: [], after: [] };
    for (let round = 0; round < rounds; round++) {
      const empty = run("empty.js");
      const turns = round % 2 ? [...builds].reverse() : builds;
      for (const { build, args } of turns) times[build].push(run(file, ...args) - empty);
    }
    return { name, times };
  });
}
