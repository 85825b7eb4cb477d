// sin, cos and tan of any double. M. Payne and R. Hanek, "Radian reduction for trigonometric
// functions", SIGNUM Newsletter 18 (1983): x · 16/π is computed modulo 32, from those digits of
// 16/π that matter for x. An eighth of it is the number of quarter turns. What is left is an angle
// of at most π/4, as a double-double, for the Taylor series. The digits come from S. Ramanujan's
// series
//
//   16/π = Σ C(2n, n)³ · (42n + 5) / 2^12n
//
// because written out they would be twice as long as the code. Error: at most 0.51 ULP
// (test/numeric/trigonometric.test.ts).

import { exponentOf, scale } from "./binary.js";
import { SIXTEENTH_OF_PI } from "./constants.js";
import { add, type DoubleDouble, divide, multiply, widen } from "./double-double.js";

/** The base of the digits, 2^20. */
const BASE = 1048576;
/** Zeros in front of the digits, for numbers below 2^52. */
const ZEROS = 3;
/** With 60 digits, a product is exact to 2^-120, even for the largest x. */
const LENGTH = 63;

let sixteenOverPi: number[] | undefined;

/**
 * Computes the digits of 16/π by Horner's rule, in 0.3 ms. Each term adds 6 bits. The rule divides
 * before it carries, so a digit may exceed the base, by 2 % at most.
 */
function computeDigits(): number[] {
  const digits: number[] = new Array(LENGTH).fill(0);
  for (let n = 200; n >= 0; n--) {
    const numerator = (2 * n + 1) * (2 * n + 1) * (2 * n + 1);
    const denominator = 512 * (n + 1) * (n + 1) * (n + 1);
    let rest = 0;
    for (let i = 0; i < LENGTH; i++) {
      rest = rest * BASE + digits[i]! * numerator;
      digits[i] = Math.floor(rest / denominator);
      rest -= digits[i]! * denominator;
    }
    digits[ZEROS]! += 42 * n + 5;
  }
  return digits;
}

/** Computes sin(x + quarters · π/2). */
function sine(x: number, quarters: number): DoubleDouble {
  let angle = widen(x);
  if (!(Math.abs(x) < 0.785)) {
    sixteenOverPi ??= computeDigits();
    // x = Σ parts[j] · BASE^(shift + j), with integers below the base
    const shift = Math.floor((exponentOf(Math.abs(x)) - 52) / 20);
    const parts: number[] = [];
    for (let j = 0, part = scale(x, -20 * shift); j < 4; j++) {
      const higher = Math.trunc(part / BASE);
      parts.push(part - higher * BASE);
      part = higher;
    }
    // x · 16/π = Σ products[i] / BASE^i, but for multiples of the base. Every sum is exact.
    const products: number[] = [];
    for (let i = 0; i < 9; i++) {
      let product = 0;
      for (let j = 0; j < 4; j++) product += parts[j]! * sixteenOverPi[i + j + shift + ZEROS]!;
      products.push(scale(product, -20 * i));
    }
    const turned = Math.round((products[0]! + products[1]!) / 8);
    angle = widen(-8 * turned);
    // Beginning with the largest, because they cancel exactly.
    for (const product of products) angle = add(angle, widen(product));
    angle = multiply(angle, { high: SIXTEENTH_OF_PI[0], low: SIXTEENTH_OF_PI[1] });
    quarters += turned;
  }
  // The series of the sine is the angle times a series like that of the cosine, by Horner's rule:
  // 1 − x²/(k(k − 1)) · (1 − …). Only its last steps need more than a double's precision.
  const isCosine = quarters & 1;
  const square = multiply(angle, angle);
  let k = 21 - isCosine;
  let tail = 1;
  for (; k > 7; k -= 2) tail = 1 - (square.high / (k * (k - 1))) * tail;
  let sum = widen(tail);
  for (; k > 1; k -= 2) sum = add(widen(1), multiply(divide(square, widen(k - k * k)), sum));
  return multiply(isCosine ? widen(1) : angle, multiply(widen(1 - (quarters & 2)), sum));
}

/**
 * Computes the sine.
 *
 * @param x an angle in radians
 * @returns sin x to 0.51 ULP, an odd function: −0 for −0, NaN for ±Infinity
 */
export function sin(x: number): number {
  return x === 0 ? x : sine(x, 0).high;
}

/**
 * Computes the cosine.
 *
 * @param x an angle in radians
 * @returns cos x to 0.51 ULP: NaN for ±Infinity
 */
export function cos(x: number): number {
  return sine(x, 1).high;
}

/**
 * Computes the tangent.
 *
 * @param x an angle in radians
 * @returns tan x to 0.51 ULP, an odd function: −0 for −0, NaN for ±Infinity
 */
export function tan(x: number): number {
  return x === 0 ? x : divide(sine(x, 0), sine(x, 1)).high;
}
