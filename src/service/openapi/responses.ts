// JSON Schemas of the responses with predictions.

import { MAX_WARNINGS } from "../model/warnings.js";

type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: "string" };

const WARNING: Schema = {
  row: { type: "integer" },
  code: text,
  input: text,
  expected: text,
  received: text,
  message: text,
};

/** The members about warnings of a response, as far as it has any. */
const WARNINGS: Schema = {
  warnings: {
    type: "array",
    maxItems: MAX_WARNINGS,
    items: { type: "object", properties: WARNING },
    description: "What makes predictions doubtful: the first hundred warnings. Absent if there are none.",
  },
  warning_count: { type: "integer", description: "Number of warnings, if `warnings` does not list all." },
};

/** A number. For a model with several targets, an object of numbers keyed by target name. */
const PREDICTION: Schema = { description: "A number, or an object of numbers for several targets." };

/** The members that describe the model. */
const PROVENANCE: Schema = {
  unit: { type: "string", description: "Unit of the prediction." },
  model: { type: "string", description: "Regressor and kernel." },
  timestamp: { type: "string", format: "date-time" },
  confidence: { type: "string", description: "Mean absolute error on the test data." },
};

/** The response of `POST /predict`. */
export const predictionResponse: Schema = {
  type: "object",
  properties: {
    prediction: PREDICTION,
    ...PROVENANCE,
    ...WARNINGS,
  },
};

/** The response of `POST /batch_predict`. */
export const batchResponse: Schema = {
  type: "object",
  properties: {
    predictions: { type: "array", items: PREDICTION },
    count: { type: "integer" },
    ...PROVENANCE,
    ...WARNINGS,
  },
};
