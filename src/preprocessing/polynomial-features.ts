// PolynomialFeatures: products of columns. Mirrors
// sklearn.preprocessing.PolynomialFeatures.transform. The model file lists the factors of each
// product in the order in which scikit-learn multiplies them, on which the last bit depends.

import { arePositions } from "../model-file/report.js";
import type { PolynomialFeaturesStep } from "../model-file/types.generated.js";
import type { Column } from "../program/column.js";
import { applyToRow } from "../program/columnwise.js";
import type { ProgramBuilder } from "../program/program.js";

/** Compiles `transform`. */
export function compilePolynomialFeatures(
  { combinations }: PolynomialFeaturesStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  combinations.forEach((factors, i) => {
    arePositions(factors, columns.length, `${path}/combinations/${i}`, program.report);
  });
  const multiply = (row: Float64Array, products: Float64Array): void => {
    for (let i = 0; i < combinations.length; i++) {
      const factors = combinations[i]!;
      let product = 1;
      for (let f = 0; f < factors.length; f++) product *= row[factors[f]!]!;
      products[i] = product;
    }
  };
  return applyToRow(multiply, combinations.length, columns, program);
}
