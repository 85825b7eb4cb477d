// SimpleImputer: a missing value becomes the column's statistic. Mirrors sklearn.impute.SimpleImputer.transform.

import type { SimpleImputerStep } from "../artifact/types.generated.js";
import type { Column } from "../program/column.js";
import { applyColumnwise, fillMissing } from "../program/columnwise.js";
import type { ProgramBuilder } from "../program/program.js";

export function compileSimpleImputer(
  { statistics }: SimpleImputerStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  if (!program.fits(statistics, columns, `${path}/statistics`, "values")) return [];
  columns.forEach(({ kind }, i) => {
    if (typeof statistics[i] !== kind)
      program.refuse(`${path}/statistics/${i}`, `expected a ${kind}, as the column holds`);
  });
  const fills = statistics.map((value) => program.vocabulary.add(value));
  return applyColumnwise(fillMissing, fills, columns, program).map((column, i) => {
    const { raw, fill = fills[i] } = columns[i]!;
    return { ...column, raw, fill, missing: false, partial: false };
  });
}
