// The two passes over a join, for one row of the background and one node of the quadrature. The
// first computes the products of the factors, from the leaves to the root. The second computes the
// derivative of the sum of all support vectors with respect to each factor, from the root to the
// leaves, as reverse-mode differentiation does. It divides by no factor, so one may be 0.

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
  for (let l = 0, row = 0; l < starts.length - 1; l++) {
    const factor = left[leftAt + l]!;
    for (const end = starts[l + 1]!; row < end; row++) products[at + row] = factor * right[rightAt + rightRows[row]!]!;
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
  for (let l = 0, row = 0; l < starts.length - 1; l++) {
    const factor = times * left[leftAt + l]!;
    let sum = 0;
    for (const end = starts[l + 1]!; row < end; row++) {
      const r = rightAt + rightRows[row]!;
      const derivative = derivatives[at + row]!;
      sum += derivative * right[r]!;
      ofRight[r]! += derivative * factor;
    }
    ofLeft[leftAt + l]! += times * sum;
  }
}
