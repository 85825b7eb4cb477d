// Nystroem and KernelPCA, a projection of kernels onto components:
//
//   y_j = Σ_i components[j, i] · (K(x, s_i) − mean_i)
//
// Mirrors `transform` of sklearn.kernel_approximation.Nystroem and sklearn.decomposition.KernelPCA,
// whose components the exporter has scaled and centred.

import { checkLengths } from "../model-file/report.js";
import type { KernelTransformerStep } from "../model-file/types.generated.js";
import { packedDoubles } from "../numeric/packed-doubles.js";
import type { Column } from "../program/column.js";
import { applyToRow } from "../program/columnwise.js";
import type { ProgramBuilder } from "../program/program.js";
import { evaluateKernel, packPanels } from "../svm/kernels.js";
import { compileDecomposition } from "./decomposition.js";

/** Compiles `transform`. */
export function compileKernelTransformer(
  step: KernelTransformerStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  const { support_vectors: vectors } = step;
  checkLengths(vectors, columns.length, "one per column", `${path}/support_vectors`, program.report);
  const panels = packPanels(Float64Array.from(vectors.flat()), vectors.length, columns.length);
  const kernel = { coef0: 0, degree: 0, ...step };
  // Lists of their own, because the loops of the kernels are compiled for such lists.
  const x = packedDoubles(columns.length);
  const values = packedDoubles(panels.lanes);
  const evaluate = (row: Float64Array, kernels: Float64Array): void => {
    for (let c = 0; c < x.length; c++) x[c] = row[c]!;
    evaluateKernel(kernel, panels, kernels.length, x, 0, values);
    for (let i = 0; i < kernels.length; i++) kernels[i] = values[i]!;
  };
  const kernels = applyToRow(evaluate, vectors.length, columns, program, true);
  return compileDecomposition(step, kernels, path, program);
}
