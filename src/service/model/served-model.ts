// A loaded model together with what responses, logs and metrics say about it.

import type { ModelInfo } from "../../index.js";
import type { AnyModel } from "./any-model.js";
import { type AnyIntervals, openIntervals } from "./intervals.js";
import type { AnyExplainer } from "./load-file.js";
import { provenanceWriter, toAscii, type WriteProvenance } from "./provenance.js";
import { type FindWarnings, warningFinder } from "./warnings.js";

/** A model and its description. */
export interface ServedModel {
  readonly model: AnyModel;
  /** What explains its predictions. Undefined if the service does not. */
  readonly explainer: AnyExplainer | undefined;
  readonly name: string;
  /**
   * The training date. For a model file, the beginning of its SHA-256 follows:
   * `2026-11-23+1f0c9a2e`.
   */
  readonly version: string;
  /** Regressor and kernel: `SVR_RBF`. */
  readonly label: string;
  /** Undefined if the model file has none. */
  readonly intervals: AnyIntervals | undefined;
  readonly findWarnings: FindWarnings;
  readonly writeProvenance: WriteProvenance;
  /** Targets and unit, as text: `"Absenteeism time in hours" in "hours"`. */
  readonly quantity: string;
  /** The name of its variant, or undefined if responses name none. */
  readonly variant: string | undefined;
  /** The members `variant` and `version` of a response, or nothing. */
  readonly variantMembers: string;
}

/**
 * Describes a model.
 *
 * @param digest of the model file, or undefined for a model that was not read from a file
 * @param variant the name that responses have, if any
 * @param explainer of the model, if the service explains
 * @throws IntervalError `INTERVALS_INVALID`
 */
export function presentModel(
  model: AnyModel,
  digest?: string,
  variant?: string,
  explainer?: AnyExplainer,
): ServedModel {
  const { info } = model;
  const { trainingDate, metrics } = info;
  const label = labelOf(info);
  const confidence = metrics["test_mae"] === undefined ? "unknown" : `MAE ± ${metrics["test_mae"].toFixed(2)}`;
  const version = [trainingDate, digest?.slice(0, 8)].filter((part) => part !== undefined).join("+") || "unversioned";
  return {
    model,
    explainer,
    name: info.name,
    version,
    label,
    intervals: openIntervals(model),
    findWarnings: warningFinder(model),
    writeProvenance: provenanceWriter(info.unit, label, confidence),
    quantity: [model.targets.map(quote).join(", "), ...(info.unit === undefined ? [] : [quote(info.unit)])].join(
      " in ",
    ),
    variant,
    variantMembers: variant === undefined ? "" : `,"variant":${toAscii(variant)},"version":${toAscii(version)}`,
  };
}

function quote(text: string): string {
  return JSON.stringify(text);
}

function labelOf({ regressor, kernel }: ModelInfo): string {
  if (kernel !== undefined) return `${regressor}_${kernel.toUpperCase()}`;
  // The model file stores a linear SVR as coefficients, without a kernel.
  return regressor === "SVR" || regressor === "NuSVR" ? `${regressor}_LINEAR` : regressor;
}
