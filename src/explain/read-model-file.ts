// The model file, read once more: the model keeps no support vectors in a form that Shapley values
// could use. Not by model-file/parse.ts, which has done it for the model: one more place that
// imports it has the build order the modules of the engine so that they compress worse.

import type { ModelFile } from "../model-file/types.generated.js";

/**
 * Reads a model file that was loaded.
 *
 * @param source the file's text, or what `JSON.parse` made of it. Later changes do not reach the
 * result
 */
export function readModelFile(source: unknown): ModelFile {
  return (typeof source === "string" ? JSON.parse(source.replace(/^\ufeff/, "")) : copy(source)) as ModelFile;
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copy(member)]));
}
