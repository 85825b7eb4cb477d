// Other models in the process of a measurement. V8 specialises functions for the only model that it
// has seen, so one model alone says too little.

import { makeCalls } from "./calls.js";
import { makeDraw } from "./draw.js";
import { makeRandom } from "./random.js";

/** What one use predicts, in each way. */
const ROWS = 100;

/** Results go here, so that no engine can leave out the work. */
const sink = { sum: 0 };

/**
 * @param files of the other models
 * @returns a function that uses all of them, in every way to predict
 */
export function makeNeighbours(loadModel, files) {
  const neighbours = files.map((file) => ({
    model: loadModel(file),
    calls: makeCalls(file, makeDraw(file, "fresh", makeRandom(2)), ROWS, ROWS),
  }));
  return () => {
    for (const { model, calls } of neighbours) {
      for (const record of calls.one) sink.sum += model.predict(record);
      for (const batch of calls.batch) sink.sum += model.predictBatch(batch)[0];
      for (const columns of calls.columns) sink.sum += model.predictColumns(columns)[0];
    }
  };
}
