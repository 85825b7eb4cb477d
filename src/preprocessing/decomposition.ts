// PCA and TruncatedSVD, a projection onto components:
//
//   y_i = (Σ_c components[i, c] · (x_c − mean_c)) ÷ scale_i
//
// Mirrors their `transform` in sklearn.decomposition. `scale` is there for whitening.

import { checkLengths } from "../model-file/report.js";
import type { DecompositionStep } from "../model-file/types.generated.js";
import type { Column } from "../program/column.js";
import { applyToRow } from "../program/columnwise.js";
import type { ProgramBuilder } from "../program/program.js";
import { compileScaler } from "./scalers.js";

/** Compiles `transform`. */
export function compileDecomposition(
  { components, mean, scale }: Omit<DecompositionStep, "type">,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  checkLengths(components, columns.length, "one per column", `${path}/components`, program.report);
  const centred = compileScaler({ mean }, columns, path, program);
  const width = columns.length;
  const directions = Float64Array.from(components.flat());
  const project = (row: Float64Array, projected: Float64Array): void => {
    for (let i = 0, at = 0; i < projected.length; i++) {
      let dot = 0;
      for (let c = 0; c < width; c++, at++) dot += row[c]! * directions[at]!;
      projected[i] = dot;
    }
  };
  const projected = applyToRow(project, components.length, centred, program);
  return compileScaler({ scale }, projected, path, program);
}
