// The ordinary model: what people fit first. A StandardScaler, a OneHotEncoder and
// `SVR(C=30, gamma=.01)` on data like the included model's, which are made up here. Its
// coefficients are random, but of the sizes of a fit: many are ±C, so the intercept is small
// against the sum of their sizes. With a standardised target, it is near 0.

import { drawInput, recur, recursWith } from "./draw.js";
import { makeModelFile } from "./model-file.js";
import { makeRandom } from "./random.js";

/** As fits on the included model's data have. `bound`: the share of coefficients that are ±C. */
const RAW = { vectorCount: 559, bound: 0.7, intercept: 7 };
const STANDARDISED = { vectorCount: 372, bound: 0.26, intercept: 0.2 };

/**
 * @param description `C`, and whether the target is `standardised`
 * @param like inputs of the included model
 */
export function makeOrdinaryFile({ id, C, standardised }, like) {
  const random = makeRandom(559);
  const { vectorCount, bound, intercept } = standardised ? STANDARDISED : RAW;
  const inputs = ["number", "category"].flatMap((wanted) => like.filter(({ kind }) => kind === wanted));
  const numeric = inputs.filter(({ kind }) => kind === "number").length;
  const records = Array.from(
    { length: vectorCount },
    recur({ inputs }, () => inputs.map((input) => drawInput(input, random)), random),
  );

  const numbers = Array.from({ length: numeric }, (_, i) => records.map((record) => record[i]));
  const mean = numbers.map(average);
  const scale = numbers.map((values, i) => Math.sqrt(average(values.map((value) => (value - mean[i]) ** 2))));
  const encode = (value, i) =>
    i < numeric ? [(value - mean[i]) / scale[i]] : inputs[i].categories.map((category) => Number(category === value));

  const columns = columnsOf(inputs, numeric);
  const groups = [...new Set(inputs.map(({ name }) => groupOf(name)))].map((group) =>
    inputs.flatMap(({ name }, i) => (groupOf(name) === group ? [i] : [])),
  );
  return makeModelFile(
    id,
    inputs,
    { mean, scale },
    {
      gamma: 0.01,
      dual_coef: makeCoefficients(vectorCount, C, bound, random),
      intercept,
      support_vectors: groups.map((group) => ({
        columns: group.flatMap((i) => columns[i]),
        ...repeat(records.map((record) => group.flatMap((i) => encode(record[i], i)))),
      })),
    },
  );
}

/** In pairs of opposite sign, since the coefficients of a fit add up to 0. */
function makeCoefficients(count, C, bound, random) {
  const sizes = Array.from({ length: Math.ceil(count / 2) }, () => C * (random() < bound ? 1 : random()));
  return Array.from({ length: count }, (_, i) => (i % 2 ? -1 : 1) * sizes[i >> 1]);
}

/** Inputs that recur together are a block. Those that change from day to day are blocks alone. */
function groupOf(name) {
  const group = recursWith(name);
  return group === "day" ? name : group;
}

/** @returns the columns of the encoded row that each input becomes */
function columnsOf(inputs, numeric) {
  let next = 0;
  return inputs.map(({ categories }, i) => Array.from({ length: i < numeric ? 1 : categories.length }, () => next++));
}

/** @returns the unique `rows`, and the `index` of each row among them */
function repeat(all) {
  const places = new Map();
  const index = all.map((row) => {
    const key = row.join();
    if (!places.has(key)) places.set(key, { at: places.size, row });
    return places.get(key).at;
  });
  return { rows: Array.from(places.values(), ({ row }) => row), index };
}

const average = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
