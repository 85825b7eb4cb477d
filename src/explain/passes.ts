// The two passes over a join, for one class of the background and `LANES` nodes of the quadrature.
// The first computes the products of the factors, from the leaves to the root. The second computes
// the derivative of the sum of all support vectors with respect to each factor, from the root to
// the leaves, as reverse-mode differentiation does. It divides by no factor, so one may be 0.
//
// The numbers of the lanes stand side by side. So a loop looks up a row once for all of them, and
// their sums do not wait for each other.

/** Nodes of the quadrature that are computed at once. */
export const LANES = 4;

/** Computes the products of a join: those of its left node times those of its right node. */
export function multiplyRows(
  starts: Int32Array,
  rightRows: Int32Array,
  left: Float64Array,
  leftAt: number,
  right: Float64Array,
  rightAt: number,
  products: Float64Array,
  at: number,
): void {
  const last = starts.length - 1;
  for (let l = 0, row = 0, i = leftAt, to = at; l < last; l++, i += LANES) {
    const factor0 = left[i]!;
    const factor1 = left[i + 1]!;
    const factor2 = left[i + 2]!;
    const factor3 = left[i + 3]!;
    for (const end = starts[l + 1]!; row < end; row++, to += LANES) {
      const r = rightAt + LANES * rightRows[row]!;
      products[to] = factor0 * right[r]!;
      products[to + 1] = factor1 * right[r + 1]!;
      products[to + 2] = factor2 * right[r + 2]!;
      products[to + 3] = factor3 * right[r + 3]!;
    }
  }
}

/** Adds the derivatives of a join, times a number, to those of its two nodes. */
export function distribute(
  starts: Int32Array,
  rightRows: Int32Array,
  derivatives: Float64Array,
  at: number,
  times: number,
  left: Float64Array,
  leftAt: number,
  right: Float64Array,
  rightAt: number,
  ofLeft: Float64Array,
  ofRight: Float64Array,
): void {
  const last = starts.length - 1;
  for (let l = 0, row = 0, i = leftAt, from = at; l < last; l++, i += LANES) {
    const factor0 = times * left[i]!;
    const factor1 = times * left[i + 1]!;
    const factor2 = times * left[i + 2]!;
    const factor3 = times * left[i + 3]!;
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (const end = starts[l + 1]!; row < end; row++, from += LANES) {
      const r = rightAt + LANES * rightRows[row]!;
      const derivative0 = derivatives[from]!;
      const derivative1 = derivatives[from + 1]!;
      const derivative2 = derivatives[from + 2]!;
      const derivative3 = derivatives[from + 3]!;
      sum0 += derivative0 * right[r]!;
      sum1 += derivative1 * right[r + 1]!;
      sum2 += derivative2 * right[r + 2]!;
      sum3 += derivative3 * right[r + 3]!;
      ofRight[r]! += derivative0 * factor0;
      ofRight[r + 1]! += derivative1 * factor1;
      ofRight[r + 2]! += derivative2 * factor2;
      ofRight[r + 3]! += derivative3 * factor3;
    }
    ofLeft[i]! += times * sum0;
    ofLeft[i + 1]! += times * sum1;
    ofLeft[i + 2]! += times * sum2;
    ofLeft[i + 3]! += times * sum3;
  }
}
