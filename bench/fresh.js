// From the start of a process to the first prediction, minus what an empty script takes, and what
// the process then holds in memory. With the included model, each peer in the form that it loads
// fastest.

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildFolder } from "./build.js";
import { writeLibsvm } from "./libsvm-text.js";
import { writeOnnx } from "./onnx.js";
import { findProblem, makeProblem } from "./problems.js";
import { findPython } from "./python.js";
import { quantile, summarise } from "./statistics.js";

const script = (name) => fileURLToPath(new URL(name, import.meta.url));
export const DIST = new URL("../dist", import.meta.url).href;
const SCIKIT_LEARN = script("scikit_learn.py");

/**
 * @returns per way to load: its `absence`, or milliseconds, bytes in the `heap` and buffers, and
 * bytes of the process (`rss`)
 */
export function measureFreshProcesses(rounds) {
  const folder = buildFolder("fresh");
  writeModel(folder);
  const node = (name, ...args) => ({ run: nodeScript(name, folder, ...args) });
  const empty = nodeScript("fresh/empty.js");
  const ways = [
    { title: "supportvector, loadModel of model.json", empty, ...node("fresh/supportvector.js", DIST) },
    { title: "supportvector/absenteeism", empty, ...node("fresh/absenteeism.js", DIST) },
    { title: "libsvm-js, WebAssembly", empty, ...node("fresh/libsvm-js.js", "libsvm-js") },
    { title: "libsvm-js, asm.js", empty, ...node("fresh/libsvm-js.js", "libsvm-js/asm.js") },
    { title: "onnxruntime-node", empty, ...node("fresh/onnxruntime.js", "onnxruntime-node") },
    { title: "onnxruntime-web", empty, ...node("fresh/onnxruntime.js", "onnxruntime-web") },
    { title: "scikit-learn, pipeline in a joblib", ...scikitLearn(folder) },
  ].map((way) => ({ ...way, times: [], absence: absenceOf(way) }));

  const present = ways.filter(({ absence }) => !absence);
  for (let round = 0; round < rounds; round++)
    for (const { run, empty, times } of present) {
      const before = empty([]).milliseconds;
      times.push(run([]).milliseconds - before);
    }
  return ways.map(({ title, absence, times, run, empty, python }) => ({
    title,
    ...(absence ? { absence } : { time: summarise(times), ...(python ? {} : memoryOf(run, empty)) }),
  }));
}

function absenceOf({ run }) {
  if (!run) return "not installed";
  try {
    run([]);
    return undefined;
  } catch (error) {
    return /ERR_MODULE_NOT_FOUND/.test(error.stderr) ? "not installed" : `failed: ${error.message.split("\n")[0]}`;
  }
}

function writeModel(folder) {
  const { file, records, svr, rows } = makeProblem(findProblem("shipped"), 10);
  writeFileSync(`${folder}/model.json`, JSON.stringify(file));
  writeFileSync(`${folder}/record.json`, JSON.stringify(records[0]));
  writeFileSync(`${folder}/row.json`, JSON.stringify(Array.from(rows.subarray(0, svr.width))));
  writeFileSync(`${folder}/svr.onnx`, writeOnnx(svr));
  writeFileSync(`${folder}/svr.libsvm`, writeLibsvm(svr));
}

function scikitLearn(folder) {
  const python = findPython();
  if (!python) return {};
  execFileSync(python, [SCIKIT_LEARN, "save", `${folder}/model.json`, folder]);
  return {
    python: true,
    empty: () => time(python, ["-c", ""]),
    run: () => time(python, [script("fresh/scikit_learn.py"), folder]),
  };
}

/** @returns a function that runs a script of this folder with flags of Node */
export function nodeScript(name, ...args) {
  return (flags) => time(process.execPath, [...flags, script(name), ...args]);
}

function time(command, args) {
  const start = performance.now();
  const output = execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  return { milliseconds: performance.now() - start, output };
}

/**
 * More than an empty script holds. The heap counts with the buffers outside it, where WebAssembly
 * keeps its memory.
 */
export function memoryOf(run, empty) {
  const held = (script) => {
    const measured = [1, 2, 3].map(() => JSON.parse(script(["--expose-gc"]).output.trim().split("\n").at(-1)));
    return ["heap", "rss"].map((key) =>
      quantile(
        measured.map((each) => each[key]),
        0.5,
      ),
    );
  };
  const [full, nothing] = [held(run), held(empty)];
  return { heap: full[0] - nothing[0], rss: full[1] - nothing[1] };
}
