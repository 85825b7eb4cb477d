// Shapley values by their definition, from nothing but `predict`: the slow and obvious version.

import type { Model } from "../../src/index.js";
import { numbersOf } from "../support/fixtures.js";

type Row = readonly unknown[];

/** Returns the Shapley values of an unclipped model: for each target a number per input. */
export function enumerate(model: Model<never, unknown>, record: Row, background: readonly Row[]): number[][] {
  const names = model.inputs.map(({ name }) => name);
  // Inputs that are equal everywhere contribute nothing, so their sets need no predictions.
  const players = names.flatMap((_, i) => (background.some((row) => !Object.is(row[i], record[i])) ? [i] : []));
  const value = (set: number): number[] => {
    const mixes = background.map((row) => {
      const mix = row.map((cell, i) => ((set >> players.indexOf(i)) & 1 && players.includes(i) ? record[i] : cell));
      return Object.fromEntries(mix.map((cell, i) => [names[i], cell])) as never;
    });
    const predictions = model.predictBatch(mixes).map(numbersOf);
    return model.targets.map((_, t) => predictions.reduce((sum, row) => sum + row[t]! / background.length, 0));
  };
  const values = Array.from({ length: 2 ** players.length }, (_, set) => value(set));
  const factorials = [1];
  for (let i = 1; i <= names.length; i++) factorials.push(factorials[i - 1]! * i);
  const m = players.length;
  return model.targets.map((_, t) =>
    names.map((_, i) => {
      const k = players.indexOf(i);
      if (k === -1) return 0;
      return values.reduce((sum, own, set) => {
        if ((set >> k) & 1) return sum;
        const size = players.filter((_, j) => (set >> j) & 1).length;
        const weight = (factorials[size]! * factorials[m - size - 1]!) / factorials[m]!;
        return sum + weight * (values[set | (1 << k)]![t]! - own[t]!);
      }, 0);
    }),
  );
}
