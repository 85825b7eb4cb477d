// Written by scripts/generate-numeric-constants.py. Do not edit.

/** 128/ln2, which turns an argument into a count of steps of ln2/128. */
export const STEPS_PER_UNIT = 184.6649652337873;
/** The leading 34 bits of ln2/128. The product with a step count below 2^18 is exact. */
export const STEP_HIGH = 0.005415212347998022;
/** ln2/128 − STEP_HIGH. */
export const STEP_LOW = 1.2655086083325438e-13;
/** 1/√(2π) as the nearest double, and the double nearest to the rest. */
export const NORMALISER: readonly [number, number] = [0.3989422804014327, -2.49232720227773e-17];
