// `supportvector explain`: from a record to its prediction, step by step, and what each input
// contributes to it. Unlike other commands, it prints the values of the record.

import { ExplainError, type Explained, type Explainer, type Explanation, loadExplainer } from "../../explain/index.js";
import { type InputRecord, ModelFileError, type Prediction } from "../../index.js";
import { describeProblems, toProblem } from "../../tables/problem.js";
import { Failure } from "../failure.js";
import { type AnyModel, openModel, readModelText } from "../model.js";
import { drawContributions } from "./contributions.js";
import { layOut } from "./table.js";

/** Explains predictions of any model. */
type AnyExplainer = Explainer<InputRecord, Prediction>;

/** A model, and what explains its predictions. */
export interface Explainable {
  readonly model: AnyModel;
  /** Undefined if there is no background. */
  readonly explainer: AnyExplainer | undefined;
}

/**
 * Loads a model with its explainer.
 *
 * @param path of the model file. Undefined for the included model
 * @param readBackground reads the background for a model. Undefined for that of the model file
 * @throws Failure if the model file or the background is refused
 */
export async function loadExplainable(
  path: string | undefined,
  readBackground: ((model: AnyModel) => Promise<readonly InputRecord[]>) | undefined,
): Promise<Explainable> {
  const text = path === undefined ? undefined : await readModelText(path);
  const source = text ?? (await import("../../absenteeism/index.js")).modelFile;
  const background = readBackground && { background: await readBackground(await openModel(text, path)) };
  try {
    const explainer = loadExplainer(source, { targets: "any", ...background });
    return { model: explainer.model, explainer };
  } catch (error) {
    const isAbsent = error instanceof ExplainError && error.code === "BACKGROUND_MISSING";
    // `openModel` says what is wrong with a model file.
    if (isAbsent || error instanceof ModelFileError)
      return { model: await openModel(text, path), explainer: undefined };
    throw error instanceof ExplainError ? toFailure(error) : error;
  }
}

/** Returns what to say of a background. The error's own message would quote values. */
function toFailure({ code, message, issues }: ExplainError): Failure {
  if (code === "MIX_REJECTED") return new Failure(message);
  const [first] = issues;
  const problems = first ? `row ${first.row}: ${describeProblems(issues.map(toProblem))}` : "it has no rows";
  return new Failure(`the background is not accepted: ${problems}: correct it`);
}

/**
 * Describes how a record is predicted.
 *
 * @throws Failure if the model rejects the record
 */
export function explain({ model, explainer }: Explainable, record: unknown, file: string): string {
  const { featureNamesOut: names, info, plan, targets } = model;
  const { predictions, issues, warnings } = model.tryPredictBatch([record as InputRecord], { warnings: true });
  const [prediction] = predictions;
  if (prediction === null || prediction === undefined)
    throw new Failure(`${file} is not accepted: ${describeProblems(issues.map(toProblem))}: correct the record`);
  const transformed = model.transform(record as InputRecord);
  const named = typeof prediction === "number" ? { [targets[0]!]: prediction } : prediction;
  const unit = info.unit === undefined ? "" : ` ${info.unit}`;
  const sections = [
    ["PLAN", ...plan.split("\n").map((line) => `  ${line}`)],
    ["TRANSFORMED ROW", layOut(names.map((name, i) => [`  ${name}`, String(transformed[i])]))],
    ["PREDICTION", layOut(Object.entries(named).map(([name, value]) => [`  ${name}`, `${value}${unit}`]))],
    ...describeContributions(explainer, record as InputRecord, unit),
    ["WARNINGS", warnings.length > 0 ? layOut(warnings.map(({ message }) => ["", message])) : "  none"],
  ];
  return sections.map((lines) => lines.join("\n")).join("\n\n");
}

/** Returns a section for each target. */
function describeContributions(explainer: AnyExplainer | undefined, record: InputRecord, unit: string): string[][] {
  if (!explainer)
    return [["CONTRIBUTIONS", "  none: the model file has no background. Export it with one, or pass --background"]];
  let explained: Explained<Prediction>;
  try {
    explained = explainer.explain(record);
  } catch (error) {
    if (!(error instanceof ExplainError)) throw error;
    return [["CONTRIBUTIONS", `  none: ${error.message}`]];
  }
  const named = "contributions" in explained ? { "": explained } : explained;
  const { backgroundRows: rows, exact } = explainer;
  const how = `${exact ? "exact" : "estimates with standard errors"}, against ${rows} background row${rows === 1 ? "" : "s"}`;
  return Object.entries(named as Readonly<Record<string, Explanation>>).map(([target, explanation]) => [
    `CONTRIBUTIONS${target && ` TO ${target}`} (${how})`,
    drawContributions(explanation, unit),
  ]);
}
