// A loaded model as the service presents it: what its answers, logs and metrics say of it, worked out once.

import type { ModelInfo } from "../info.js";
import type { InputRecord, Model, Prediction } from "../model.js";
import { provenanceOf, type WriteProvenance } from "./provenance.js";
import { type FindWarnings, warningsOf } from "./warnings.js";

/** Any model. */
export type AnyModel = Model<InputRecord, Prediction>;

/** A model and what is told of it. */
export interface ServedModel {
  readonly model: AnyModel;
  readonly name: string;
  /** The training date; of a model file, with the beginning of its SHA-256: `2026-11-23+1f0c9a2e`. */
  readonly version: string;
  /** Regressor and kernel: `SVR_RBF`. */
  readonly label: string;
  readonly findWarnings: FindWarnings;
  readonly writeProvenance: WriteProvenance;
}

/**
 * Presents a model.
 *
 * @param digest of the model file; undefined for a model that comes from none
 */
export function presentModel(model: AnyModel, digest?: string): ServedModel {
  const { info } = model;
  const { trainingDate, metrics } = info;
  const label = labelOf(info);
  const confidence = metrics["test_mae"] === undefined ? "unknown" : `MAE ± ${metrics["test_mae"].toFixed(2)}`;
  const version = [trainingDate, digest?.slice(0, 8)].filter((part) => part !== undefined).join("+");
  return {
    model,
    name: info.name,
    version: version || "unversioned",
    label,
    findWarnings: warningsOf(model),
    writeProvenance: provenanceOf(info.unit, label, confidence),
  };
}

function labelOf({ regressor, kernel }: ModelInfo): string {
  if (kernel !== undefined) return `${regressor}_${kernel.toUpperCase()}`;
  // A linear SVR is kept as its coefficients, which have no kernel.
  return regressor === "SVR" || regressor === "NuSVR" ? `${regressor}_LINEAR` : regressor;
}
