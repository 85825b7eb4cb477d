// `supportvector verify`. A model with errors beyond its bounds does not load, so this prints the
// errors within them.

import type { AnyModel } from "../model.js";
import { layOut } from "./table.js";

/** Describes the errors of the verification rows. */
export function describeVerification(model: AnyModel): string {
  const { rows, maxError, maxErrorRatio } = model.verify();
  const { unit } = model.info;
  return layOut([
    ["verified", `${rows} rows come out as in Python, within their bounds`],
    ["largest error", unit === undefined ? String(maxError) : `${maxError} ${unit}`],
    ["share of its bound", `${(100 * maxErrorRatio).toPrecision(2)} %`],
  ]);
}
