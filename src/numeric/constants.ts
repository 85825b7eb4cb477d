// Written by scripts/generate-numeric-constants.py. Do not edit.

/** 512/ln2, which turns an argument into a count of steps of ln2/512. */
export const STEPS_PER_UNIT = 738.6598609351493;
/** The leading 33 bits of ln2/512. The product with a step count below 2^20 is exact. */
export const STEP_HIGH = 0.0013538030868858186;
/** ln2/512 − STEP_HIGH. */
export const STEP_LOW = 1.4532455292992963e-13;
/** 1/√(2π) as the nearest double, and the double nearest to the rest. */
export const NORMALISER: readonly [number, number] = [0.3989422804014327, -2.49232720227773e-17];
/** π/16 as the nearest double, and the double nearest to the rest. */
export const SIXTEENTH_OF_PI: readonly [number, number] = [0.19634954084936207, 7.654042494670958e-18];
