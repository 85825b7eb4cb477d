// The models of a request: one for all its records, or one for each.

import type { FastifyRequest } from "fastify";
import { callerOf } from "../access/caller.js";
import { ServiceError } from "../errors/errors.js";
import { noteServed } from "../log/served-by.js";
import type { Metrics } from "../metrics/metrics.js";
import type { ModelStore } from "../model/model-store.js";
import type { ServedModel } from "../model/served-model.js";
import type { Variant } from "../model/variant.js";
import type { TableColumns } from "./tables.js";

/** A variant as far as it predicts. */
type Serving = Pick<Variant, "served" | "failure">;

/** The models that predict the records of a request. A reload does not change them. */
export interface Assignment {
  /** The model of all records, or undefined if each record has its own. */
  readonly sole: ServedModel | undefined;
  /** The variant whose inputs a table has, and which says how good the predictions are. */
  readonly first: Serving;
  /** Returns the model of a record. */
  modelOf(record: unknown): ServedModel;
}

/** The reason if no load has failed. */
export const NO_MODEL = "no model is loaded";

/**
 * Returns the model of a variant.
 *
 * @throws ServiceError `ModelNotLoadedError`
 */
export function requireServed({ served, failure }: Serving): ServedModel {
  if (!served) throw new ServiceError(503, "ModelNotLoadedError", failure?.reason ?? NO_MODEL);
  return served;
}

/** Returns the variants that get requests. */
export function servingVariants({ variants }: ModelStore): readonly Variant[] {
  return variants.filter(({ weight }) => weight > 0);
}

/** Returns the variants that predict for subjects: those that get requests, or a promoted one. */
export function predictingVariants(models: ModelStore): readonly Variant[] {
  return models.promoted ? [models.promoted] : servingVariants(models);
}

/** Returns the assignment of a request that asks for this model. */
export function assignVersion(request: FastifyRequest, served: ServedModel): Assignment {
  noteServed(request, served);
  return { sole: served, first: { served, failure: undefined }, modelOf: () => served };
}

/**
 * Assigns a request, or its records, by their subjects. What has no subject is assigned by the id
 * of the request.
 *
 * @throws ServiceError `ModelNotLoadedError`
 */
export function assignRequest(models: ModelStore, metrics: Metrics, request: FastifyRequest): Assignment {
  const [first] = servingVariants(models) as [Variant];
  const { assign } = models;
  if (!assign || models.subject.from !== "input") {
    const served = assignRecord(models, metrics, request, undefined);
    return { sole: served, first, modelOf: () => served };
  }
  // All models are read now, so that neither a reload nor a promotion comes between two records.
  const current = new Map(predictingVariants(models).map((variant) => [variant, requireServed(variant)]));
  return {
    sole: undefined,
    first,
    modelOf(record) {
      const served = current.get(assign(subjectOrId(models, metrics, request, record)))!;
      noteServed(request, served);
      return served;
    },
  };
}

/**
 * Returns the model of a record, or of a request if its subject is none of the record.
 *
 * @throws ServiceError `ModelNotLoadedError`
 */
export function assignRecord(
  models: ModelStore,
  metrics: Metrics,
  request: FastifyRequest,
  record: unknown,
): ServedModel {
  if (!models.assign) return requireServed(models);
  const served = requireServed(models.assign(subjectOrId(models, metrics, request, record)));
  noteServed(request, served);
  return served;
}

/** Returns what is assigned: the subject, or the id of the request without one. */
function subjectOrId(models: ModelStore, metrics: Metrics, request: FastifyRequest, record: unknown): string {
  const subject = subjectOf(models, request, record);
  if (subject === undefined) metrics.countMissingSubject();
  return subject ?? request.id;
}

/**
 * Returns the subject of a request, or of a record if the subject is one of its inputs. Text and
 * numbers are the same subject if they are written the same. Undefined if there is none.
 */
export function subjectOf(
  { subject }: Pick<ModelStore, "subject">,
  request: FastifyRequest,
  record: unknown,
): string | undefined {
  if (subject.from === "key") return callerOf(request)?.id;
  const { name } = subject;
  const value = subject.from === "header" ? request.headers[name] : ownValue(record, name);
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" || typeof value === "boolean" ? `${value}` : undefined;
}

function ownValue(record: unknown, name: string): unknown {
  return typeof record === "object" && record !== null && Object.hasOwn(record, name)
    ? (record as Record<string, unknown>)[name]
    : undefined;
}

/**
 * Returns the columns of tables: the inputs of the first variant, and what other variants or the
 * subject need besides. Rows without names thus mean the same for all variants.
 *
 * @throws ServiceError `ModelNotLoadedError`
 */
export function tableColumns({ assign, subject, variants }: ModelStore, { first }: Assignment): TableColumns {
  const { inputs } = requireServed(first).model;
  const optional = new Set(subject.from === "input" ? [subject.name] : []);
  if (assign) for (const { served } of variants) for (const { name } of served?.model.inputs ?? []) optional.add(name);
  for (const { name } of inputs) optional.delete(name);
  return { inputs, optional: [...optional] };
}
