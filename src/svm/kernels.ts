// Kernels between one row x and every support vector s:
//
//   rbf:      K(x, s) = exp(−γ · ‖x − s‖²)
//   poly:     K(x, s) = (γ · x·s + c)^d
//   sigmoid:  K(x, s) = tanh(γ · x·s + c)
//
// `squaredDistances` or `dotProducts` fill a list, then `exponentials` (numeric/exp.ts),
// `polynomials` or `sigmoids` turn its numbers into kernels. `evaluateKernel` does both. Sums run
// over the columns in order from 0, as in Kernel::k_function of libsvm's svm.cpp.
//
// Support vectors are packed into panels, as the matrices of a BLAS are. A panel holds three
// support vectors interleaved: the three values of a column stand side by side. The loops over
// columns add up the six sums of a row and two panels, which do not wait for each other.
// scripts/generate-kernel-loops.js writes the loops out, and says why.

import { exponentials } from "../numeric/exp.js";
import { packedDoubles } from "../numeric/packed-doubles.js";
import { tanh } from "../numeric/tanh.js";
import { addProducts, addSquares } from "./kernel-loops.generated.js";

/** A kernel and its parameters. */
export interface Kernel {
  readonly kernel: "rbf" | "poly" | "sigmoid";
  readonly gamma: number;
  readonly coef0: number;
  readonly degree: number;
}

/** Support vectors per panel. */
const LANES = 3;

/**
 * Support vectors in panels. There is an even number of panels, filled up with numbers that mean
 * nothing.
 */
export interface Panels {
  /** `LANES` × d numbers each, column by column. */
  readonly values: readonly (readonly number[])[];
  /** Lanes in all panels: n, rounded up. */
  readonly lanes: number;
  /** Columns, d. */
  readonly width: number;
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
  while (LANES * values.length < count) values.push(empty.slice(), empty.slice());
  for (let i = 0, from = 0; i < count; i++) {
    const panel = values[Math.floor(i / LANES)]!;
    for (let to = i % LANES; to < panel.length; to += LANES) panel[to] = supportVectors[from++]!;
  }
  return { values, lanes: LANES * values.length, width };
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
  addSquares(panels.values, panels.lanes, rows, panels.width, from, count, distances, to);
}

/**
 * Computes x·s for one row x and every support vector s.
 *
 * @param rows numbers, of which the row is d in succession
 * @param from where the row begins in `rows`
 * @param dots receives `panels.lanes` numbers
 */
function dotProducts(panels: Panels, rows: readonly number[], from: number, dots: number[]): void {
  addProducts(panels.values, panels.lanes, rows, panels.width, from, 1, dots, 0);
}

/** Turns the first `count` dot products into kernels of a polynomial of this degree. */
function polynomials(gamma: number, coef0: number, degree: number, values: number[], count: number): void {
  for (let i = 0; i < count; i++) values[i] = powi(gamma * values[i]! + coef0, degree);
}

/** Turns the first `count` dot products into sigmoid kernels. */
function sigmoids(gamma: number, coef0: number, values: number[], count: number): void {
  for (let i = 0; i < count; i++) values[i] = tanh(gamma * values[i]! + coef0);
}

/**
 * Computes K(x, s) for one row x and every support vector s.
 *
 * @param count support vectors
 * @param rows numbers, of which the row is d in succession
 * @param from where the row begins in `rows`
 * @param kernels receives `panels.lanes` numbers. Those beyond `count` mean nothing
 */
export function evaluateKernel(
  { kernel, gamma, coef0, degree }: Kernel,
  panels: Panels,
  count: number,
  rows: readonly number[],
  from: number,
  kernels: number[],
): void {
  if (kernel === "rbf") {
    squaredDistances(panels, rows, from, 1, kernels, 0);
    exponentials(gamma, kernels, 0, panels.lanes);
  } else {
    dotProducts(panels, rows, from, kernels);
    if (kernel === "sigmoid") sigmoids(gamma, coef0, kernels, count);
    else polynomials(gamma, coef0, degree, kernels, count);
  }
}

/** Raises to an integer power from 0 on, by repeated squaring in the order of libsvm's powi. */
function powi(base: number, exponent: number): number {
  let power = 1;
  for (let square = base, bits = exponent; bits > 0; bits >>>= 1, square *= square) if (bits & 1) power *= square;
  return power;
}
