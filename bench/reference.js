// What every peer's numbers are compared with: the SVR in about twice the precision of float64,
// except for Math.exp, which is good to 1 ulp. No peer is the reference of itself, so that the
// plain loop's own error shows too.

const SPLITTER = 2 ** 27 + 1;

/** a · b = product + the returned error, exactly (Dekker). */
function productError(a, b, product) {
  const aBig = SPLITTER * a;
  const aHigh = aBig - (aBig - a);
  const aLow = a - aHigh;
  const bBig = SPLITTER * b;
  const bHigh = bBig - (bBig - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** a + b = sum + the returned error, exactly (Knuth). */
function sumError(a, b, sum) {
  const bPart = sum - a;
  return a - (sum - bPart) + (b - bPart);
}

/**
 * Σ dualCoef[i] · exp(−gamma · ‖row − vectorᵢ‖²) + intercept
 *
 * @param svr as in problems.js
 * @param row encoded
 * @returns the number, and Σ|dualCoef[i] · Kᵢ| + |intercept|, the size of what is rounded
 */
export function referenceOf({ vectors, dualCoef, gamma, intercept, width }, row) {
  let sum = intercept;
  let rest = 0;
  let size = Math.abs(intercept);
  for (let i = 0; i < dualCoef.length; i++) {
    let distance = 0;
    let distanceRest = 0;
    for (let c = 0; c < width; c++) {
      const x = row[c];
      const s = -vectors[i * width + c];
      const difference = x + s;
      const square = difference * difference;
      const next = distance + square;
      distanceRest +=
        sumError(distance, square, next) +
        productError(difference, difference, square) +
        2 * difference * sumError(x, s, difference);
      distance = next;
    }
    const exponent = -gamma * distance;
    const exponentRest = productError(-gamma, distance, exponent) - gamma * distanceRest;
    const power = Math.exp(exponent);
    const term = dualCoef[i] * power;
    const next = sum + term;
    rest += sumError(sum, term, next) + productError(dualCoef[i], power, term) + term * exponentRest;
    sum = next;
    size += Math.abs(term);
  }
  return { value: sum + rest, size };
}
