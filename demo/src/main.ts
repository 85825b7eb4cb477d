// The page: a model file is opened, a record becomes a prediction as it is typed, everything shown
// follows.

import { InputError } from "supportvector";
import includedModel from "../../src/absenteeism/model.json?raw";
import { byId } from "./dom/element.js";
import { keepPageOnDrop } from "./dom/file-drop.js";
import { createForm } from "./form/form.js";
import { ABSENTEEISM_EXAMPLE } from "./model/absenteeism.js";
import { createModelPanel } from "./model/model-panel.js";
import { type OpenModel, openModel } from "./model/open-model.js";
import { createResult } from "./prediction/result.js";
import { createScorePanel } from "./scoring/score-panel.js";
import { createWhatIf } from "./what-if/what-if.js";

const included = openModel(includedModel, ABSENTEEISM_EXAMPLE);
let open: OpenModel = included;

const form = createForm(byId<HTMLFormElement>("form"), predict);
const result = createResult(byId("result"), byId("spoken"));
const whatIf = createWhatIf(
  { select: byId<HTMLSelectElement>("what-if-input"), chart: byId("what-if-chart"), summary: byId("what-if-summary") },
  form.write,
);
const scores = createScorePanel();
const showModel = createModelPanel(included, show);

/** Makes the page that of this model. */
function show(model: OpenModel): void {
  open = model;
  showModel(model);
  form.open(model);
  whatIf.open(model);
  scores.open(model);
  predict();
}

/** Predicts what is entered. */
function predict(): void {
  const record = form.read();
  try {
    const prediction = open.model.predict(record);
    const warnings = open.model.warnings(record);
    form.report([], warnings);
    result.show(open, prediction, warnings.length);
    whatIf.show(record, prediction);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    form.report(error.issues, []);
    result.refuse(open, problemsOf(error));
    whatIf.show(record, undefined);
  }
}

/** Where to look for what keeps the record from being predicted. */
function problemsOf({ issues }: InputError): string[] {
  const labels = new Map(open.fields.map(({ name, label }) => [name, label]));
  return issues.map(({ input, message }) => (input === undefined ? message : `See ${labels.get(input)}.`));
}

keepPageOnDrop();
show(included);
