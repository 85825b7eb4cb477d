// The included model, which predicts the hours that one absence of an employee lasts. The script
// exporter/train_absenteeism.py trains it on the UCI data set "Absenteeism at work" (Martiniano,
// Ferreira and Sassi, CC BY 4.0, DOI 10.24432/C5X882).

import type { MatrixLike } from "../inputs/rows.js";
import type { Model } from "../model.js";
import { load } from "./load.js";
import file from "./model.json" with { type: "json" };
import type { AbsenteeismRecord } from "./record.generated.js";

export type { AbsenteeismRecord } from "./record.generated.js";

/**
 * The loaded model: `info`, `warnings`, `transform`, `inputSchema` and the rest. Its metrics
 * `baseline_*` are those of always predicting the training median.
 */
export const model: Model<AbsenteeismRecord> = /* @__PURE__ */ load<AbsenteeismRecord>(file);

/**
 * The model file, for functions that load one.
 *
 * @example
 * const explainer = loadExplainer<AbsenteeismRecord>(modelFile);
 */
export const modelFile: unknown = file;

/**
 * Predicts one absence.
 *
 * @returns hours, at least 0
 * @throws InputError `INPUT_INVALID` with every problem of the record
 * @example
 * import { predict } from "supportvector/absenteeism";
 */
export function predict(record: AbsenteeismRecord): number {
  return model.predict(record);
}

/**
 * Predicts many absences.
 *
 * @param batch n records, or an n × 19 matrix whose columns are `model.inputs`, in their order
 * @returns n times hours, at least 0
 * @throws InputError `INPUT_INVALID` with every problem of every record. No record is predicted
 * then.
 */
export function predictBatch(batch: readonly AbsenteeismRecord[] | MatrixLike): number[] {
  return model.predictBatch(batch);
}
