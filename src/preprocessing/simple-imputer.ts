// SimpleImputer: a missing value becomes the column's statistic. Mirrors sklearn.impute.SimpleImputer.transform.

import type { SimpleImputerStep } from "../artifact/types.generated.js";
import type { Column } from "./column.js";
import type { Instruction, ProgramBuilder } from "./program.js";

class Impute implements Instruction {
  private readonly from: Int32Array;
  private readonly to: number;
  private readonly fills: Float64Array;

  constructor(from: Int32Array, to: number, fills: Float64Array) {
    this.from = from;
    this.to = to;
    this.fills = fills;
  }

  run(cells: Float64Array): void {
    const { from, to, fills } = this;
    for (let i = 0; i < from.length; i++) {
      const value = cells[from[i]!]!;
      // Only NaN differs from itself.
      cells[to + i] = value === value ? value : fills[i]!;
    }
  }
}

export function compileSimpleImputer(
  { statistics }: SimpleImputerStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): Column[] | undefined {
  if (statistics.length !== columns.length) {
    program.report(`${path}/statistics`, `expected ${columns.length} values, one per column, got ${statistics.length}`);
    return undefined;
  }
  const mistyped = columns.filter(({ kind }, i) => {
    const fits = typeof statistics[i] === kind;
    if (!fits) program.report(`${path}/statistics/${i}`, `expected a ${kind}, as the column holds`);
    return !fits;
  });
  if (mistyped.length > 0) return undefined;

  const fills = Float64Array.from(statistics, (value) => program.vocabulary.add(value));
  const to = program.allocate(columns.length);
  program.instructions.push(
    new Impute(
      Int32Array.from(columns, ({ cell }) => cell),
      to,
      fills,
    ),
  );
  return columns.map((column, i) => ({ ...column, cell: to + i, fill: column.fill ?? fills[i] }));
}
