// `npm run bench:cli`: predicts a million rows on the command line, and writes cli.md beside this
// file.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describeMachine } from "./machine.js";
import { writePage } from "./write-page.js";

const ROWS = 1_000_000;
const ROUNDS = 3;
const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const COMMAND = path("../dist/cli.js");
const folder = mkdtempSync(join(tmpdir(), "supportvector-bench-"));

const predict = (file, ...options) => [
  COMMAND,
  "predict",
  join(folder, file),
  "--output",
  join(folder, `out-${file}`),
  ...options,
];
const RUNS = [
  { title: "read and split the CSV, no more", args: [path("cli/split.js"), join(folder, "recurrent.csv")] },
  { title: "CSV, people and months that come again", args: predict("recurrent.csv") },
  { title: "the same, `--threads 2`", args: predict("recurrent.csv", "--threads", "2") },
  { title: "CSV, every input drawn for itself", args: predict("apart.csv") },
  { title: "the same, `--threads 2`", args: predict("apart.csv", "--threads", "2") },
  { title: "Parquet, people and months that come again", args: predict("recurrent.parquet") },
  { title: "Parquet, every input drawn for itself", args: predict("apart.parquet") },
];

/**
 * One run in a process of its own: seconds, seconds of processor time, and the most memory in MiB.
 */
function measure({ args }) {
  const usage = join(folder, "usage.json");
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["--import", path("cli/usage.js"), ...args], {
    env: { ...process.env, USAGE: usage },
  });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(usage, "utf8"));
  return { seconds, processor: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1024 };
}

try {
  console.log("writing a million rows, twice, as CSV and as Parquet");
  execFileSync(process.execPath, [path("cli/rows.js"), folder]);
  const measured = RUNS.map(() => []);
  // Round by round: what else the machine does meets all of them.
  for (let round = 0; round < ROUNDS; round++)
    RUNS.forEach((run, i) => {
      measured[i].push(measure(run));
      const { seconds, processor, memory } = measured[i].at(-1);
      console.log(
        `${run.title}: ${seconds.toFixed(1)} s, ${processor.toFixed(1)} s of processor, ${memory.toFixed(0)} MiB`,
      );
    });
  writePage(path("cli.md"), report(measured));
} finally {
  rmSync(folder, { recursive: true });
}

function report(measured) {
  const least = (i, what) => Math.min(...measured[i].map((run) => run[what]));
  const most = (i, what) => Math.max(...measured[i].map((run) => run[what]));
  const rate = (seconds) => `${Math.round(ROWS / seconds / 1000).toLocaleString("en")},000`;
  const rows = RUNS.map(
    ({ title }, i) =>
      `| ${title} | ${rate(least(i, "seconds"))} | ${rate(least(i, "processor"))} | ` +
      `${(least(i, "processor") / least(0, "processor")).toFixed(1)} | ${most(i, "memory").toFixed(0)} |`,
  );
  const { date, processor, system, versions } = describeMachine();
  const size = (name) => `${Math.round(statSync(join(folder, name)).size / 1e6)} MB`;
  return `# The command line, a million rows

\`npm run bench:cli\`, ${date}: ${processor}, ${system}, Node ${versions.Node}, supportvector ${versions.supportvector}.

A million made-up rows of the included model's 19 inputs are ${size("recurrent.csv")} of CSV and ${size("recurrent.parquet")} of Parquet, in row groups of 100,000. The table has the best of ${ROUNDS} runs and the most memory. Processes are measured from their start to their end, with files in the system's temporary folder. On a shared machine, rows per second of processor time say more than rows per second, because a thread that waits uses none.

| | rows/s | rows per second of processor time | processor time, × split | peak memory, MiB |
|---|---|---|---|---|
${rows.join("\n")}
`;
}
