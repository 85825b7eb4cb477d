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

const COVERAGE: Schema = { type: "number", description: "The share of actual values that lies between the ends." };

const END = "In the form of the prediction, with null for an infinite end. Only if a coverage was asked for.";

/** The members of a response about one record with an interval. */
const INTERVAL: Schema = {
  lower: { description: `Lower end of the interval. ${END}` },
  upper: { description: `Upper end of the interval. ${END}` },
  coverage: COVERAGE,
};

/** The members of a response about many records with intervals. */
export const INTERVALS: Schema = {
  lower: { type: "array", description: `Lower ends of the intervals. ${END}` },
  upper: { type: "array", description: `Upper ends of the intervals. ${END}` },
  coverage: COVERAGE,
};

/** The members that describe the model. */
const PROVENANCE: Schema = {
  unit: { type: "string", description: "Unit of the prediction." },
  model: { type: "string", description: "Regressor and kernel." },
  timestamp: { type: "string", format: "date-time" },
  confidence: { type: "string", description: "Mean absolute error on the test data." },
};

/** The members that name the variant of all records. */
const VARIANT: Schema = {
  variant: { type: "string", description: "Name of the model that predicted." },
  version: { type: "string", description: "Its version." },
};

/** The members of a response about many records that name variants. */
export const VARIANTS: Schema = {
  ...VARIANT,
  variants: { type: "array", items: text, description: "The variant of each record, where they may differ." },
  versions: { type: "object", additionalProperties: text, description: "The version of each of these variants." },
};

/** The members of a response about many records whose predictions are stored. */
export const IDS: Schema = {
  ids: { type: "array", items: { type: "string", format: "uuid" }, description: "The id of each prediction." },
};

/**
 * The response of `POST /predict`.
 *
 * @param hasVariants whether several models serve
 * @param hasStore whether predictions are stored
 */
export function predictionResponse(hasVariants: boolean, hasStore: boolean): Schema {
  const id = { type: "string", format: "uuid", description: "The id of the prediction, for feedback." };
  return {
    type: "object",
    properties: {
      prediction: PREDICTION,
      ...INTERVAL,
      ...(hasStore && { id }),
      ...PROVENANCE,
      ...(hasVariants && VARIANT),
      ...WARNINGS,
    },
  };
}

/**
 * The response of `POST /explain`.
 *
 * @param explanation its schema
 * @param hasVariants whether several models serve
 */
export function explanationResponse(explanation: Schema, hasVariants: boolean): Schema {
  return {
    type: "object",
    properties: { explanation, ...PROVENANCE, ...(hasVariants && VARIANT), ...WARNINGS },
  };
}

/**
 * The response of `POST /batch_predict`.
 *
 * @param hasVariants whether several models serve
 * @param hasStore whether predictions are stored
 */
export function batchResponse(hasVariants: boolean, hasStore: boolean): Schema {
  return {
    type: "object",
    properties: {
      predictions: { type: "array", items: PREDICTION },
      count: { type: "integer" },
      ...INTERVALS,
      ...(hasStore && IDS),
      ...PROVENANCE,
      ...(hasVariants && VARIANTS),
      ...WARNINGS,
    },
  };
}
