// `supportvector inputs`.

import type { AnyModel } from "../model.js";
import { layOut } from "./table.js";

/** Lists the inputs in a table. */
export function describeInputs({ inputs }: AnyModel): string {
  const rows = inputs.map((input) => [
    input.name,
    input.boolean ? "boolean" : input.kind,
    input.missing ? "may be missing" : "required",
    input.kind === "category"
      ? input.categories.map((value) => JSON.stringify(value)).join(", ")
      : describe(input.range),
  ]);
  return layOut([["INPUT", "KIND", "MISSING", "IN TRAINING"], ...rows]);
}

function describe(range: readonly number[] | undefined): string {
  return range === undefined ? "any number" : `${range[0]} to ${range[1]}`;
}
