// Numbers of twice a double's precision, as the unevaluated sum of two doubles: about 105 bits. Only what tables need that are computed at load.

/** high + low, |low| ≤ half a unit in the last place of high. */
export interface DoubleDouble {
  readonly high: number;
  readonly low: number;
}

/** 2^27 + 1 splits a double into two halves whose products are exact (T. J. Dekker, "A floating-point technique …", 1971). */
const SPLITTER = 134217729;

/** a · b, to about 2^-104 of the product. Neither may come near overflow or underflow. */
export function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const product = a.high * b.high;
  const aTop = SPLITTER * a.high - (SPLITTER * a.high - a.high);
  const bTop = SPLITTER * b.high - (SPLITTER * b.high - b.high);
  const aRest = a.high - aTop;
  const bRest = b.high - bTop;
  const roundedOff = aTop * bTop - product + aTop * bRest + aRest * bTop + aRest * bRest;
  const low = roundedOff + (a.high * b.low + a.low * b.high);
  const high = product + low;
  return { high, low: low - (high - product) };
}
