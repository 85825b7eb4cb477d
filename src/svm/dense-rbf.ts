// The dense evaluator of the RBF kernel:
//
//   f(x) = Σ_i α_i · exp(−γ · Σ_c (x_c − s_ic)²) + b
//
// Sums run over c and i in order from 0, and b is added last, as in svm_predict_values of libsvm's
// svm.cpp.

import { exponentials } from "../numeric/exp.js";
import { packedDoubles } from "../numeric/packed-doubles.js";
import { type Panels, packPanels, squaredDistances } from "./kernels.js";
import { CHUNK, type DenseSvr, type Evaluator, type Features, overRows } from "./svr.js";

/**
 * Support vectors per pass over the rows. They and their kernels stay in a CPU cache of the second
 * level.
 */
const BLOCK = 120;

/** Creates an evaluator that computes the kernel of every support vector for every row. */
export function createDenseRbf(svr: DenseSvr, features: Features): Evaluator {
  const { gamma, intercept } = svr;
  const blocks = packBlocks(svr);
  /** Squared distances of the rows from a block, row by row, then their kernels. */
  const kernels = packedDoubles(CHUNK * (blocks[0]?.panels.lanes ?? 0));
  const sums = new Float64Array(CHUNK);
  return overRows(features, (rows, count, predictions) => {
    sums.fill(0, 0, count);
    for (const { coefficients, panels } of blocks) {
      squaredDistances(panels, rows, 0, count, kernels, 0);
      exponentials(gamma, kernels, 0, count * panels.lanes);
      addWeighted(coefficients, kernels, panels.lanes, count, sums);
    }
    for (let row = 0; row < count; row++) predictions[row] = sums[row]! + intercept;
  });
}

/** Support vectors that are evaluated together, with their dual coefficients. */
interface Block {
  readonly coefficients: readonly number[];
  readonly panels: Panels;
}

/** Packs support vectors into blocks, of which the evaluator keeps no second copy. */
function packBlocks({ dualCoef, supportVectors, width }: DenseSvr): Block[] {
  const blocks: Block[] = [];
  for (let i = 0; i < dualCoef.length; i += BLOCK) {
    const coefficients = Array.from(dualCoef.subarray(i, i + BLOCK));
    blocks.push({ coefficients, panels: packPanels(supportVectors.subarray(i * width), coefficients.length, width) });
  }
  return blocks;
}

/**
 * Adds the kernels times their coefficients to the sums. Four rows at once do not wait for each
 * other. Sums of rows past the last mean nothing.
 */
function addWeighted(
  coefficients: readonly number[],
  kernels: readonly number[],
  lanes: number,
  count: number,
  sums: Float64Array,
): void {
  for (let row = 0, at = 0; row < count; row += 4, at += 4 * lanes) {
    let sum0 = sums[row]!;
    let sum1 = sums[row + 1]!;
    let sum2 = sums[row + 2]!;
    let sum3 = sums[row + 3]!;
    for (let i = 0, k = at; i < coefficients.length; i++, k++) {
      const coefficient = coefficients[i]!;
      sum0 += coefficient * kernels[k]!;
      sum1 += coefficient * kernels[k + lanes]!;
      sum2 += coefficient * kernels[k + 2 * lanes]!;
      sum3 += coefficient * kernels[k + 3 * lanes]!;
    }
    sums[row] = sum0;
    sums[row + 1] = sum1;
    sums[row + 2] = sum2;
    sums[row + 3] = sum3;
  }
}
