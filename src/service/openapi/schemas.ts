// The JSON Schemas of requests and responses.

import type { InputRecord } from "../../index.js";
import type { ServedModel } from "../model/served-model.js";
import { EXPERIMENT, PROMOTION } from "./experiment.js";
import { batchResponse, explanationResponse, IDS, INTERVALS, predictionResponse, VARIANTS } from "./responses.js";

/** A JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;

/** Returns a reference to a schema of this document. */
export function schemaOf(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

const text: Schema = { type: "string" };
const number: Schema = { type: "number" };
const count: Schema = { type: "integer", minimum: 0 };

/** Returns the schema of an object whose properties are all required. */
function complete(properties: Schema): Schema {
  return { type: "object", required: Object.keys(properties), properties };
}

function listOf(items: Schema): Schema {
  return { type: "array", items };
}

const tensor: Schema = { name: text, shape: listOf(count), datatype: text, data: { type: "array" } };

const eachVariant: Schema = {
  variants: { type: "object", additionalProperties: { type: "object" }, description: "The same for each variant." },
};

const variantParameters: Schema = {
  variant: { type: "string", description: "Name of the variant that predicted." },
  variants: { type: "string", description: "The variant of each record, where they may differ." },
  versions: { type: "string", description: "The version of each of these variants: `champion=…`." },
};

function describeParameters(hasVariants: boolean, hasStore: boolean): Schema {
  const ids = { type: "string", description: "The id of each prediction, with commas between them." };
  return { type: "object", properties: { ...(hasStore && { ids }), ...(hasVariants && variantParameters) } };
}

/** Returns the schema of values in each span of time, by model. Null without a store. */
function timelineOf(values: Schema): Schema {
  const series = complete({ name: text, version: text, shadow: { type: "boolean" }, ...values });
  return {
    ...listOf({ ...series, properties: { variant: text, ...(series["properties"] as Schema) } }),
    type: ["array", "null"],
  };
}

/** The schemas of the endpoints of a store. */
function describeStore(targets: readonly string[]): Schema {
  const id = { type: "string", format: "uuid", description: "The id of the prediction." };
  return {
    Feedback: complete({ id, actual: describePrediction(targets) }),
    FeedbackResponse: complete({ id, result: { enum: ["accepted", "duplicate", "pending"] } }),
    Deletion: complete({ deleted: count }),
  };
}

/** The schemas of the endpoints of an experiment. */
function describeExperiment(): Schema {
  const id = { type: "integer", description: "The id of the promotion that holds." };
  const version = { type: "string", description: "Refused if another version is in service. Default: that one." };
  return {
    Experiment: EXPERIMENT,
    PromotionRequest: { type: "object", required: ["variant"], properties: { variant: text, version } },
    PromotionUndo: complete({ id }),
    PromotionResponse: complete({ promotion: PROMOTION }),
  };
}

/**
 * Returns the schemas of the document. Those of records and predictions come from the model.
 *
 * @param hasVariants whether several models serve
 * @param hasStore whether predictions are stored
 * @param explains whether predictions are explained
 */
export function describeSchemas(
  served: ServedModel | undefined,
  example: InputRecord | undefined,
  hasVariants: boolean,
  hasStore: boolean,
  explains: boolean,
): { Record: Schema } {
  const { $schema: _, ...record } = served?.model.inputSchema ?? { type: "object" };
  const names = served?.model.inputs.map(({ name }) => name) ?? [];
  return {
    Record: { ...record, ...(example && { examples: [example] }) },
    ...{
      Prediction: describePrediction(served?.model.targets ?? []),
      PredictionResponse: {
        ...predictionResponse(hasVariants, hasStore),
        required: ["prediction", "model", "timestamp", "confidence"],
      },
      Batch: complete({ instances: listOf(schemaOf("Record")) }),
      BatchResponse: {
        ...batchResponse(hasVariants, hasStore),
        required: ["predictions", "count", "model", "timestamp", "confidence"],
      },
      ...(explains && describeExplanations(served?.model.targets ?? [], hasVariants)),
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
          error: { type: "string", description: "Why the service is unhealthy." },
          type: text,
          ...(hasStore && { store: { enum: ["running", "restarting", "ended"] } }),
          ...(hasVariants && eachVariant),
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
          additionalProperties: { description: "The model's metrics by name, and further members of its metadata." },
        },
        timestamp: { type: "string", format: "date-time" },
        ...(hasVariants && eachVariant),
      }),
      Monitoring: complete({
        window_seconds: { type: ["number", "null"] },
        window_ended: { type: ["string", "null"], format: "date-time" },
        models: listOf({
          type: "object",
          required: ["name", "version", "report"],
          properties: {
            variant: text,
            name: text,
            version: text,
            report: { type: ["object", "null"], description: "The DriftReport of supportvector/monitoring." },
          },
        }),
        hours: count,
        from: { type: "string", format: "date-time", description: "The beginning of the first span." },
        to: { type: "string", format: "date-time", description: "The end of the last span, which goes on." },
        span_seconds: count,
        traffic: timelineOf({ predictions: listOf(count) }),
        errors: timelineOf({ target: text, outcomes: listOf(count), mae: listOf({ type: ["number", "null"] }) }),
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
      Tensor: complete(tensor),
      InputTensor: {
        ...complete(tensor),
        properties: {
          ...tensor,
          parameters: {
            type: "object",
            properties: { content_type: { enum: ["np", "str", "base64"] } },
            additionalProperties: false,
            description: "`base64` for text in base64. The others change nothing.",
          },
        },
      },
      InferenceRequest: {
        type: "object",
        required: ["inputs"],
        properties: {
          id: text,
          inputs: {
            ...listOf(schemaOf("InputTensor")),
            description: `One tensor of shape [n] or [n, 1] per input, or one of shape [n, ${names.length}] with columns in the order of the inputs. Names are unique.`,
          },
          outputs: {
            ...listOf({ type: "object", required: ["name"], properties: { name: text } }),
            description: "The outputs to return, each once. Default: all.",
          },
          parameters: {
            type: "object",
            properties: { content_type: { enum: ["np", "pd"] } },
            description: "Changes nothing.",
          },
        },
      },
      InferenceResponse: {
        type: "object",
        required: ["model_name", ...(hasVariants ? ["parameters"] : ["model_version"]), "outputs"],
        properties: {
          model_name: text,
          model_version: text,
          id: text,
          ...((hasVariants || hasStore) && { parameters: describeParameters(hasVariants, hasStore) }),
          outputs: listOf(schemaOf("Tensor")),
        },
      },
      Invocation: {
        description: "Exactly one of these keys.",
        type: "object",
        properties: {
          dataframe_split: complete({
            columns: { ...listOf(text), uniqueItems: true },
            data: listOf({ type: "array" }),
          }),
          dataframe_records: listOf(schemaOf("Record")),
          instances: { type: "array", description: "Records, or rows in the order of the inputs." },
          inputs: { description: "A list of values for each input, by name, or the same as `instances`." },
        },
        minProperties: 1,
      },
      Predictions: {
        type: "object",
        required: ["predictions"],
        properties: {
          predictions: listOf(schemaOf("Prediction")),
          ...INTERVALS,
          ...(hasStore && IDS),
          ...(hasVariants && VARIANTS),
        },
      },
      ...(hasStore && describeStore(served?.model.targets ?? [])),
      ...(hasStore && hasVariants && describeExperiment()),
      Error: describeErrorBody(),
    },
  };
}

function describePrediction(targets: readonly string[]): Schema {
  return targets.length > 1 ? complete(Object.fromEntries(targets.map((target) => [target, number]))) : number;
}

function describeExplanations(targets: readonly string[], hasVariants: boolean): Schema {
  const each = schemaOf("Explanation");
  const several = complete(Object.fromEntries(targets.map((target) => [target, each])));
  const contribution = {
    input: text,
    value: { type: ["number", "string", "boolean", "null"], description: "As the record has it." },
    contribution: { type: "number", description: "Its Shapley value, in the unit of the prediction." },
  };
  const standardError = { type: "number", description: "That of the contribution, if it is estimated." };
  return {
    Explanation: complete({
      prediction: number,
      base: { type: "number", description: "The mean of the predictions for the background, before clipping." },
      contributions: listOf({
        ...complete(contribution),
        properties: { ...contribution, standardError },
        description: "One per input. With the base, they add up to the prediction before clipping.",
      }),
      exact: { type: "boolean", description: "Whether no contribution is estimated." },
      clipped: { type: "boolean", description: "Whether clipping changed the prediction." },
    }),
    ExplanationResponse: {
      ...explanationResponse(targets.length > 1 ? several : each, hasVariants),
      required: ["explanation", "model", "timestamp", "confidence"],
    },
  };
}

function describeErrorBody(): Schema {
  return {
    type: "object",
    required: ["error", "type"],
    properties: {
      error: { type: "string", description: "For people." },
      type: { type: "string", description: "For programs." },
      missing: { ...listOf(text), description: "Names of the missing features." },
      issues: {
        ...listOf(complete({ code: text, row: count, expected: text, received: text, message: text })),
        description: "The first hundred problems of the values.",
      },
      issue_count: {
        ...count,
        description: "Number of problems of the records that were checked, if `issues` does not list all.",
      },
      unchecked_records: {
        ...count,
        description: "Number of records at the end that were not checked, because the others have enough problems.",
      },
      available_endpoints: listOf(text),
    },
  };
}

/** The error responses, by name. */
export const ERRORS = {
  InvalidInput: [400, "Features are missing, values are invalid, or the body is not JSON."],
  Unauthorized: [401, "The API key is missing or unknown."],
  Forbidden: [403, "The API key is not that of an operator."],
  NotFound: [404, "The endpoint or the model does not exist."],
  UnknownPrediction: [404, "The id is not that of a stored prediction."],
  Conflict: [409, "Another actual value was stored before, and stays."],
  IntervalsMissing: [409, "The model file has no prediction intervals."],
  PromotionConflict: [409, "Another version is in service, or another promotion holds."],
  Late: [410, "The prediction is older than the retention, and is deleted."],
  TooLarge: [413, "Too many bytes or records."],
  UnsupportedMediaType: [415, "The Content-Type is not application/json, or the body is compressed."],
  NotExplainable: [422, "The model accepts the record, but not its mixes with rows of the background."],
  RateLimited: [429, "Too many requests. Retry-After says when to retry."],
  Unavailable: [503, "No model is loaded, or the service is overloaded."],
} as const;

/** Returns the error responses that operations refer to. */
export function describeResponses(): Schema {
  return Object.fromEntries(
    Object.entries(ERRORS).map(([name, [, description]]) => [
      name,
      { description, content: { "application/json": { schema: schemaOf("Error") } } },
    ]),
  );
}
