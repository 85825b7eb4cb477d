// The model of the spread, a model file inside of the model file: it predicts how far a prediction
// is off.

import { describeValue } from "../describe-value.js";
import { type InputRecord, loadModel, type Model, ModelFileError, type Prediction } from "../index.js";
import type { Report } from "./interval-error.js";

/** Predicts a spread for each target, or one for all. */
export type SpreadModel = Model<InputRecord, Prediction>;

/** A model whose predictions get intervals. */
export type CalibratedModel = Pick<Model<never, never>, "inputs" | "targets" | "intervals" | "clip">;

const PATH = "/intervals/spread";

/** Loads the model of the spread. Returns undefined after a report. */
export function loadSpread(source: unknown, model: CalibratedModel, report: Report): SpreadModel | undefined {
  let spread: SpreadModel;
  try {
    spread = loadModel(source, { targets: "any" });
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    for (const { path, message } of error.issues) report(PATH + path, message);
    return undefined;
  }
  const least = spread.clip?.min;
  if (least === undefined || least <= 0) report(`${PATH}/target/clip/min`, "a number above 0", describeValue(least));
  const names = new Set(model.inputs.map(({ name }) => name));
  spread.inputs.forEach(({ name }, i) => {
    if (!names.has(name)) report(`${PATH}/inputs/${i}`, "an input of the model", JSON.stringify(name));
  });
  const { targets } = spread;
  if (
    targets.length > 1 &&
    (targets.length !== model.targets.length || targets.some((t) => !model.targets.includes(t)))
  )
    report(PATH, `one target, or ${quoteAll(model.targets)}`, quoteAll(targets));
  return spread;
}

function quoteAll(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(", ");
}
