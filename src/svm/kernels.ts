// Kernels between one row x and every support vector s:
//
//   rbf:      K(x, s) = exp(−γ · ‖x − s‖²)
//   poly:     K(x, s) = (γ · x·s + c)^d
//   sigmoid:  K(x, s) = tanh(γ · x·s + c)
//
// `squaredDistances` or `dotProducts` fill a list, then `exponentials` (numeric/exp.ts),
// `polynomials` or `sigmoids` turn its numbers into kernels. Sums run over the columns in order
// from 0, as in Kernel::k_function of libsvm's svm.cpp.
//
// Support vectors are packed into panels, as the matrices of a BLAS are. A panel holds seven
// support vectors interleaved: the seven values of a column stand side by side. A pass over a panel
// reads each value of the row once for seven support vectors. Its seven sums do not wait for each
// other.

import { packedDoubles } from "../numeric/packed-doubles.js";
import { tanh } from "../numeric/tanh.js";

// Measured on Node 20, squared distances of 500 support vectors from one row of 64 columns:
//
//   lanes                        4      6      7      8
//   plain arrays, µs          10.6    8.9    8.6   11.7
//   Float64Arrays, µs            -   11.1      -      -
//
// Eight sums need more registers than there are. V8 loads the length and the address of a
// Float64Array again for each value, those of a plain array once per column. To measure again:
// change the lanes and run `npm run bench`, problem continuous-500x64.

/**
 * Support vectors per panel. Loops over columns write 7 instead: bundlers turn an exported constant
 * into a variable, which V8 would read again for each column (13.6 µs per row instead of 12.5).
 */
const LANES = 7;

/** Support vectors in panels, the last one filled up with numbers that mean nothing. */
export interface Panels {
  /** `LANES` × d numbers each, column by column. */
  readonly values: readonly (readonly number[])[];
  /** Lanes in all panels: n, rounded up to whole panels. */
  readonly lanes: number;
}

/**
 * Packs support vectors into panels.
 *
 * @param supportVectors n × d numbers, row by row
 * @param count support vectors, n
 * @param width columns, d
 */
export function packPanels(supportVectors: Float64Array, count: number, width: number): Panels {
  const values: number[][] = [];
  const empty = packedDoubles(LANES * width);
  for (let i = 0, at = 0; i < count; i++) {
    const lane = i % LANES;
    if (lane === 0) values.push(empty.slice());
    const panel = values[values.length - 1]!;
    for (let to = lane; to < panel.length; to += LANES) panel[to] = supportVectors[at++]!;
  }
  return { values, lanes: LANES * values.length };
}

/**
 * Computes ‖x − s‖² for several rows x and every support vector s. Leaves the exponentials to
 * another loop, so that this one has all registers to itself.
 *
 * @param rows d numbers for each row, one row after the other
 * @param from where the first row begins in `rows`
 * @param count rows
 * @param distances receives `count` × `panels.lanes` numbers, row by row
 * @param to where the first row's begin in `distances`
 */
export function squaredDistances(
  panels: Panels,
  rows: readonly number[],
  from: number,
  count: number,
  distances: number[],
  to: number,
): void {
  const { values, lanes } = panels;
  for (let p = 0; p < values.length; p++) {
    const panel = values[p]!;
    for (let row = 0, at = to + p * LANES, c = from; row < count; row++, at += lanes) {
      let distance0 = 0;
      let distance1 = 0;
      let distance2 = 0;
      let distance3 = 0;
      let distance4 = 0;
      let distance5 = 0;
      let distance6 = 0;
      for (let k = 0; k < panel.length; c++, k += 7) {
        const x = rows[c]!;
        const difference0 = x - panel[k]!;
        const difference1 = x - panel[k + 1]!;
        const difference2 = x - panel[k + 2]!;
        const difference3 = x - panel[k + 3]!;
        const difference4 = x - panel[k + 4]!;
        const difference5 = x - panel[k + 5]!;
        const difference6 = x - panel[k + 6]!;
        distance0 += difference0 * difference0;
        distance1 += difference1 * difference1;
        distance2 += difference2 * difference2;
        distance3 += difference3 * difference3;
        distance4 += difference4 * difference4;
        distance5 += difference5 * difference5;
        distance6 += difference6 * difference6;
      }
      distances[at] = distance0;
      distances[at + 1] = distance1;
      distances[at + 2] = distance2;
      distances[at + 3] = distance3;
      distances[at + 4] = distance4;
      distances[at + 5] = distance5;
      distances[at + 6] = distance6;
    }
  }
}

/**
 * Computes x·s for one row x and every support vector s.
 *
 * @param rows numbers, of which the row is d in succession
 * @param from where the row begins in `rows`
 * @param dots receives `panels.lanes` numbers
 */
export function dotProducts(panels: Panels, rows: readonly number[], from: number, dots: number[]): void {
  const { values } = panels;
  for (let p = 0, to = 0; p < values.length; p++, to += LANES) {
    const panel = values[p]!;
    let dot0 = 0;
    let dot1 = 0;
    let dot2 = 0;
    let dot3 = 0;
    let dot4 = 0;
    let dot5 = 0;
    let dot6 = 0;
    for (let at = 0, c = from; at < panel.length; c++, at += 7) {
      const x = rows[c]!;
      dot0 += x * panel[at]!;
      dot1 += x * panel[at + 1]!;
      dot2 += x * panel[at + 2]!;
      dot3 += x * panel[at + 3]!;
      dot4 += x * panel[at + 4]!;
      dot5 += x * panel[at + 5]!;
      dot6 += x * panel[at + 6]!;
    }
    dots[to] = dot0;
    dots[to + 1] = dot1;
    dots[to + 2] = dot2;
    dots[to + 3] = dot3;
    dots[to + 4] = dot4;
    dots[to + 5] = dot5;
    dots[to + 6] = dot6;
  }
}

/** Turns the first `count` dot products into kernels of a polynomial of this degree. */
export function polynomials(gamma: number, coef0: number, degree: number, values: number[], count: number): void {
  for (let i = 0; i < count; i++) values[i] = powi(gamma * values[i]! + coef0, degree);
}

/** Turns the first `count` dot products into sigmoid kernels. */
export function sigmoids(gamma: number, coef0: number, values: number[], count: number): void {
  for (let i = 0; i < count; i++) values[i] = tanh(gamma * values[i]! + coef0);
}

/** Raises to an integer power from 0 on, by repeated squaring in the order of libsvm's powi. */
function powi(base: number, exponent: number): number {
  let power = 1;
  for (let square = base, bits = exponent; bits > 0; bits >>>= 1, square *= square) if (bits & 1) power *= square;
  return power;
}
