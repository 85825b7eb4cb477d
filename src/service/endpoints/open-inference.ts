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
import { readCoverage } from "./coverage.js";
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

/** An output of the model. */
interface Output {
  readonly name: string;
  readonly target: string;
  readonly from: "predictions" | (typeof ENDS)[number];
}

const ENDS = ["lower", "upper"] as const;

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
      const coverage = readCoverage(request);
      const [served] = findModels(models, params);
      const isAny = params.version === undefined;
      const assignment = isAny ? assignRequest(models, metrics, request) : assignVersion(request, served);
      const { id, inputs, outputs, parameters } = (body ?? {}) as Record<string, unknown>;
      readContentType(parameters, ["np", "pd"], "parameters");
      const available = describeOutputs(served.model.targets, coverage !== undefined);
      const selected = selectOutputs(outputs, available);
      const table = tableOfTensors(inputs, tableColumns(models, assignment));
      const batch = await predictTable(context, assignment, request, table, coverage);
      return {
        model_name: served.name,
        ...(batch.sole && { model_version: batch.sole.version }),
        ...(typeof id === "string" && { id }),
        ...((models.assign || batch.ids) && { parameters: describePredictions(batch, models.assign !== undefined) }),
        outputs: selected.map((output) => toTensor(output, batch)),
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

/** Returns an output for each target, and both ends of its interval if they are wanted. */
function describeOutputs(targets: readonly string[], hasIntervals: boolean): readonly Output[] {
  return targets.flatMap((target): Output[] => [
    { name: target, target, from: "predictions" },
    ...(hasIntervals ? ENDS.map((end) => ({ name: `${target}_${end}`, target, from: end })) : []),
  ]);
}

/** Returns the requested outputs, or all if the request names none. */
function selectOutputs(outputs: unknown, available: readonly Output[]): readonly Output[] {
  if (outputs === undefined || outputs === null) return available;
  if (!Array.isArray(outputs)) refuseInput('expected an array as "outputs"');
  const selected = outputs.map((output: { name?: unknown } | null) => {
    const found = available.find(({ name }) => name === output?.name);
    return found ?? refuseInput(`outputs: expected ${available.map(({ name }) => JSON.stringify(name)).join(", ")}`);
  });
  requireUnique(
    selected.map(({ name }) => name),
    "outputs",
  );
  return selected.length > 0 ? selected : available;
}

function toTensor({ name, target, from }: Output, { predictions, ends }: NotedBatch): OutputTensor {
  const values: readonly Prediction[] = from === "predictions" ? predictions : ends![from];
  return {
    name,
    shape: [values.length],
    datatype: "FP64",
    data: values.map((value) => (typeof value === "number" ? value : value[target]!)),
  };
}
