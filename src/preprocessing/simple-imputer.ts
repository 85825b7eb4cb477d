// SimpleImputer: a missing value becomes the column's statistic. Mirrors sklearn.impute.SimpleImputer.transform.

import type { SimpleImputerStep } from "../artifact/types.generated.js";
import type { Column } from "./column.js";
import { applyColumnwise, fillMissing } from "./columnwise.js";
import type { ProgramBuilder } from "./program.js";

export function compileSimpleImputer(
  { statistics }: SimpleImputerStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): Column[] | undefined {
  let fits = statistics.length === columns.length;
  if (!fits)
    program.report(`${path}/statistics`, `expected ${columns.length} values, one per column, got ${statistics.length}`);
  else
    columns.forEach(({ kind }, i) => {
      if (typeof statistics[i] === kind) return;
      program.report(`${path}/statistics/${i}`, `expected a ${kind}, as the column holds`);
      fits = false;
    });
  if (!fits) return undefined;

  const fills = statistics.map((value) => program.vocabulary.add(value));
  return applyColumnwise(fillMissing, fills, columns, program).map((column, i) => {
    const { raw, fill = fills[i] } = columns[i]!;
    return { ...column, raw, fill };
  });
}
