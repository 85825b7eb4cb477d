// results.md from what was measured.

import { digits, grouped } from "./numbers.js";
import { PEERS } from "./peers.js";
import { ratioOf, summarise } from "./statistics.js";

const sizeOf = ({ vectorCount, width }) => `${grouped(vectorCount)} support vectors × ${width} columns`;

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/**
 * The ratios that the project promises to name. A ratio above 1: this library takes less time.
 *
 * @returns `title` and `text` of each
 */
export function namedRatios({ problems, fresh, large }) {
  const included = [
    ["shipped", "the included model"],
    ["shipped-apart", "the included model, every input drawn for itself"],
  ];
  const ordinary = [
    ["ordinary", "an ordinary model"],
    ["standardised", "an ordinary model with a standardised target"],
  ];
  return [
    ...included.flatMap(([id, title]) => [
      ...compare(problems, id, 1, "onnx-node", "supportvector", title),
      ...compare(problems, id, 1, "pipeline", "supportvector", title),
      ...["onnx-node", "pipeline", "intelex", "libsvm", "gcc-ofast"].flatMap((peer) =>
        ["supportvector", "columns"].flatMap((own) => compare(problems, id, 10_000, peer, own, title)),
      ),
    ]),
    ...included.flatMap(([id, title]) =>
      [1, 10_000].flatMap((size) =>
        compare(problems, `${id}-three`, size, "onnx-node", "supportvector", `${title}, with two others in use`),
      ),
    ),
    ...ordinary.flatMap(([id, title]) => [
      ...compare(problems, id, 1, "onnx-node", "supportvector", title),
      ...["onnx-node", "intelex", "libsvm"].flatMap((peer) =>
        compare(problems, id, 10_000, peer, "supportvector", title),
      ),
    ]),
    ...[
      [1, "gcc-o3", "transformed"],
      [1, "gcc-o3", "supportvector"],
      [1, "plain", "supportvector"],
      [1000, "gcc-o3", "transformed"],
      [1000, "gcc-o3", "columns"],
    ].flatMap(([size, peer, own]) => compare(problems, "continuous-500x64", size, peer, own, "500 × 64")),
    ...fresh.slice(0, 2).map(({ title, time, absence }) => ({
      title: `load to first prediction in a fresh process, minus an empty script: ${title}`,
      text: absence ?? `${digits(time.median)} ms (${digits(time.low)} to ${digits(time.high)})`,
    })),
    {
      title: `memory of a loaded model of ${sizeOf(large)} ÷ its numbers (${megabytes(large.numbers)})`,
      text: digits(large.heap / large.numbers),
    },
  ];
}

const DENSE_PEERS = ["gcc-o3", "libsvm", "intelex", "onnx-node"];

/** The fastest others on the larger models that share nothing, each given encoded rows. */
function denseTable(problems) {
  const dense = problems.filter(
    ({ family, vectorCount, width }) => family === "continuous" && vectorCount >= 500 && width >= 50,
  );
  return table(
    ["batches of 1,000", ...DENSE_PEERS.map((id) => PEERS.find((peer) => peer.id === id).title)],
    dense.map(({ id, vectorCount, width }) => [
      `${grouped(vectorCount)} × ${width}`,
      ...DENSE_PEERS.map((peer) => denseCell(problems, id, peer)),
    ]),
  );
}

/** Of the largest models, a batch of 10 is what both have the time for. */
function denseCell(problems, id, peer) {
  const [large] = compare(problems, id, 1000, peer, "transformed", "");
  if (/^\d/.test(large?.text)) return large.text;
  const [small] = compare(problems, id, 10, peer, "transformed", "");
  return /^\d/.test(small?.text) ? `${small.text}, on 10 rows` : (small?.text ?? "–");
}

function evaluatorTable(problems, ordinary) {
  return table(
    ["", "`model.plan`", "why dense"],
    [...problems.filter(({ id, family }) => !/-apart|-three/.test(id) && family !== "ordinary"), ...ordinary].map(
      ({ title, evaluator }) => {
        const { plan, reason = "", fellBack } = evaluator;
        return [title, plan, fellBack ? `fell back: ${reason}` : reason];
      },
    ),
  );
}

const METHODS = {
  supportvector: (size) => (size === 1 ? "predict" : "predictBatch"),
  columns: () => "predictColumns",
  transformed: () => "predictTransformed",
};

function compare(problems, id, size, peerId, ownId, place) {
  const problem = problems.find((each) => each.id === id);
  const own = problem?.peers.find((peer) => peer.id === ownId)?.times?.[size];
  if (!own) return [];
  const { title: name, takes } = PEERS.find((peer) => peer.id === peerId);
  const rows = size === 1 ? "one row" : `batch of ${grouped(size)}`;
  const title = `${place}, ${rows}: ${name}, given ${takes}s ÷ ${METHODS[ownId](size)}`;
  const { absence, times } = problem.peers.find((peer) => peer.id === peerId);
  const other = times?.[size];
  if (!other) return [{ title, text: absence ?? "not measured" }];
  // A peer that was given fewer rows is compared per row.
  const { median, low, high } = ratioOf(other.rounds, own.rounds);
  const fewest = Math.min(other.rows, own.rows);
  return [
    {
      title,
      text: `${digits(median)} (${digits(low)} to ${digits(high)})${fewest < size ? `, on ${grouped(fewest)} rows` : ""}`,
    },
  ];
}

export function writeReport(results) {
  const { machine, command, seconds, problems, ordinaryModels, fresh, large, sizes } = results;
  const main = problems.filter((problem) => problem.main);
  const others = problems.filter((problem) => !problem.main);
  return `# How fast it is

Written by \`${command}\` (${Math.ceil(seconds / 60)} minutes) on ${machine.date}. \`npm run bench:setup\` installs the other programs. Do not edit.

${machine.processor}, ${machine.system}. ${Object.entries(machine.versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ")}.

The machine had other work, so only the ratios are comparable. Everything was measured in turns.

## Ratios

A ratio is the time of the other program divided by the time of this library. Above 1, this library is faster. The numbers are medians of the rounds, each of which measured both, with the quartiles in brackets.

${table(
  ["", "ratio, or time"],
  namedRatios(results).map(({ title, text }) => [title, text]),
)}

### Models that share nothing

The time of the other program divided by the time of \`predictTransformed\`. All get encoded rows.

${denseTable(problems)}

## What was measured

- **Times** are microseconds per row: the median of all rounds, with the quartiles in brackets. *n rows* stands where a batch of the full size would have taken too long. A dash stands where fewer rows had been measured already.
- **Error** is the largest difference from the reference, over single rows and batches. The reference is the SVR in twice the precision of float64 (\`bench/reference.js\`). The error has the unit of the prediction, and each table says how large predictions are.
- **gets** says what a program reads. This library reads records or columns of inputs, and scikit-learn's pipeline reads DataFrames. Their times include validation and preprocessing. All others get encoded rows, so their times lack the preprocessing that they would need too.
- **Threads**: one everywhere. onnxruntime gets tensors that were made beforehand. It computes in float32, its only type for an SVR.
- **Records** are made up from a seed, within the training ranges. Those of the included model are of 36 people and 38 months, as many as the data set has. They repeat with the same values, as they do at a company, so the cache of this library helps. A second table has every input drawn independently, so that hardly anything but the categories repeats. The ordinary models are what a StandardScaler, a OneHotEncoder and \`SVR(C=30, gamma=.01)\` give on such records: as many support vectors, coefficients of the same sizes and the same intercept, but made up (\`bench/ordinary.js\`). All other problems have random support vectors and coefficients.
- **With two other models in use**: before each turn, two other models predict in the same process. V8 specialises code for the only model that it has seen, so one model alone says too little.
- **scikit-learn** gets a pipeline that is made again from the model file (\`bench/scikit_learn.py\`). The error shows that it is the same. **scikit-learn-intelex** computes the same SVR with oneDAL, limited to one thread.
- **ml-matrix** computes all distances of a batch as one product of matrices. **libsvm-js** cannot load models of more than about a million characters.
- **libsvm** is its own \`svm_predict\`, which scikit-learn calls, too. Its nodes are made beforehand.
- **C** is the plain loop, \`bench/native/svr.c\`. -Ofast lets gcc reorder sums and use vector instructions for them and for exp.

![Time per row against the number of support vectors and of rows](plot.svg)

${main.map((problem) => section(problem, "##")).join("\n")}
## Load

The first column is the time from the start of a process to its first prediction with the included model. The others are the memory that it then holds: JavaScript's heap with its buffers, and the whole process. An empty script of the same program is subtracted from each.

${table(
  ["", "ms", "heap and buffers", "process"],
  fresh.map(({ title, absence, time, heap, rss }) =>
    absence
      ? [title, absence, "", ""]
      : [title, withQuartiles(time), ...[heap, rss].map((bytes) => (bytes === undefined ? "–" : megabytes(bytes)))],
  ),
)}

A model of ${sizeOf(large)} holds ${megabytes(large.heap)}, which is ${digits(large.heap / large.numbers)} times the ${megabytes(large.numbers)} of its support vectors and coefficients.

## Evaluators

A model is evaluated densely if its columns do not repeat. A model that *fell back* is dense although they do.

${evaluatorTable(problems, ordinaryModels)}

## Size

What a page loads, minified and gzipped.

${table(
  ["", "code", "included model"],
  sizes.map(({ title, code, model }) => [
    title,
    code === undefined ? "not installed" : kilobytes(code),
    model === 0 ? "in the code" : kilobytes(model),
  ]),
)}

## Other problems

${others.map((problem) => section(problem, "###")).join("\n")}`;
}

const kilobytes = (bytes) => `${digits(bytes / 1000)} kB`;

function withQuartiles({ median, low, high }) {
  return `${digits(median)} (${digits(low)} to ${digits(high)})`;
}

function section({ title, vectorCount, width, scale, peers }, heading) {
  const sizes = [...new Set(peers.flatMap(({ times = {} }) => Object.keys(times)))].sort((a, b) => a - b);
  const measured = PEERS.filter(({ id }) => peers.some((peer) => peer.id === id));
  const rows = measured.map(({ id, title, takes }) => {
    const { absence, error, times } = peers.find((peer) => peer.id === id);
    if (absence) return [title, takes, absence, ...sizes.map(() => "")];
    return [title, takes, ...sizes.map((size) => cell(times[size], Number(size))), error.toExponential(1)];
  });
  return `${heading} ${title[0].toUpperCase()}${title.slice(1)}

${sizeOf({ vectorCount, width })}, predictions up to ${digits(scale)}.

${table(["", "gets", ...sizes.map((size) => (size === "1" ? "one row" : grouped(size))), "error"], rows)}
`;
}

function cell(measured, size) {
  if (!measured) return "–";
  return withQuartiles(summarise(measured.rounds)) + (measured.rows < size ? `, ${grouped(measured.rows)} rows` : "");
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i ? "--:" : "---"))), ...rows.map(line)].join("\n");
}
