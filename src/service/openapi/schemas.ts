// What requests and answers hold.

import type { ServedModel } from "../served-model.js";
import { batchAnswer, predictionAnswer } from "./answers.js";
import type { Example } from "./example.js";

/** A JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;

/** A reference to a schema of this document. */
export function schemaOf(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

const text: Schema = { type: "string" };
const number: Schema = { type: "number" };
const count: Schema = { type: "integer", minimum: 0 };

/** An object of which everything must be there. */
function complete(properties: Schema): Schema {
  return { type: "object", required: Object.keys(properties), properties };
}

function listOf(items: Schema): Schema {
  return { type: "array", items };
}

/** The schemas of the document; those of records and predictions are the model's own. */
export function describeSchemas(served: ServedModel | undefined, example: Example | undefined): { Record: Schema } {
  const { $schema: _, ...record } = served?.model.inputSchema ?? { type: "object" };
  const names = served?.model.inputs.map(({ name }) => name) ?? [];
  return {
    Record: { ...record, ...(example && { examples: [example.record] }) },
    ...{
      Prediction: describePrediction(example),
      PredictionAnswer: { ...predictionAnswer, required: ["prediction", "model", "timestamp", "confidence"] },
      Batch: complete({ instances: listOf(schemaOf("Record")) }),
      BatchAnswer: { ...batchAnswer, required: ["predictions", "count", "model", "timestamp", "confidence"] },
      Health: {
        type: "object",
        required: ["status", "timestamp", "model_loaded"],
        properties: {
          status: { enum: ["healthy", "unhealthy"] },
          timestamp: { type: "string", format: "date-time" },
          model_loaded: { type: "boolean" },
          model_type: text,
          test_mae: number,
          training_date: text,
          error: { type: "string", description: "Why no model is loaded." },
          type: text,
        },
      },
      Live: complete({ live: { const: true } }),
      Ready: complete({ ready: { const: true } }),
      ModelInfo: complete({
        status: { const: "loaded" },
        metadata: {
          type: "object",
          required: ["model_type", "features_count"],
          properties: {
            model_type: text,
            train_date: text,
            features_count: count,
            training_samples: count,
            test_samples: count,
          },
          additionalProperties: { description: "The model's metrics, by name, and what else its file says." },
        },
        timestamp: { type: "string", format: "date-time" },
      }),
      ServerMetadata: complete({ name: text, version: text, extensions: listOf(text) }),
      ModelMetadata: complete({
        name: text,
        versions: listOf(text),
        platform: text,
        inputs: listOf(schemaOf("TensorMetadata")),
        outputs: listOf(schemaOf("TensorMetadata")),
      }),
      TensorMetadata: complete({ name: text, datatype: text, shape: listOf({ type: "integer" }) }),
      ModelReady: complete({ name: text, ready: { const: true } }),
      Tensor: complete({ name: text, shape: listOf(count), datatype: text, data: { type: "array" } }),
      InferenceRequest: {
        type: "object",
        required: ["inputs"],
        properties: {
          id: text,
          inputs: {
            ...listOf(schemaOf("Tensor")),
            description: `One tensor per input, of shape [n] or [n, 1]; or one of shape [n, ${names.length}], its columns in the order of the inputs.`,
          },
          outputs: listOf({ type: "object", required: ["name"], properties: { name: text } }),
        },
      },
      InferenceAnswer: {
        type: "object",
        required: ["model_name", "model_version", "outputs"],
        properties: { model_name: text, model_version: text, id: text, outputs: listOf(schemaOf("Tensor")) },
      },
      Invocation: {
        description: "One of these keys.",
        type: "object",
        properties: {
          dataframe_split: complete({ columns: listOf(text), data: listOf({ type: "array" }) }),
          dataframe_records: listOf(schemaOf("Record")),
          instances: { type: "array", description: "Records, or rows in the order of the inputs." },
          inputs: { description: "A list of values for each input, by name; or as `instances`." },
        },
        minProperties: 1,
      },
      Predictions: complete({ predictions: listOf(schemaOf("Prediction")) }),
      Error: describeErrorBody(),
    },
  };
}

function describePrediction(example: Example | undefined): Schema {
  if (typeof example?.prediction !== "object") return number;
  return complete(Object.fromEntries(Object.keys(example.prediction).map((target) => [target, number])));
}

function describeErrorBody(): Schema {
  return {
    type: "object",
    required: ["error", "type"],
    properties: {
      error: { type: "string", description: "For people." },
      type: { type: "string", description: "For programs." },
      missing: { ...listOf(text), description: "Names of the features that are not there." },
      issues: {
        ...listOf(complete({ code: text, row: count, expected: text, received: text, message: text })),
        description: "What is wrong with each value; the first hundred.",
      },
      issue_count: { ...count, description: "How many issues there are, if more than are listed." },
      available_endpoints: listOf(text),
    },
  };
}

/** The answers that are errors, by name. */
export const ERRORS = {
  InvalidInput: [400, "Features are missing, values are not accepted, or the body is not JSON."],
  Unauthorized: [401, "No API key, or one that is not known."],
  NotFound: [404, "No such endpoint, or no such model."],
  TooLarge: [413, "Too many bytes or records."],
  UnsupportedMediaType: [415, "The body is not declared as application/json."],
  RateLimited: [429, "Too many requests; Retry-After says when to ask again."],
  Unavailable: [503, "No model is loaded, or too many requests at once."],
} as const;

/** The error answers that operations refer to. */
export function describeResponses(): Schema {
  return Object.fromEntries(
    Object.entries(ERRORS).map(([name, [, description]]) => [
      name,
      { description, content: { "application/json": { schema: schemaOf("Error") } } },
    ]),
  );
}
