// A build of the package, loaded for a measurement.

import { pathToFileURL } from "node:url";
import { makeNeighbours } from "../neighbours.js";
import { fileFor } from "./file-for.js";

/**
 * @param dist folder of the build
 * @param file of the model
 * @param neighbours files of models that are used in the same process
 * @returns a function per way to predict, and `useNeighbours`, which uses the neighbours
 */
export async function loadBuild(dist, file, neighbours) {
  const { loadModel } = await import(pathToFileURL(`${dist}/index.js`).href);
  const load = (file) => loadModel(fileFor(loadModel, withWideBounds(file)));
  const model = load(file);
  return {
    one: (record) => model.predict(record),
    batch: (batch) => model.predictBatch(batch),
    columns: (columns) => model.predictColumns(columns),
    useNeighbours: makeNeighbours(load, neighbours),
  };
}

/** Speed is measured here. An older build may have another bound than the file. */
function withWideBounds(file) {
  const { verification, ...rest } = structuredClone(file);
  const predictions = verification.bounds.predictions.map((row) => row.map((bound) => 1000 * bound));
  return { ...rest, verification: { ...verification, bounds: { ...verification.bounds, predictions } } };
}
