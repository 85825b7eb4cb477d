// Numbers from a seed: the same in every run, in every engine.

/** @returns {() => number} uniform in [0, 1) */
export function makeRandom(seed) {
  // mulberry32
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * @returns {() => number} of mean 0 and variance 1: a sum of uniform numbers, because engines round
 * Math.log as they like
 */
export function makeNormal(random) {
  return () => {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += random();
    return sum;
  };
}
