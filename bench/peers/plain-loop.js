// What one writes at first: a loop over support vectors, a loop over columns, Math.exp. The SVR
// only, on encoded rows.

import { rowsFrom } from "./encoded-rows.js";

export function load(problem) {
  const { dualCoef, gamma, intercept, width } = problem.svr;
  const vectors = Array.from(dualCoef, (_, i) => problem.svr.vectors.slice(i * width, (i + 1) * width));

  const predict = (row) => {
    let sum = intercept;
    for (let i = 0; i < vectors.length; i++) {
      const vector = vectors[i];
      let distance = 0;
      for (let c = 0; c < vector.length; c++) {
        const difference = row[c] - vector[c];
        distance += difference * difference;
      }
      sum += dualCoef[i] * Math.exp(-gamma * distance);
    }
    return sum;
  };
  return {
    one: { prepare: (row) => rowsFrom(problem, row), run: predict },
    batch: {
      prepare: (start, count) => Array.from({ length: count }, (_, r) => rowsFrom(problem, start + r)),
      run: (batch) => batch.map(predict),
    },
  };
}
