// The worker: columns come in, predictions go out. Their buffer is handed over, not copied.

import { loadModel } from "supportvector";
import modelText from "../model.json?raw";

const model = loadModel(modelText);

self.addEventListener("message", ({ data }) => {
  const predictions = model.predictColumns(data);
  self.postMessage(predictions, [predictions.buffer]);
});
