// This library, given encoded rows as the others are.

import { loadModel } from "../../dist/index.js";

export function load({ file, rows, svr: { width } }) {
  const model = loadModel(file);
  const slice = (start, count) => rows.slice(start * width, (start + count) * width);
  return {
    one: { prepare: (row) => slice(row, 1), run: (row) => model.predictTransformed(row)[0] },
    batch: { prepare: slice, run: (batch) => model.predictTransformed(batch) },
  };
}
