// `npm run bench`: measures everything, and writes results.md and plot.svg beside this file. `npm
// run bench -- --quick` takes two minutes, measures less, and writes to bench/build. `npm run bench
// -- --report` writes the tables and the plot again from what was measured last.
//
// What is absent is listed as "not installed": `npm run bench:setup` installs the peers from npm
// and PyPI. Gcc is the machine's.

import { fork } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildFolder } from "./build.js";
import { describeOrdinaryEvaluators } from "./evaluators.js";
import { measureFreshProcesses } from "./fresh.js";
import { measureLargeModel } from "./large-model.js";
import { describeMachine } from "./machine.js";
import { drawPlot } from "./plot.js";
import { PROBLEMS } from "./problems.js";
import { namedRatios, writeReport } from "./report.js";
import { measureSizes } from "./sizes.js";
import { writePage } from "./write-page.js";

const { values: options } = parseArgs({
  options: { quick: { type: "boolean", default: false }, report: { type: "boolean", default: false } },
});

// The most records. Batches, and how many rounds each. The milliseconds of a turn. The milliseconds
// that one batch may take.
const FULL = {
  main: {
    most: 100_000,
    sizes: [
      [1, 15],
      [10, 15],
      [1000, 11],
      [10_000, 7],
      [100_000, 2],
    ],
    milliseconds: 25,
    longest: 600,
  },
  other: {
    most: 1000,
    sizes: [
      [1, 7],
      [10, 3],
      [1000, 5],
    ],
    milliseconds: 15,
    longest: 150,
  },
  fresh: 15,
};
const QUICK = {
  main: {
    most: 10_000,
    sizes: [
      [1, 5],
      [10, 3],
      [1000, 2],
      [10_000, 1],
    ],
    milliseconds: 8,
    longest: 300,
  },
  other: {
    most: 1000,
    sizes: [
      [1, 3],
      [10, 2],
      [1000, 1],
    ],
    milliseconds: 4,
    longest: 50,
  },
  fresh: 3,
};
const QUICK_PROBLEMS =
  /^shipped|^ordinary|^standardised|^continuous-500x64$|^(continuous|all-categorical)-(100|500|2000)x50$/;

/** One problem, in a process of its own. What the process complains about is shown if it fails. */
function measureProblem({ id, main }, plans) {
  const { promise, resolve, reject } = withResolvers();
  const child = fork(fileURLToPath(new URL("measure-problem.js", import.meta.url)), {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let complaints = "";
  child.stderr.on("data", (text) => {
    complaints += text;
  });
  child.on("message", resolve);
  child.on("close", (code) => reject(new Error(`${id} ended with ${code}: ${complaints}`)));
  child.send({ id, plan: main ? plans.main : plans.other });
  return promise;
}

/** Promise.withResolvers, which Node 20 does not have. */
function withResolvers() {
  const resolvers = {};
  resolvers.promise = new Promise((resolve, reject) => Object.assign(resolvers, { resolve, reject }));
  return resolvers;
}

async function measureAll(plan) {
  const start = performance.now();
  const command = `npm run bench${options.quick ? " -- --quick" : ""}`;
  const problems = [];
  for (const problem of PROBLEMS) {
    if (options.quick && !QUICK_PROBLEMS.test(problem.id)) continue;
    console.log(`${((performance.now() - start) / 1000).toFixed(0).padStart(4)} s  ${problem.title}`);
    problems.push(await measureProblem(problem, plan));
  }
  console.log(`${((performance.now() - start) / 1000).toFixed(0).padStart(4)} s  fresh processes, sizes`);
  const fresh = measureFreshProcesses(plan.fresh);
  const large = measureLargeModel();
  const sizes = await measureSizes();
  const ordinaryModels = describeOrdinaryEvaluators();
  const seconds = Math.round((performance.now() - start) / 1000);
  return { machine: describeMachine(), command, seconds, problems, ordinaryModels, fresh, large, sizes };
}

const folder = buildFolder();
const raw = `${folder}/results.json`;
if (!options.report) writeFileSync(raw, JSON.stringify(await measureAll(options.quick ? QUICK : FULL)));
const results = JSON.parse(readFileSync(raw, "utf8"));

// What is committed is never a quick run.
const target = results.command.includes("--quick") ? folder : fileURLToPath(new URL(".", import.meta.url));
writePage(`${target}/results.md`, writeReport(results));
writeFileSync(`${target}/plot.svg`, drawPlot(results));
for (const { title, text } of namedRatios(results)) console.log(`${title}: ${text}`);
for (const { title, evaluator } of [...results.problems, ...results.ordinaryModels])
  if (evaluator.fellBack) console.log(`fell back to the dense evaluator: ${title}: ${evaluator.reason}`);
