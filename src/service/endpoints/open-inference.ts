// The Open Inference Protocol, version 2, for clients of KServe, Seldon and Triton. The name of the
// model comes from its file.

import type { FastifyInstance } from "fastify";
import { version as releasedVersion } from "../../../package.json";
import type { Prediction } from "../../index.js";
import { OPEN } from "../access/open-routes.js";
import { ServiceError } from "../errors/errors.js";
import { datatypeOf } from "../model/datatype.js";
import type { ServedModel } from "../model/served-model.js";
import { readContentType } from "./content-type.js";
import { type EndpointContext, predictTable, servedModel } from "./context.js";
import { refuseInput, requireUnique } from "./tables.js";
import { tableOfTensors } from "./tensors.js";

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
  service.get("/v2", () => ({ name: "supportvector", version: releasedVersion, extensions: [] }));
  service.get("/v2/health/live", { config: OPEN }, () => ({ live: true }));
  service.get("/v2/health/ready", { config: OPEN }, () => {
    servedModel(context);
    return { ready: true };
  });

  for (const path of ["/v2/models/:name", "/v2/models/:name/versions/:version"]) {
    service.get<ModelParameters>(path, ({ params }) => describeModel(findModel(context, params)));
    service.get<ModelParameters>(`${path}/ready`, ({ params }) => {
      const { name } = findModel(context, params);
      return { name, ready: true };
    });
    service.post<ModelParameters>(`${path}/infer`, async (request) => {
      const served = findModel(context, request.params);
      const { id, inputs, outputs, parameters } = (request.body ?? {}) as Record<string, unknown>;
      readContentType(parameters, ["np", "pd"], "parameters");
      const targets = selectTargets(outputs, served.model.targets);
      const table = tableOfTensors(inputs, served.model.inputs);
      const predictions = await predictTable(context, served, request, table);
      return {
        model_name: served.name,
        model_version: served.version,
        ...(typeof id === "string" && { id }),
        outputs: targets.map((target) => toTensor(target, predictions)),
      };
    });
  }
}

function findModel(context: EndpointContext, { name, version }: ModelParameters["Params"]): ServedModel {
  const served = servedModel(context);
  if (name === served.name && (version ?? served.version) === served.version) return served;
  throw new ServiceError(404, "NotFoundError", `expected the model ${served.name}, version ${served.version}`);
}

function describeModel({ name, version, label, model }: ServedModel): object {
  return {
    name,
    versions: [version],
    platform: `scikit-learn_${label}`,
    inputs: model.inputs.map((input) => ({ name: input.name, datatype: datatypeOf(input), shape: [-1] })),
    outputs: model.targets.map((target) => ({ name: target, datatype: "FP64", shape: [-1] })),
  };
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
