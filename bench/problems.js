// The problems: the included model, and models of many sizes made from a seed. Each comes with
// records, and with the encoded rows that reach its SVR, for the peers that take only those.

import { readFileSync } from "node:fs";
import { loadModel } from "../dist/index.js";
import { makeNormal, makeRandom } from "./random.js";
import { referenceOf } from "./reference.js";

const VECTOR_COUNTS = [100, 500, 2000, 10_000];
const WIDTHS = [10, 50, 200];
const CATEGORIES = 5;

/** A description of every problem. `makeProblem` makes one. */
export const PROBLEMS = [
  { id: "shipped", family: "shipped", title: "the included model, people and months that come again", recurrent: true },
  { id: "shipped-apart", family: "shipped", title: "the included model, every input drawn for itself" },
  { id: "continuous-500x64", family: "continuous", vectorCount: 500, width: 64, main: true },
  ...WIDTHS.flatMap((width) =>
    VECTOR_COUNTS.map((vectorCount) => ({
      id: `continuous-${vectorCount}x${width}`,
      family: "continuous",
      vectorCount,
      width,
    })),
  ),
  ...["half categorical", "all categorical"].flatMap((family) =>
    VECTOR_COUNTS.map((vectorCount) => ({
      id: `${family.replace(" ", "-")}-${vectorCount}x50`,
      family,
      vectorCount,
      width: 50,
    })),
  ),
].map((problem) => ({
  title: `${problem.family}, ${problem.vectorCount} × ${problem.width}`,
  main: problem.family === "shipped",
  ...problem,
}));

/**
 * @param description one of PROBLEMS
 * @param most how many records are wanted at most. Fewer where they would take much time or memory
 * @returns the model `file`, `records` and `inputs` (the same as a matrix), `rows` (encoded, one
 * after another), the `svr` (support vectors one
 *   after another), `references` of the first rows, and `largest`, the largest batch
 */
export function makeProblem(description, most) {
  const file = description.family === "shipped" ? readShippedModel() : makeModelFile(description);
  const svr = readSvr(file);
  const work = svr.dualCoef.length * svr.width;
  const largest = 10 ** Math.floor(Math.log10(Math.min(most, 5e9 / work, 1e7 / svr.width)));
  const random = makeRandom(1);
  const normal = makeNormal(random);
  const draw = () => file.inputs.map((input) => drawInput(input, random, normal));
  const inputs = Float64Array.from(
    Array.from({ length: largest }, description.recurrent ? recur(file, draw, random) : draw).flat(),
  );
  const names = file.inputs.map(({ name }) => name);
  const records = Array.from({ length: largest }, (_, r) =>
    Object.fromEntries(names.map((name, c) => [name, inputs[r * names.length + c]])),
  );
  const model = loadModel(file);
  const rows = new Float64Array(largest * svr.width);
  records.forEach((record, r) => {
    rows.set(model.transform(record), r * svr.width);
  });
  const references = [];
  const count = Math.min(largest, 200, Math.max(10, Math.floor(2e7 / work)));
  for (let r = 0; r < count; r++)
    references.push(clip(file, referenceOf(svr, rows.subarray(r * svr.width, (r + 1) * svr.width)).value));
  return { ...description, file, names, inputs, records, rows, svr, references, largest };
}

/** The predictions of an SVR alone are not clipped yet. */
export function clip({ target }, number) {
  return Math.max(target.clip?.min ?? -Infinity, Math.min(target.clip?.max ?? Infinity, number));
}

export function readShippedModel() {
  return JSON.parse(readFileSync(new URL("../src/absenteeism/model.json", import.meta.url), "utf8"));
}

/** The SVR of a model file, its support vectors unfolded. */
export function readSvr({ regressor, feature_names_out: { length: width } }) {
  const { dual_coef: dualCoef, support_vectors: blocks, gamma, intercept } = regressor;
  const vectors = new Float64Array(dualCoef.length * width);
  for (const { columns, rows, index } of blocks)
    for (let i = 0; i < dualCoef.length; i++) {
      const row = rows[index ? index[i] : i];
      columns.forEach((column, c) => {
        vectors[i * width + column] = row[c];
      });
    }
  return { dualCoef: Float64Array.from(dualCoef), vectors, gamma, intercept, width };
}

/** As many as the data set has of each. */
const PEOPLE = 36;
const MONTHS = 38;
/** What changes from one absence to the next, and from month to month. All else is the person's. */
const OF_THE_DAY = ["Reason for absence", "Day of the week", "Disciplinary failure"];
const OF_THE_MONTH = ["Month of absence", "Seasons", "Work load Average/day", "Hit target"];

/**
 * Records like a company's: made-up people in made-up months, each with the same values whenever
 * they come again.
 */
export function recur({ inputs }, draw, random) {
  const people = Array.from({ length: PEOPLE }, draw);
  const months = Array.from({ length: MONTHS }, draw);
  const pick = (list) => list[Math.floor(random() * list.length)];
  return () => {
    const [day, month, person] = [draw(), pick(months), pick(people)];
    return inputs.map(({ name }, i) =>
      OF_THE_DAY.includes(name) ? day[i] : OF_THE_MONTH.includes(name) ? month[i] : person[i],
    );
  };
}

/** Made-up values within the training ranges. */
export function drawInput({ kind, range, categories }, random, normal) {
  if (kind === "category") return categories[Math.floor(random() * categories.length)];
  if (!range) return 10 + 3 * normal();
  return Math.round(range[0] + random() * (range[1] - range[0]));
}

/**
 * A model file as the exporter would write it: numbers scaled by a StandardScaler, each categorical
 * input five columns of a OneHotEncoder. gamma is 1/(2 · columns), so that most support vectors
 * count.
 */
function makeModelFile({ id, family, vectorCount, width }) {
  const random = makeRandom(vectorCount * 1000 + width);
  const normal = makeNormal(random);
  const share = { continuous: 0, "half categorical": 0.5, "all categorical": 1 }[family];
  const categorical = Math.floor((share * width) / CATEGORIES);
  const numeric = width - categorical * CATEGORIES;
  const count = numeric + categorical;
  const values = Array.from({ length: CATEGORIES }, (_, i) => i);
  const one = values.map((i) => values.map((j) => (i === j ? 1 : 0)));

  const scaled = Array.from({ length: numeric }, (_, c) => c);
  const encoded = Array.from({ length: categorical }, (_, c) => numeric + c);
  const mean = scaled.map(() => 10 + normal() / 10);
  const scale = scaled.map(() => 3 + random() / 10);

  const supportVectors = [];
  if (numeric > 0)
    supportVectors.push({
      columns: scaled,
      rows: Array.from({ length: vectorCount }, () => scaled.map(() => normal())),
    });
  for (let c = 0; c < categorical; c++)
    supportVectors.push({
      columns: values.map((i) => numeric + CATEGORIES * c + i),
      rows: one,
      index: Array.from({ length: vectorCount }, (_, i) =>
        // Every category occurs: a file holds no rows that are not used.
        i < CATEGORIES ? i : Math.floor(random() * CATEGORIES),
      ),
    });
  const transformers = [];
  if (numeric > 0)
    transformers.push({ name: "number", columns: scaled, step: { type: "StandardScaler", mean, scale } });
  if (categorical > 0)
    transformers.push({
      name: "category",
      columns: encoded,
      step: { type: "OneHotEncoder", categories: encoded.map(() => values), handle_unknown: "ignore" },
    });
  const file = {
    format: "supportvector",
    version: 1,
    source: { library: "scikit-learn", library_version: "1.2.1", exporter_version: "0.1.0" },
    metadata: { name: id },
    inputs: Array.from({ length: count }, (_, i) =>
      i < numeric
        ? { name: `number ${i}`, kind: "number", missing: false }
        : { name: `category ${i - numeric}`, kind: "category", missing: false, categories: values },
    ),
    pipeline: {
      type: "Pipeline",
      steps: [{ name: "preprocess", step: { type: "ColumnTransformer", transformers } }],
    },
    feature_names_out: Array.from({ length: width }, (_, c) => `column ${c}`),
    regressor: {
      type: "SVR",
      kernel: "rbf",
      gamma: 1 / (2 * width),
      dual_coef: Array.from({ length: vectorCount }, () => 2 * random() - 1),
      // A hundredth of what the coefficients add up to, as in the included model: predictions are
      // more than rounding noise.
      intercept: vectorCount / 200,
      support_vectors: supportVectors,
    },
    target: {},
  };
  return { ...file, verification: verify(file, { numeric, mean, scale, normal, random }) };
}

/**
 * Three rows that a model file must carry. The bounds are generous: what a peer is off is measured,
 * not demanded.
 */
function verify(file, { numeric, mean, scale, normal, random }) {
  const inputs = [1, 2, 3].map(() => file.inputs.map((input) => drawInput(input, random, normal)));
  const transformed = inputs.map((row) =>
    row.flatMap((value, i) =>
      i < numeric
        ? [(value - mean[i]) / scale[i]]
        : file.inputs[i].categories.map((category) => (category === value ? 1 : 0)),
    ),
  );
  const references = transformed.map((row) => referenceOf(readSvr(file), row));
  return {
    inputs,
    transformed,
    predictions: references.map(({ value }) => [value]),
    bounds: { predictions: references.map(({ size }) => [1e-12 * size]) },
  };
}
