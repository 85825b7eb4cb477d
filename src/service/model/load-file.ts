// The text of a model file → a model, and what explains its predictions if the service explains.

import { type Explainer, loadExplainer } from "../../explain/index.js";
import { type InputRecord, loadModel, type Prediction } from "../../index.js";
import type { AnyModel } from "./any-model.js";
import { findExample } from "./example.js";
import { exceedLimit, RefusedModelError } from "./load-failure.js";

/** Explains the predictions of any model. */
export type AnyExplainer = Explainer<InputRecord, Prediction>;

/** A model file that has loaded. */
export interface LoadedFile {
  readonly model: AnyModel;
  /** Undefined if the service does not explain. */
  readonly explainer: AnyExplainer | undefined;
}

/**
 * The longest that an explanation may take, in milliseconds of processor time. Requests of other
 * callers wait for it, as they do for nothing else in a service.
 */
const LONGEST_EXPLANATION = 250;
/** The first ones run before V8 has optimized them. */
const ATTEMPTS = 3;

/**
 * Loads a model file.
 *
 * @param explains whether the service explains predictions
 * @throws ModelFileError, ExplainError, or RefusedModelError if an explanation takes too long
 */
export function loadFile(text: string, explains: boolean): LoadedFile {
  if (!explains) return { model: loadModel(text, { targets: "any" }), explainer: undefined };
  const explainer = loadExplainer(text, { targets: "any" });
  checkTime(explainer);
  return { model: explainer.model, explainer };
}

function checkTime(explainer: AnyExplainer): void {
  const example = findExample(explainer);
  if (!example) return;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const start = process.cpuUsage();
    explainer.explain(example);
    const { user, system } = process.cpuUsage(start);
    if (user + system <= LONGEST_EXPLANATION * 1000) return;
  }
  const message = `expected a model that explains a prediction within ${LONGEST_EXPLANATION} ms, got one that takes longer: export fewer rows of background, or serve it without explanations`;
  throw new RefusedModelError(exceedLimit("MODEL_FILE_EXPLANATION", message));
}
