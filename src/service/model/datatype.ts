// The datatype of an input in the Open Inference Protocol.

import type { InputInfo } from "../../index.js";

/** Returns the datatype: `BYTES` for categories of text, else `FP64`. */
export function datatypeOf(input: InputInfo): "FP64" | "BYTES" {
  return input.kind === "category" && typeof input.categories[0] === "string" ? "BYTES" : "FP64";
}
