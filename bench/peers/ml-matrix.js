// ml-matrix, the SVR only, on encoded rows: ‖x − s‖² = ‖x‖² + ‖s‖² − 2 x·s, with all x·s as one
// product of matrices. That is its fastest way, and loses digits where rows and support vectors are
// close.

import { rowsFrom } from "./encoded-rows.js";
import { importPeer } from "./not-installed.js";

export async function load(problem) {
  const { Matrix } = await importPeer("ml-matrix");
  const { vectors, dualCoef, gamma, intercept, width } = problem.svr;
  const columns = Matrix.from1DArray(dualCoef.length, width, vectors).transpose();
  const squares = norms(columns.transpose());

  function norms(matrix) {
    return matrix.to2DArray().map((row) => row.reduce((sum, value) => sum + value * value, 0));
  }
  const predict = (matrix) => {
    const products = matrix.mmul(columns);
    return norms(matrix).map((square, r) => {
      let sum = intercept;
      for (let i = 0; i < dualCoef.length; i++)
        sum += dualCoef[i] * Math.exp(-gamma * (square + squares[i] - 2 * products.get(r, i)));
      return sum;
    });
  };
  return {
    one: {
      prepare: (row) => Matrix.from1DArray(1, width, rowsFrom(problem, row)),
      run: (matrix) => predict(matrix)[0],
    },
    batch: {
      prepare: (start, count) => Matrix.from1DArray(count, width, rowsFrom(problem, start, count)),
      run: predict,
    },
  };
}
