// GET /health, /live, /ready and /model_info.

import type { FastifyInstance } from "fastify";
import { OPEN } from "../access/open-routes.js";
import { ServiceError } from "../errors/errors.js";
import type { ModelStore } from "../model/model-store.js";
import type { ServedModel } from "../model/served-model.js";
import type { Variant } from "../model/variant.js";
import type { PredictionStore } from "../store/prediction-store.js";
import { timestamp } from "../timestamp.js";
import { NO_MODEL, predictingVariants, requireServed } from "./assignment.js";
import type { EndpointContext } from "./context.js";

const STORE_ENDED = "expected a store, and its thread has crashed too often: start the service again";

export function addHealth(service: FastifyInstance, { models, store }: EndpointContext): void {
  service.get("/health", { config: OPEN }, (_request, reply) => {
    const without = findUnready(models);
    const variants = describeEach(models, ({ served }) => ({ model_loaded: served !== undefined }));
    const stored = store && { store: store.state };
    if (without) {
      reply.code(503);
      const error = without.failure?.reason ?? NO_MODEL;
      const type = "ModelNotLoadedError";
      return { status: "unhealthy", timestamp: timestamp(), model_loaded: false, error, type, ...stored, ...variants };
    }
    const described = describeHealth(requireServed(predictingVariants(models)[0]!));
    const failure = store?.state === "ended" && { error: STORE_ENDED, type: "StoreEndedError" };
    if (failure) reply.code(503);
    const status = failure ? "unhealthy" : "healthy";
    return { status, timestamp: timestamp(), model_loaded: true, ...failure, ...described, ...stored, ...variants };
  });

  service.get("/live", { config: OPEN }, () => ({ live: true }));

  service.get("/ready", { config: OPEN }, () => {
    requireReady(models, store);
    return { ready: true };
  });

  service.get("/model_info", () => ({
    status: "loaded",
    metadata: describeMetadata(requireServed(predictingVariants(models)[0]!)),
    timestamp: timestamp(),
    ...describeEach(models, ({ served }) => ({ metadata: served ? describeMetadata(served) : null })),
  }));
}

/**
 * Requires a model of every variant that gets requests, and a store that has not ended. Shadows
 * need no model.
 *
 * @throws ServiceError `ModelNotLoadedError`, `StoreEndedError`
 */
export function requireReady(models: ModelStore, store: PredictionStore | undefined): void {
  const without = findUnready(models);
  if (without) requireServed(without);
  if (store?.state === "ended") throw new ServiceError(503, "StoreEndedError", STORE_ENDED);
}

function findUnready(models: ModelStore): Variant | undefined {
  return predictingVariants(models).find(({ served }) => !served);
}

/** Describes each variant, and each shadow. There is nothing to add about a single model. */
function describeEach(
  { variants, shadows, promoted }: ModelStore,
  describe: (variant: Variant) => object,
): { variants?: object; shadows?: object } {
  const toMember = (variant: Variant): [string, object] => {
    const { name, weight, failure } = variant;
    const error = failure && { error: failure.reason };
    return [
      name!,
      {
        ...(weight > 0 && { weight }),
        ...(variant === promoted && { promoted: true }),
        ...describe(variant),
        ...error,
      },
    ];
  };
  return {
    ...(variants.length > 1 && { variants: Object.fromEntries(variants.map(toMember)) }),
    ...(shadows.length > 0 && { shadows: Object.fromEntries(shadows.map(toMember)) }),
  };
}

function describeHealth({ model: { info } }: ServedModel): object {
  return { model_type: info.regressor, test_mae: info.metrics["test_mae"], training_date: info.trainingDate };
}

function describeMetadata({ name, version, model: { info, plan } }: ServedModel): object {
  return {
    ...info.metrics,
    model_name: name,
    model_version: version,
    model_type: info.regressor,
    kernel: info.kernel,
    description: info.description,
    target: info.target,
    unit: info.unit,
    train_date: info.trainingDate,
    features_count: info.inputs,
    training_samples: info.trainingSamples,
    test_samples: info.testSamples,
    support_vectors: info.supportVectors,
    plan,
  };
}
