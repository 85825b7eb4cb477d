// The floor of a dense model of ten columns: distances, exponentials and their weighted sum,
// written out for ten columns, with the order of operations and so the bits of the library.

import { readSvr } from "../model-file.js";
import { toDoubles } from "./doubles.js";
import { exponentials } from "./exponentials.js";

const WIDTH = 10;

/**
 * @param file of a model of ten numbers and a StandardScaler
 * @returns a function of a record
 */
export function makeDenseFloor(file) {
  const { vectors, dualCoef, gamma, intercept } = readSvr(file);
  const { mean, scale } = file.pipeline.steps[0].step.transformers[0].step;
  const tables = {
    names: file.inputs.map(({ name }) => name),
    means: toDoubles(mean),
    scales: toDoubles(scale),
    vectors: toDoubles(vectors),
    coefficients: toDoubles(dualCoef),
    kernels: toDoubles([], dualCoef.length),
    row: toDoubles([], WIDTH),
    gamma,
    intercept,
  };
  return (record) => predict(record, tables);
}

function predict(record, { names, means, scales, vectors, coefficients, kernels, row, gamma, intercept }) {
  for (let c = 0; c < WIDTH; c++) row[c] = (record[names[c]] - means[c]) / scales[c];
  measure(row, vectors, kernels);
  exponentials(gamma, kernels, kernels.length);
  let sum = 0;
  for (let i = 0; i < kernels.length; i++) sum += coefficients[i] * kernels[i];
  return sum + intercept;
}

/** Squared distances of a row from all support vectors. */
function measure(row, vectors, distances) {
  const x0 = row[0];
  const x1 = row[1];
  const x2 = row[2];
  const x3 = row[3];
  const x4 = row[4];
  const x5 = row[5];
  const x6 = row[6];
  const x7 = row[7];
  const x8 = row[8];
  const x9 = row[9];
  for (let i = 0, k = 0; i < distances.length; i = (i + 1) | 0, k = (k + WIDTH) | 0) {
    let sum = (x0 - vectors[k]) * (x0 - vectors[k]);
    sum += (x1 - vectors[(k + 1) | 0]) * (x1 - vectors[(k + 1) | 0]);
    sum += (x2 - vectors[(k + 2) | 0]) * (x2 - vectors[(k + 2) | 0]);
    sum += (x3 - vectors[(k + 3) | 0]) * (x3 - vectors[(k + 3) | 0]);
    sum += (x4 - vectors[(k + 4) | 0]) * (x4 - vectors[(k + 4) | 0]);
    sum += (x5 - vectors[(k + 5) | 0]) * (x5 - vectors[(k + 5) | 0]);
    sum += (x6 - vectors[(k + 6) | 0]) * (x6 - vectors[(k + 6) | 0]);
    sum += (x7 - vectors[(k + 7) | 0]) * (x7 - vectors[(k + 7) | 0]);
    sum += (x8 - vectors[(k + 8) | 0]) * (x8 - vectors[(k + 8) | 0]);
    sum += (x9 - vectors[(k + 9) | 0]) * (x9 - vectors[(k + 9) | 0]);
    distances[i] = sum;
  }
}
