// The regularised upper incomplete gamma function Q(a, x) = Γ(a, x) / Γ(a), for multiples of 1/2:
// the survival function of χ². Below the mean it is 1 minus a power series, above a continued
// fraction (NIST's Digital Library of Mathematical Functions, 8.11.4 and 8.9.2), so that a small
// tail keeps its digits.

import { exp } from "../numeric/exp.js";
import { log } from "../numeric/log.js";

/** ln √π. */
const LOG_ROOT_OF_PI = 0.5723649429247001;
/** The terms that are left out are below the last place of the sum. */
const NEGLIGIBLE = 1e-17;
/** Stands for a denominator of 0 in Lentz's method. */
const TINY = 1e-300;

/**
 * Computes the regularised upper incomplete gamma function.
 *
 * @param a a positive multiple of 1/2
 * @param x at least 0
 * @returns Q(a, x), from 1 for 0 down to 0
 */
export function upperIncompleteGamma(a: number, x: number): number {
  if (x === 0) return 1;
  const factor = exp(a * log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - factor * lowerSeries(a, x) : factor * upperFraction(a, x);
}

/** Computes Σ x^k / (a (a + 1) … (a + k)). */
function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let k = 1; term > NEGLIGIBLE * sum; k++) {
    term *= x / (a + k);
    sum += term;
  }
  return sum;
}

/** Computes 1 / (x + 1 − a − 1 (1 − a) / (x + 3 − a − 2 (2 − a) / …)) by Lentz's method. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; ; k++) {
    const numerator = k * (a - k);
    b += 2;
    d = 1 / (numerator * d + b || TINY);
    c = b + numerator / c || TINY;
    const ratio = c * d;
    fraction *= ratio;
    if (Math.abs(ratio - 1) < 2.3e-16) return fraction;
  }
}

/** Computes ln Γ(a) as the logarithms of a − 1, a − 2, … down to ln Γ(1/2) or ln Γ(1). */
function logGamma(a: number): number {
  let sum = Number.isInteger(a) ? 0 : LOG_ROOT_OF_PI;
  for (let factor = a - 1; factor > 0; factor--) sum += log(factor);
  return sum;
}
