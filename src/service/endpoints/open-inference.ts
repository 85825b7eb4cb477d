// The Open Inference Protocol, version 2, for clients of KServe, Seldon and Triton. The name of the
// model comes from its file.

import type { FastifyInstance } from "fastify";
import { version as releasedVersion } from "../../../package.json";
import type { Prediction } from "../../index.js";
import { OPEN } from "../access/open-routes.js";
import { ServiceError } from "../errors/errors.js";
import { datatypeOf } from "../model/datatype.js";
import type { ModelStore } from "../model/model-store.js";
import type { ServedModel } from "../model/served-model.js";
import { writeIds } from "../store/prediction-ids.js";
import { assignRequest, assignVersion, requireServed, servingVariants, tableColumns } from "./assignment.js";
import { readContentType } from "./content-type.js";
import { type EndpointContext, type NotedBatch, predictTable } from "./context.js";
import { requireReady } from "./health.js";
import { refuseInput, requireUnique } from "./tables.js";
import { tableOfTensors } from "./tensors.js";
import { variantMembers } from "./variant-members.js";

interface ModelParameters {
  Params: { name: string; version?: string };
}

interface OutputTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly datatype: "FP64";
  readonly data: readonly number[];
}

export function addOpenInference(service: FastifyInstance, context: EndpointContext): void {
  const { models, metrics } = context;

  service.get("/v2", () => ({ name: "supportvector", version: releasedVersion, extensions: [] }));
  service.get("/v2/health/live", { config: OPEN }, () => ({ live: true }));
  service.get("/v2/health/ready", { config: OPEN }, () => {
    requireReady(context.models, context.store);
    return { ready: true };
  });

  for (const path of ["/v2/models/:name", "/v2/models/:name/versions/:version"]) {
    service.get<ModelParameters>(path, ({ params }) => describeModel(findModels(models, params)));
    service.get<ModelParameters>(`${path}/ready`, ({ params }) => {
      const [{ name }] = findModels(models, params);
      return { name, ready: true };
    });
    service.post<ModelParameters>(`${path}/infer`, async (request) => {
      const { params, body } = request;
      const [served] = findModels(models, params);
      const isAny = params.version === undefined;
      const assignment = isAny ? assignRequest(models, metrics, request) : assignVersion(request, served);
      const { id, inputs, outputs, parameters } = (body ?? {}) as Record<string, unknown>;
      readContentType(parameters, ["np", "pd"], "parameters");
      const targets = selectTargets(outputs, served.model.targets);
      const table = tableOfTensors(inputs, tableColumns(models, assignment));
      const batch = await predictTable(context, assignment, request, table);
      return {
        model_name: served.name,
        ...(batch.sole && { model_version: batch.sole.version }),
        ...(typeof id === "string" && { id }),
        ...((models.assign || batch.ids) && { parameters: describePredictions(batch, models.assign !== undefined) }),
        outputs: targets.map((target) => toTensor(target, batch.predictions)),
      };
    });
  }
}

/**
 * Returns the models that a path stands for. Variants share the name of the first one, and a
 * version picks those that have it.
 *
 * @throws ServiceError `ModelNotLoadedError`, `NotFoundError`
 */
function findModels(
  models: ModelStore,
  { name, version }: ModelParameters["Params"],
): readonly [ServedModel, ...ServedModel[]] {
  const [first, ...others] = servingVariants(models);
  const all = [requireServed(first!), ...others.flatMap(({ served }) => served ?? [])];
  const [found, ...more] = all.filter((served) => version === undefined || version === served.version);
  if (found && name === all[0]!.name) return [found, ...more];
  const versions = [...new Set(all.map((served) => served.version))].join(" or ");
  throw new ServiceError(404, "NotFoundError", `expected the model ${all[0]!.name}, version ${versions}`);
}

function describeModel(models: readonly [ServedModel, ...ServedModel[]]): object {
  const [{ name, label, model }] = models;
  return {
    name,
    versions: [...new Set(models.map(({ version }) => version))],
    platform: `scikit-learn_${label}`,
    inputs: model.inputs.map((input) => ({ name: input.name, datatype: datatypeOf(input), shape: [-1] })),
    outputs: model.targets.map((target) => ({ name: target, datatype: "FP64", shape: [-1] })),
  };
}

/** Returns ids and variants as parameters, which are text in this protocol. */
function describePredictions(batch: NotedBatch, hasVariants: boolean): Readonly<Record<string, string>> {
  return {
    ...(batch.ids && { ids: writeIds(batch.ids).join(",") }),
    ...(hasVariants && describeVariants(batch)),
  };
}

function describeVariants(batch: NotedBatch): Readonly<Record<string, string>> {
  const { variant, variants, versions = {} } = variantMembers(batch);
  if (variant !== undefined) return { variant };
  const pairs = Object.entries(versions).map(([name, version]) => `${name}=${version}`);
  return { variants: variants!.join(","), versions: pairs.join(",") };
}

/** Returns the requested targets, or all if the request names none. */
function selectTargets(outputs: unknown, targets: readonly string[]): readonly string[] {
  if (outputs === undefined || outputs === null) return targets;
  if (!Array.isArray(outputs)) refuseInput('expected an array as "outputs"');
  const names = outputs.map((output: { name?: unknown } | null) => {
    const target = targets.find((name) => name === output?.name);
    return target ?? refuseInput(`outputs: expected ${targets.map((name) => JSON.stringify(name)).join(", ")}`);
  });
  requireUnique(names, "outputs");
  return names.length > 0 ? names : targets;
}

function toTensor(name: string, predictions: readonly Prediction[]): OutputTensor {
  return {
    name,
    shape: [predictions.length],
    datatype: "FP64",
    data: predictions.map((prediction) => (typeof prediction === "number" ? prediction : prediction[name]!)),
  };
}
