// Double-doubles: numbers with twice a double's precision, about 105 bits, as the unevaluated sum
// of two doubles. T. J. Dekker, "A floating-point technique for extending the available precision",
// Numerische Mathematik 18 (1971). Every result is normalised, so that `high` is its nearest
// double.

/** high + low, where |low| ≤ half a unit in the last place of high. */
export interface DoubleDouble {
  readonly high: number;
  readonly low: number;
}

/** 2^27 + 1 splits a double into two halves whose products are exact. */
export const SPLITTER = 134217729;

/** Returns a double as a double-double. */
export function widen(high: number): DoubleDouble {
  return { high, low: 0 };
}

/** Computes the sum of two doubles exactly, if |low| ≤ |high| or high = 0. */
export function normalise(high: number, low: number): DoubleDouble {
  const sum = high + low;
  return { high: sum, low: low - (sum - high) };
}

/** Computes a + b, to about 2^-104 of |a| + |b|, and exactly if both are doubles. */
export function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const sum = a.high + b.high;
  const bRounded = sum - a.high;
  const roundedOff = a.high - (sum - bRounded) + (b.high - bRounded);
  return normalise(sum, roundedOff + (a.low + b.low));
}

/** Computes a · b, to about 2^-104 of the product. Neither may come near overflow or underflow. */
export function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const product = a.high * b.high;
  const aTop = SPLITTER * a.high - (SPLITTER * a.high - a.high);
  const bTop = SPLITTER * b.high - (SPLITTER * b.high - b.high);
  const aRest = a.high - aTop;
  const bRest = b.high - bTop;
  const roundedOff = aTop * bTop - product + aTop * bRest + aRest * bTop + aRest * bRest;
  return normalise(product, roundedOff + (a.high * b.low + a.low * b.high));
}

/** Computes a / b, to about 2^-103 of the quotient. Neither may come near overflow or underflow. */
export function divide(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const quotient = a.high / b.high;
  const product = multiply(widen(quotient), b);
  return normalise(quotient, (a.high - product.high - product.low + a.low) / b.high);
}
