// `supportvector verify`. A model whose rows do not come out does not load, so what is printed here is how far off a
// model is that passes.

import type { AnyModel } from "../model.js";
import { layOut } from "./table.js";

/** How far the verification rows are off. */
export function describeVerification(model: AnyModel): string {
  const { rows, maxError, maxErrorRatio } = model.verify();
  const { unit } = model.info;
  return layOut([
    ["verified", `${rows} rows come out as in Python, within their bounds`],
    ["largest error", unit === undefined ? String(maxError) : `${maxError} ${unit}`],
    ["share of its bound", `${(100 * maxErrorRatio).toPrecision(2)} %`],
  ]);
}
