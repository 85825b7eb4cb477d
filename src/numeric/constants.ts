// Written by scripts/generate-numeric-constants.py; do not edit.
// biome-ignore-all lint/suspicious/noApproximativeNumericConstant: that 2^(1/2) has a name does not make the table clearer

/** 128/ln2: turns an argument into a count of steps of ln2/128. */
export const STEPS_PER_UNIT = 184.6649652337873;
/** ln2/128, its leading 34 bits: multiplied by a step count below 2^18 it is exact. */
export const STEP_HIGH = 0.005415212347998022;
/** ln2/128 − STEP_HIGH. */
export const STEP_LOW = 1.2655086083325438e-13;
/** 2^(1/2), 2^(1/4), …, 2^(1/128): the nearest double, and what it misses. */
export const ROOTS: readonly (readonly [number, number])[] = [
  [1.4142135623730951, -9.667293313452913e-17],
  [1.189207115002721, 3.982015231465646e-17],
  [1.0905077326652577, -3.046782079812471e-17],
  [1.0442737824274138, 8.551889705537965e-17],
  [1.0218971486541166, 5.109225028973444e-17],
  [1.0108892860517005, -1.5234778603368577e-17],
  [1.0054299011128027, 9.499186535455032e-17],
];
/** 1/√(2π): the nearest double, and what it misses. */
export const NORMALISER: readonly [number, number] = [0.3989422804014327, -2.49232720227773e-17];
