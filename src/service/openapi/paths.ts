// The operations, with working examples.

import type { InputRecord } from "../../index.js";
import { datatypeOf } from "../model/datatype.js";
import type { ServedModel } from "../model/served-model.js";
import { DEFAULT_HOURS, MAX_HOURS } from "../monitoring/time-range.js";
import { ERRORS, schemaOf } from "./schemas.js";

/** An operation, with the members that the page reads. */
export interface Operation {
  readonly summary: string;
  readonly tags: readonly [string];
  readonly security?: readonly [];
  readonly [key: string]: unknown;
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;
type ErrorName = keyof typeof ERRORS;

const PROTECTED: readonly ErrorName[] = ["Unauthorized", "RateLimited", "Unavailable"];
const BODIED: readonly ErrorName[] = ["InvalidInput", ...PROTECTED, "TooLarge", "UnsupportedMediaType"];

/** The query parameter of predictions. */
const COVERAGE = {
  name: "coverage",
  in: "query",
  description: "Adds intervals that hold this share of actual values, if the model file has intervals.",
  schema: { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
};

/** A short form of an operation. */
interface Draft {
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  /** Name of the schema of the response, or its media type if it is not JSON. */
  readonly response: string;
  /** Name of the schema of the body. */
  readonly body?: string;
  readonly examples?: Readonly<Record<string, unknown>> | undefined;
  readonly errors?: readonly ErrorName[];
  /** Names of the parameters in the path. */
  readonly parameters?: readonly string[];
  readonly query?: readonly object[];
  /** Whether no API key is needed. */
  readonly open?: boolean;
}

/**
 * Returns all paths.
 *
 * @param hasVariants whether several models serve
 * @param hasStore whether predictions are stored
 * @param explains whether predictions are explained
 */
export function describePaths(
  served: ServedModel | undefined,
  example: InputRecord | undefined,
  hasVariants: boolean,
  hasStore: boolean,
  explains: boolean,
): Paths {
  const model = ["name"];
  const version = ["name", "version"];
  return {
    "/predict": post({
      id: "predict",
      tag: "predictions",
      summary: "Predict one record",
      body: "Record",
      examples: example && { record: example },
      response: "PredictionResponse",
    }),
    "/batch_predict": post({
      id: "predictBatch",
      tag: "predictions",
      summary: "Predict many records",
      body: "Batch",
      examples: example && { two: { instances: [example, example] } },
      response: "BatchResponse",
    }),
    ...(explains && describeExplanation(example)),
    "/health": probe("health", "The state of the service and its model", "Health"),
    "/live": probe("live", "Whether the process runs", "Live"),
    "/ready": probe("ready", "Whether a model is loaded", "Ready"),
    "/model_info": get({
      id: "modelInfo",
      tag: "service",
      summary: "Metadata of the model",
      response: "ModelInfo",
    }),
    "/metrics": get({ id: "metrics", tag: "service", summary: "Metrics, for Prometheus", response: "text/plain" }),
    "/monitoring.json": monitoring({
      id: "monitoring",
      summary: "Drift of the last window. Traffic and errors over time, if predictions are stored",
      response: "Monitoring",
    }),
    "/monitoring": monitoring({ id: "monitoringPage", summary: "The same as a page", response: "text/html" }),
    "/monitoring/style.css": get({
      id: "monitoringStyle",
      tag: "documentation",
      summary: "The style of that page",
      response: "text/css",
    }),
    "/openapi.json": get({
      id: "openapi",
      tag: "documentation",
      summary: "The OpenAPI document",
      response: "application/json",
    }),
    "/docs": get({ id: "docs", tag: "documentation", summary: "This page", response: "text/html" }),
    "/docs/style.css": get({ id: "style", tag: "documentation", summary: "Its style", response: "text/css" }),
    "/v2": get({ id: "server", tag: "protocols", summary: "The server", response: "ServerMetadata" }),
    "/v2/health/live": probe("v2live", "As /live", "Live"),
    "/v2/health/ready": probe("v2ready", "As /ready", "Ready"),
    ...describeModelPaths("/v2/models/{name}", "", model, served, example),
    ...describeModelPaths("/v2/models/{name}/versions/{version}", "Version", version, served, example),
    "/invocations": post({
      id: "invocations",
      tag: "protocols",
      summary: "Predict as an MLflow scoring server",
      body: "Invocation",
      examples: example && invocations(example),
      response: "Predictions",
    }),
    ...(hasStore && describeStorePaths()),
    ...(hasStore && hasVariants && describeExperimentPaths()),
  };
}

function describeExplanation(example: InputRecord | undefined): Paths {
  const draft: Draft = {
    id: "explain",
    tag: "predictions",
    summary: "Explain the prediction of one record",
    body: "Record",
    examples: example && { record: example },
    response: "ExplanationResponse",
  };
  return { "/explain": { post: describe(draft, [...BODIED, "NotExplainable"]) } };
}

function describeStorePaths(): Paths {
  return {
    "/feedback": {
      post: describe(
        {
          id: "feedback",
          tag: "predictions",
          summary: "Report what came true for a prediction. As application/x-ndjson, for one per line",
          body: "Feedback",
          response: "FeedbackResponse",
        },
        [...BODIED, "UnknownPrediction", "Conflict", "Late"],
      ),
    },
    "/subjects/{subject}": {
      delete: describe(
        {
          id: "deleteSubject",
          tag: "service",
          summary: "Delete all stored predictions of a subject. Needs the API key of an operator",
          parameters: ["subject"],
          response: "Deletion",
        },
        [...PROTECTED, "Forbidden"],
      ),
    },
  };
}

function describeExperimentPaths(): Paths {
  const change = (draft: Pick<Draft, "id" | "summary" | "body">): Readonly<Record<string, Operation>> => ({
    post: describe({ ...draft, tag: "service", response: "PromotionResponse" }, [
      ...BODIED,
      "Forbidden",
      "PromotionConflict",
    ]),
  });
  return {
    "/experiment": get({
      id: "experiment",
      tag: "service",
      summary: "Which variant has the smaller error, as far as outcomes say",
      response: "Experiment",
    }),
    "/experiment/promote": change({
      id: "promote",
      summary: "Let a variant predict for all subjects. Needs the API key of an operator",
      body: "PromotionRequest",
    }),
    "/experiment/undo": change({
      id: "undoPromotion",
      summary: "Undo the promotion that holds. Needs the API key of an operator",
      body: "PromotionUndo",
    }),
  };
}

function describeModelPaths(
  path: string,
  suffix: string,
  parameters: readonly string[],
  served: ServedModel | undefined,
  example: InputRecord | undefined,
): Paths {
  const common = { tag: "protocols", parameters };
  const ready = { id: `modelReady${suffix}`, summary: "Whether the model is loaded", response: "ModelReady" };
  return {
    [path]: get({ ...common, id: `model${suffix}`, summary: "Inputs and outputs", response: "ModelMetadata" }),
    [`${path}/ready`]: get({ ...common, ...ready }),
    [`${path}/infer`]: post({
      ...common,
      id: `infer${suffix}`,
      summary: "Predict tensors",
      body: "InferenceRequest",
      examples: served && example && inferences(served, example),
      response: "InferenceResponse",
    }),
  };
}

function get(draft: Draft): Readonly<Record<string, Operation>> {
  return { get: describe(draft, PROTECTED) };
}

function monitoring(draft: Omit<Draft, "tag">): Readonly<Record<string, Operation>> {
  const hours = {
    name: "hours",
    in: "query",
    description: "Hours of traffic and errors, up to now.",
    schema: { type: "integer", minimum: 1, maximum: MAX_HOURS, default: DEFAULT_HOURS },
  };
  return { get: describe({ ...draft, tag: "service", query: [hours] }, ["InvalidInput", ...PROTECTED]) };
}

function post(draft: Draft): Readonly<Record<string, Operation>> {
  return { post: describe({ ...draft, query: [COVERAGE] }, [...BODIED, "IntervalsMissing"]) };
}

function probe(id: string, summary: string, response: string): Readonly<Record<string, Operation>> {
  return { get: describe({ id, tag: "service", summary, response, open: true }, ["Unavailable"]) };
}

function describe(draft: Draft, errors: readonly ErrorName[]): Operation {
  const { id, tag, summary, body, examples, response, parameters = [], query = [], open = false } = draft;
  const named: readonly ErrorName[] = parameters.length > 0 ? [...errors, "NotFound"] : errors;
  const content = response.includes("/") ? { [response]: {} } : { "application/json": { schema: schemaOf(response) } };
  return {
    operationId: id,
    summary,
    tags: [tag],
    ...(open && { security: [] }),
    ...(parameters.length + query.length > 0 && { parameters: [...parameters.map(describeParameter), ...query] }),
    ...(body !== undefined && {
      requestBody: { required: true, content: { "application/json": describeBody(body, examples) } },
    }),
    responses: {
      200: { description: "Success.", content },
      ...Object.fromEntries(named.map((name) => [ERRORS[name][0], { $ref: `#/components/responses/${name}` }])),
    },
  };
}

function describeBody(schema: string, examples: Draft["examples"]): object {
  const values = Object.entries(examples ?? {}).map(([name, value]) => [name, { value }]);
  return { schema: schemaOf(schema), ...(examples && { examples: Object.fromEntries(values) }) };
}

function describeParameter(name: string): object {
  return { name, in: "path", required: true, schema: { type: "string" } };
}

function inferences({ model: { inputs } }: ServedModel, record: InputRecord): Record<string, unknown> {
  const tensors = inputs.map((input) => ({
    name: input.name,
    shape: [1],
    datatype: datatypeOf(input),
    data: [record[input.name]],
  }));
  const values = inputs.map(({ name }) => record[name]);
  const matrix = { name: "records", shape: [1, inputs.length], datatype: "FP64", data: values };
  return {
    "one tensor per input": { inputs: tensors },
    ...(values.every((value) => typeof value === "number") && { "one tensor for all": { inputs: [matrix] } }),
  };
}

function invocations(record: InputRecord): Record<string, unknown> {
  const columns = Object.keys(record);
  const row = Object.values(record);
  return {
    "dataframe split": { dataframe_split: { columns, data: [row] } },
    "dataframe records": { dataframe_records: [record] },
    instances: { instances: [row] },
    inputs: { inputs: Object.fromEntries(columns.map((name, i) => [name, [row[i]]])) },
  };
}
