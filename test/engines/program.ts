// What every engine runs, after dist/*.iife.js: predictions, and functions at points, as bits.
// Compiled to a plain script that has nothing but ECMAScript.

import { cbrt } from "../../src/numeric/cbrt.js";
import { exp } from "../../src/numeric/exp.js";
import { expm1 } from "../../src/numeric/expm1.js";
import { log, log1p, log2, log10 } from "../../src/numeric/log.js";
import { ndtr, ndtri } from "../../src/numeric/normal.js";
import { pow } from "../../src/numeric/pow.js";
import { sqrt } from "../../src/numeric/sqrt.js";
import { tanh } from "../../src/numeric/tanh.js";
import { cos, sin, tan } from "../../src/numeric/trigonometric.js";
import { type Package, predictBits, type Task, toBits } from "../support/predicted-bits.js";

type NumberFunction = (...args: number[]) => number;
type Functions = Readonly<Record<string, NumberFunction | undefined>>;

const OWN = { exp, expm1, log, log1p, log2, log10, pow, sqrt, tanh, ndtr, ndtri, sin, cos, tan, cbrt } as Functions;
const ENGINE = Math as unknown as Functions;

export interface Assignment {
  readonly tasks: readonly Task[];
  /** Lists of arguments, by the name of the function. */
  readonly points: Readonly<Record<string, readonly (readonly number[])[]>>;
}

/** Bits by name: 16 digits for each number. */
export interface Bits {
  /** By the name of the fixture. */
  readonly predictions: Readonly<Record<string, string>>;
  /** The library's functions. */
  readonly own: Readonly<Record<string, string>>;
  /** Those of `Math`. */
  readonly engine: Readonly<Record<string, string>>;
}

/** @returns `Bits`, as JSON */
export function run(library: Package, { tasks, points }: Assignment): string {
  const tabulate = (functions: Functions): Record<string, string> =>
    Object.fromEntries(
      Object.entries(points).flatMap(([name, args]) => {
        const f = functions[name];
        return f ? [[name, toBits(args.map((each) => f(...each)))]] : [];
      }),
    );
  const bits: Bits = { predictions: predictBits(library, tasks), own: tabulate(OWN), engine: tabulate(ENGINE) };
  return JSON.stringify(bits);
}
