// The part of the page that says which model is open, and opens another.

import { ModelFileError } from "supportvector";
import { byId, element } from "../dom/element.js";
import { acceptFiles } from "../dom/file-drop.js";
import { formatCount, formatNumber, withUnit } from "../format.js";
import { type OpenModel, openModel } from "./open-model.js";

/**
 * Runs the panel.
 *
 * @param included the model that the page comes with
 * @param onOpen called with every model that is opened from now on
 * @returns a function that shows what is known of a model
 */
export function createModelPanel(included: OpenModel, onOpen: (model: OpenModel) => void): (model: OpenModel) => void {
  const problems = byId("model-problems");
  const status = byId("model-status");
  const back = byId("model-back");
  const facts = byId("model-facts");

  const show = (open: OpenModel) => {
    problems.replaceChildren();
    back.hidden = open === included;
    byId("model-name").textContent = open.model.info.name;
    byId("model-description").textContent = open.model.info.description ?? "";
    facts.replaceChildren(
      ...factsOf(open).map(([term, fact]) => element("div", {}, element("dt", {}, term), element("dd", {}, fact))),
    );
  };
  acceptFiles(byId("model-zone"), async (file) => {
    try {
      const open = openModel(await file.text());
      onOpen(open);
      status.textContent = `${file.name} is open: the form, the curve and the scores follow from it.`;
    } catch (error) {
      if (!(error instanceof ModelFileError || error instanceof DOMException)) throw error;
      status.textContent = "";
      problems.replaceChildren(...describeProblems(error, file.name));
    }
  });
  back.addEventListener("click", () => {
    onOpen(included);
    status.textContent = "The included model is open again.";
    byId("model-file").focus();
  });
  return show;
}

const PROBLEMS_SHOWN = 20;

function describeProblems(error: ModelFileError | DOMException, name: string): HTMLElement[] {
  const issues = error instanceof ModelFileError ? error.issues : [{ path: "", message: error.message }];
  const lines = issues
    .slice(0, PROBLEMS_SHOWN)
    .map(({ path, message }) => element("li", {}, ...(path ? [element("code", {}, path), " "] : []), message));
  const rest = issues.length - lines.length;
  if (rest > 0) lines.push(element("li", {}, `and ${formatCount(rest)} more`));
  return [element("p", {}, `${name} cannot be opened; the model stays as it was.`), element("ul", {}, ...lines)];
}

function factsOf({ model, unit }: OpenModel): [term: string, fact: string][] {
  const { info, inputs, plan } = model;
  const { regressor, kernel, supportVectors, trainingSamples, testSamples, metrics } = info;
  const error = metrics["test_mae"];
  const kind = [regressor, kernel].filter(Boolean).join(", ");
  const facts: [string, string | undefined][] = [
    ["Regressor", supportVectors > 0 ? `${kind}, ${formatCount(supportVectors)} support vectors` : kind],
    ["Inputs", `${inputs.length}, ${model.featureNamesOut.length || "several"} columns after preprocessing`],
    ["Trained on", trainingSamples === undefined ? undefined : `${formatCount(trainingSamples)} rows`],
    [
      "Mean absolute error",
      error === undefined
        ? undefined
        : `${withUnit(formatNumber(error), unit)}${testSamples === undefined ? "" : ` on ${formatCount(testSamples)} rows it had not seen`}`,
    ],
    ["Evaluated", plan],
    ["Agrees with Python", `${model.verify().rows} rows recomputed when it was opened`],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined && fact[1] !== "");
}
