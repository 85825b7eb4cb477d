// A sum of columns and RBF kernels with weights, which is what most regressors predict.

import type { Column } from "../program/column.js";
import type { BlockedSvr } from "../svm/svr.js";

/** An RBF kernel machine, with the columns that it reads. Its intercept is not part of it. */
export interface KernelMachine {
  readonly svr: BlockedSvr;
  readonly columns: readonly Column[];
  /** The sets of inputs that its columns share. */
  readonly components: readonly (readonly number[])[];
}

/** constant + Σ weight · column + Σ weight · machine. */
export interface Sum {
  readonly constant: number;
  /** The weights of columns, by their cells. */
  readonly columns: ReadonlyMap<number, readonly [Column, number]>;
  readonly machines: ReadonlyMap<KernelMachine, number>;
}

/** Returns the sum that is one column. */
export function sumOfColumn(column: Column): Sum {
  return { constant: 0, columns: new Map([[column.cell, [column, 1]]]), machines: new Map() };
}

/** Returns the sum that is one kernel machine with its intercept. */
export function sumOfMachine(machine: KernelMachine): Sum {
  return { constant: machine.svr.intercept, columns: new Map(), machines: new Map([[machine, 1]]) };
}

/** Returns constant + Σ weight · sum. */
export function combine(sums: readonly Sum[], weights: readonly number[], constant = 0): Sum {
  const columns = new Map<number, readonly [Column, number]>();
  const machines = new Map<KernelMachine, number>();
  let total = constant;
  sums.forEach((sum, i) => {
    const weight = weights[i]!;
    total += weight * sum.constant;
    for (const [cell, [column, own]] of sum.columns)
      columns.set(cell, [column, (columns.get(cell)?.[1] ?? 0) + weight * own]);
    for (const [machine, own] of sum.machines) machines.set(machine, (machines.get(machine) ?? 0) + weight * own);
  });
  return { constant: total, columns, machines };
}
