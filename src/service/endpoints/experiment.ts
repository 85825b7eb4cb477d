// GET /experiment: which variant has the smaller error. POST /experiment/promote and /undo, for
// operators: a variant predicts for all subjects, or the split holds again.

import type { FastifyInstance } from "fastify";
import { readComparisonOptions } from "../../monitoring/comparison-options.js";
import type { ComparisonOptions } from "../../monitoring/mean-difference.js";
import { requireOperator } from "../access/operators.js";
import { ServiceError } from "../errors/errors.js";
import type { Promotions } from "../experiment/promotions.js";
import { reportExperiment, type TargetResult, type VariantResult } from "../experiment/report.js";
import type { Audit } from "../log/audit.js";
import type { ModelStore } from "../model/model-store.js";
import type { PredictionStore } from "../store/prediction-store.js";
import { requireServed } from "./assignment.js";
import { refuseInput } from "./tables.js";

/** What the endpoints of an experiment are built on. */
interface ExperimentBasis {
  readonly models: ModelStore;
  readonly store: PredictionStore;
  readonly promotions: Promotions;
  readonly comparison: ComparisonOptions;
  /** The ids of the API keys that may promote, or undefined for a service without keys. */
  readonly operators: readonly string[] | undefined;
  readonly audit: Audit | undefined;
}

/** @throws MonitoringError `OPTIONS_INVALID` */
export function addExperiment(
  service: FastifyInstance,
  { models, store, promotions, comparison, operators, audit }: ExperimentBasis,
): void {
  const options = readComparisonOptions(comparison, "The experiment cannot be reported");
  service.get("/experiment", async () => {
    const { from, to, alpha, variants, decision, winner } = await reportExperiment(models, store, promotions, options);
    return {
      experiment: models.experiment,
      from: timeOf(from),
      to: timeOf(to),
      alpha,
      champion: variants[0]!.variant,
      decision,
      winner: winner ?? null,
      ...describePromotion(models, promotions),
      variants: variants.map(describeVariant),
    };
  });

  service.post("/experiment/promote", async (request) => {
    const operator = requireOperator(request, operators);
    const { variant, version } = readPromotion(request.body, models);
    await promotions.change(operator, { action: "promote", variant, version });
    audit?.appendPromotion(request, { action: "promote", variant, version });
    return describePromotion(models, promotions);
  });

  service.post("/experiment/undo", async (request) => {
    const operator = requireOperator(request, operators);
    const id = readId(request.body);
    if (!(await promotions.change(operator, { action: "undo", id })))
      throw conflict("expected the id of the promotion that holds, as GET /experiment has it");
    audit?.appendPromotion(request, { action: "undo", id });
    return describePromotion(models, promotions);
  });
}

/** Returns the last promotion. It has no effect here if its version is not in service. */
function describePromotion({ promoted }: ModelStore, { last }: Promotions): object {
  if (!last) return { promotion: null };
  const { id, time, operator, variant, version } = last;
  return {
    promotion: { id, variant, version, operator, time: timeOf(time), in_force: promoted !== undefined },
  };
}

function describeVariant({ variant, weight, served, rows, decision, targets }: VariantResult): object {
  return {
    variant,
    model: served?.name ?? null,
    version: served?.version ?? null,
    weight,
    rows,
    ...(decision !== undefined && { decision }),
    targets: targets.map(describeTarget),
  };
}

function describeTarget({ comparison, ...known }: TargetResult): object {
  if (!comparison) return known;
  const { difference, interval, pValue, decision } = comparison;
  return { ...known, difference, interval, p_value: pValue, decision };
}

function timeOf(time: number | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString();
}

/**
 * Reads which variant is promoted, in the version that is in service.
 *
 * @throws ServiceError `InvalidInputError`, `ModelNotLoadedError`, `ConflictingPromotionError`
 */
function readPromotion(body: unknown, models: ModelStore): { readonly variant: string; readonly version: string } {
  const { variant: name, version } = (body ?? {}) as { readonly variant?: unknown; readonly version?: unknown };
  const variant = models.variants.find((each) => each.name === name);
  if (!variant) {
    const names = models.variants.map((each) => each.name).join(", ");
    refuseInput(`expected one of ${names} as "variant"`);
  }
  const served = requireServed(variant);
  if (version !== undefined && version !== served.version)
    throw conflict(`expected the version that is in service, ${served.version}, or none`);
  return { variant: variant.name!, version: served.version };
}

/** @throws ServiceError `InvalidInputError` */
function readId(body: unknown): number {
  const { id } = (body ?? {}) as { readonly id?: unknown };
  if (typeof id === "number" && Number.isSafeInteger(id)) return id;
  return refuseInput('expected the id of a promotion as "id", as GET /experiment has it');
}

function conflict(message: string): ServiceError {
  return new ServiceError(409, "ConflictingPromotionError", message);
}
