// This library: records in, numbers out, everything included.

import { loadModel } from "../../dist/index.js";

export function load({ file, records }) {
  const model = loadModel(file);
  return {
    one: { prepare: (row) => records[row], run: (record) => model.predict(record) },
    batch: {
      prepare: (start, count) => records.slice(start, start + count),
      run: (batch) => model.predictBatch(batch),
    },
  };
}
