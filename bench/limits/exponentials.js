// exp(−γ · value) for the floors: the formula of src/numeric/exp.ts and its tables, without the
// check that a value is within its range.

import { build } from "esbuild";

const { rootsOfTwo, powersOfTwo } = await importSource("tables");
const { STEP_HIGH, STEP_LOW, STEPS_PER_UNIT } = await importSource("constants");

/** Numbers of the formula. Variables that are read from an array stay in registers. */
const CONSTANTS = [STEPS_PER_UNIT, 6755399441055744, STEP_HIGH, STEP_LOW, 0.5, 1 / 6 + 3.322e-9, 1 / 24];

/** Replaces the first `count` values, an even number, two at a time. */
export function exponentials(gamma, values, count) {
  const roots = rootsOfTwo;
  const powers = powersOfTwo;
  const factor = -gamma;
  const perUnit = CONSTANTS[0];
  const rounder = CONSTANTS[1];
  const high = CONSTANTS[2];
  const low = CONSTANTS[3];
  const half = CONSTANTS[4];
  const cubic = CONSTANTS[5];
  const quartic = CONSTANTS[6];
  for (let i = 0; i < count; i = (i + 2) | 0) {
    const x0 = factor * values[i];
    const x1 = factor * values[(i + 1) | 0];
    const steps0 = x0 * perUnit + rounder - rounder;
    const steps1 = x1 * perUnit + rounder - rounder;
    const j0 = (steps0 & 511) << 1;
    const j1 = (steps1 & 511) << 1;
    const r0 = x0 - steps0 * high - steps0 * low;
    const r1 = x1 - steps1 * high - steps1 * low;
    const s0 = r0 * r0;
    const s1 = r1 * r1;
    const root0 = roots[j0];
    const root1 = roots[j1];
    const growth0 = r0 + (roots[(j0 + 1) | 0] + (s0 * (half + r0 * cubic) + s0 * s0 * quartic));
    const growth1 = r1 + (roots[(j1 + 1) | 0] + (s1 * (half + r1 * cubic) + s1 * s1 * quartic));
    values[i] = (root0 + root0 * growth0) * powers[((steps0 >> 9) + 1022) | 0];
    values[(i + 1) | 0] = (root1 + root1 * growth1) * powers[((steps1 >> 9) + 1022) | 0];
  }
}

/** Imports a file of src/numeric. */
async function importSource(name) {
  const entry = new URL(`../../src/numeric/${name}.ts`, import.meta.url).pathname;
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: "esm", write: false });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}
