// `npm run bench:cli`: predicts a million rows on the command line, and writes cli.md beside this
// file. Two options print a part of that for 400,000 rows, or for as many as --rows says, and write
// no file:
//
//   --against FOLDER  how the time compares with another build's, whose dist folder it is given
//   --steps           where the time of a row goes

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { compare } from "./cli/compare.js";
import { measure } from "./cli/measure.js";
import { describeMachine } from "./machine.js";
import { writePage } from "./write-page.js";

const ROWS = 1_000_000;
const ROUNDS = 3;
const { against, steps, rows } = parseArgs({
  options: { against: { type: "string" }, steps: { type: "boolean" }, rows: { type: "string", default: "400000" } },
}).values;
const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const COMMAND = path("../dist/cli.js");
const folder = mkdtempSync(join(tmpdir(), "supportvector-bench-"));

const predict = (title, file, ...options) => ({
  title,
  file,
  options,
  args: [COMMAND, "predict", join(folder, file), "--output", join(folder, `out-${file}`), ...options],
});
const RUNS = [
  { title: "read and split the CSV, no more", args: [path("cli/split.js"), join(folder, "recurrent.csv")] },
  predict("CSV, people and months that come again", "recurrent.csv"),
  predict("the same, `--threads 2`", "recurrent.csv", "--threads", "2"),
  predict("CSV, every input drawn for itself", "apart.csv"),
  predict("the same, `--threads 2`", "apart.csv", "--threads", "2"),
  predict("Parquet, people and months that come again", "recurrent.parquet"),
  predict("Parquet, every input drawn for itself", "apart.parquet"),
];

try {
  const whole = against === undefined && !steps;
  const count = whole ? ROWS : Number(rows);
  console.log(`writing ${count.toLocaleString("en")} rows, twice, as CSV, NDJSON and Parquet`);
  execFileSync(process.execPath, [path("cli/rows.js"), folder, String(count)]);
  if (whole) writePage(path("cli.md"), report(measureAll(), tabulateSteps()));
  else if (steps) console.log(tabulateSteps());
  else compare(folder, [path("../dist"), against]);
} finally {
  rmSync(folder, { recursive: true });
}

function measureAll() {
  const measured = RUNS.map(() => []);
  // Round by round: what else the machine does meets all of them.
  for (let round = 0; round < ROUNDS; round++)
    RUNS.forEach(({ title, args }, i) => {
      measured[i].push(measure(args, folder));
      const { seconds, processor, memory } = measured[i].at(-1);
      console.log(
        `${title}: ${seconds.toFixed(1)} s, ${processor.toFixed(1)} s of processor, ${memory.toFixed(0)} MiB`,
      );
    });
  return measured;
}

function tabulateSteps() {
  const rows = RUNS.filter(({ options }) => options?.length === 0).map(({ title, file }) => {
    const args = ["--import", "tsx", path("cli/steps.ts"), join(folder, file)];
    const spent = Object.values(JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })));
    const all = spent.reduce((sum, time) => sum + time, 0);
    return `| ${title} | ${[...spent, all].map((time) => time.toFixed(0)).join(" | ")} |`;
  });
  return `| | decode | text to numbers | predict | numbers to text or Parquet | write | all |
|---|---|---|---|---|---|---|
${rows.join("\n")}`;
}

function report(measured, steps) {
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

## Where the time of a row goes

Nanoseconds of processor time per row, with one thread, the best of several rounds in a process that is warm (\`npm run bench:cli -- --steps\`). To decode is to read the file and take the fields apart, by d3-dsv, or to decode the columns of inputs, by hyparquet.

${steps}
`;
}
