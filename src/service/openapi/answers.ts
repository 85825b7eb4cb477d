// What the answers with predictions hold, as JSON Schema.

type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: "string" };

const WARNING: Schema = { code: text, input: text, expected: text, received: text, message: text };

/** A number; where the model predicts several targets, an object of numbers keyed by target name. */
const PREDICTION: Schema = { description: "A number; of a model with several targets, an object of numbers." };

/** What an answer says of the model. */
const PROVENANCE: Schema = {
  unit: { type: "string", description: "Unit of the prediction." },
  model: { type: "string", description: "Regressor and kernel." },
  timestamp: { type: "string", format: "date-time" },
  confidence: { type: "string", description: "Mean absolute error on the test data." },
};

/** What `POST /predict` answers. */
export const predictionAnswer: Schema = {
  type: "object",
  properties: {
    prediction: PREDICTION,
    ...PROVENANCE,
    warnings: {
      type: "array",
      items: { type: "object", properties: WARNING },
      description: "What makes the prediction doubtful; absent if nothing.",
    },
  },
};

/** What `POST /batch_predict` answers. */
export const batchAnswer: Schema = {
  type: "object",
  properties: {
    predictions: { type: "array", items: PREDICTION },
    count: { type: "integer" },
    ...PROVENANCE,
    warnings: {
      type: "array",
      items: { type: "object", properties: { row: { type: "integer" }, ...WARNING } },
      description: "What makes predictions doubtful, by row; absent if nothing.",
    },
  },
};
