// The ordinary model: what people fit first. A StandardScaler, a OneHotEncoder and
// `SVR(C=30, gamma=.01)` on data like the included model's, which are made up here. Its
// coefficients are random, but of the sizes of a fit: many are ±C, so the intercept is small
// against the sum of their sizes. With a standardised target, it is near 0.

import { drawInput, recur, recursWith } from "./draw.js";
import { makeModelFile } from "./model-file.js";
import { makeRandom } from "./random.js";

/**
 * C, support vectors, the share of coefficients that are ±C, and the intercept. As in fits on the
 * data of the included model.
 */
const FITS = {
  raw: [
    [0.1, 574, 0.99, 3.2],
    [1, 563, 0.97, 3.6],
    [10, 559, 0.82, 6.3],
    [30, 559, 0.7, 7],
    [100, 557, 0.55, 7.8],
    [1000, 573, 0.26, 7.9],
  ],
  standardised: [
    [0.1, 416, 0.94, -0.18],
    [1, 318, 0.74, -0.0093],
    [10, 340, 0.41, 0.12],
    [30, 372, 0.26, 0.2],
    [100, 404, 0.14, 0.35],
    [1000, 482, 0.03, 0.59],
  ],
};

/** Every `C` with a raw and a standardised target. */
export const ORDINARY_MODELS = Object.entries(FITS).flatMap(([target, fits]) =>
  fits.map(([C]) => ({ family: "ordinary", C, target })),
);

/**
 * @param description `C`, and whether the `target` is "raw" or "standardised"
 * @param like inputs of the included model
 */
export function makeOrdinaryFile({ C, target }, like) {
  const random = makeRandom(559);
  const [, vectorCount, bound, intercept] = FITS[target].find(([fitted]) => fitted === C);
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
    `ordinary, C = ${C}, ${target} target`,
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
