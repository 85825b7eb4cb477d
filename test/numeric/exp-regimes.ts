// The error of exp at random points, by regime.

import { exp } from "../../src/numeric/exp.js";
import { errorInUlp } from "./exact-exp.js";
import { seeded } from "./seeded.js";

/**
 * Returns the largest error in ULP, and prints that of each of five regimes. @param points in each
 * of them
 */
export function worstErrorOfExp(points: number): number {
  const random = seeded(1);
  const regimes: Record<string, () => number> = {
    "whole range": () => -745.13 + random() * 1454.9,
    "arguments of a kernel": () => -40 * random(),
    "around zero": () => (random() - 0.5) * 2 ** (-60 * random()),
    "subnormal results": () => -708.3 - 36.8 * random(),
    "where the steps of the table meet": () =>
      ((Math.floor(random() * 736_000) - 380_000 + 0.5 + (random() - 0.5) * 1e-3) * Math.LN2) / 512,
  };
  const worst = Object.entries(regimes).map(([name, draw]) => {
    let error = 0;
    for (let i = 0; i < points; i++) {
      const x = draw();
      error = Math.max(error, errorInUlp(x, exp(x)));
    }
    return [name, error] as const;
  });
  console.log(worst.map(([name, error]) => `exp, ${name}: at most ${error.toFixed(5)} ULP`).join("\n"));
  return Math.max(...worst.map(([, error]) => error));
}
