// This library, given columns in place of records. Versions that cannot do that are left out.

import { loadModel } from "../../dist/index.js";
import { NotInstalled } from "./not-installed.js";

export function load({ file, names, inputs }) {
  const model = loadModel(file);
  if (typeof model.predictColumns !== "function") throw new NotInstalled("this version has no predictColumns");
  return {
    batch: {
      prepare: (start, count) =>
        Object.fromEntries(
          names.map((name, c) => [
            name,
            Float64Array.from({ length: count }, (_, r) => inputs[(start + r) * names.length + c]),
          ]),
        ),
      run: (columns) => model.predictColumns(columns),
    },
  };
}
