// A model in service that can be replaced. A new model replaces it only after it has loaded, which
// includes its verification. Requests that have started keep the model they started with.
//
// While a model is in service, another process tries the file first. Then this thread loads it as
// well, because a model is made of functions, which no other thread can pass on.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { FastifyBaseLogger } from "fastify";
import { describeFailure, type LoadFailure, RefusedModelError, withoutExplainer } from "./load-failure.js";
import { loadFile } from "./load-file.js";
import type { ModelSource } from "./model-source.js";
import { presentModel, type ServedModel } from "./served-model.js";
import { readAfterTrial } from "./trial.js";

/** One of the models in service. */
export interface Variant {
  /** Undefined for the only model that responds, unless it was given a name. */
  readonly name: string | undefined;
  /** Its part of the subjects, relative to the weights of others. 0 for a shadow. */
  readonly weight: number;
  /** The current model, or undefined if none has loaded yet. */
  readonly served: ServedModel | undefined;
  /** Why the last model file was refused, or undefined if it was accepted. */
  readonly failure: LoadFailure | undefined;
  /**
   * Replaces the current model. A model that does not load changes nothing but `failure`, and the
   * log has the reason. Loads run one after another, in the order of the calls. A load that waits
   * stands for all further calls with its source.
   *
   * @returns whether the model loaded
   */
  load(source: ModelSource): Promise<boolean>;
  /** Repeats the last `load`. */
  reload(): Promise<boolean>;
}

/** What a variant shares with the others. */
export interface VariantContext {
  readonly log: FastifyBaseLogger;
  /** Whether the variant explains predictions. */
  readonly explains: boolean;
  /** Runs loads one after another, so that they share neither memory nor time. */
  readonly inTurn: <T>(load: () => Promise<T>) => Promise<T>;
  /** @throws RefusedModelError unless the model may serve beside the others */
  checkBeside(candidate: ServedModel, variant: Variant): void;
}

/**
 * Creates a variant without a model.
 *
 * @param isNamed whether responses say that this variant predicted
 */
export function createVariant(
  name: string | undefined,
  weight: number,
  isNamed: boolean,
  { log, explains, inTurn, checkBeside }: VariantContext,
): Variant {
  let served: ServedModel | undefined;
  let failure: LoadFailure | undefined;
  let last: ModelSource | undefined;
  /** The last load, until it starts. */
  let waiting: { readonly source: ModelSource; readonly loaded: Promise<boolean> } | undefined;
  const present = isNamed ? name : undefined;

  async function replace(source: ModelSource): Promise<boolean> {
    try {
      const loaded =
        typeof source === "string"
          ? await readModel(source, { explains, isTried: served !== undefined, variant: present })
          : presentLoaded(source, explains, present);
      checkBeside(loaded, variant);
      served = loaded;
      failure = undefined;
      log.info({ variant: name, model: served.name, version: served.version, plan: served.model.plan }, "model loaded");
    } catch (error) {
      failure = describeFailure(error);
      log.error({ variant: name, failure, kept: served?.version }, "model refused");
    }
    return failure === undefined;
  }

  function load(source: ModelSource): Promise<boolean> {
    if (waiting?.source === source) return waiting.loaded;
    last = source;
    const loaded = inTurn(() => {
      if (waiting?.loaded === loaded) waiting = undefined;
      return replace(source);
    });
    waiting = { source, loaded };
    return loaded;
  }

  const variant: Variant = {
    name,
    weight,
    get served() {
      return served;
    },
    get failure() {
      return failure;
    },
    load,
    reload: () => (last === undefined ? Promise.resolve(false) : load(last)),
  };
  return variant;
}

/** How a model file is read. */
interface Reading {
  readonly explains: boolean;
  /** Whether another process loads the file first. */
  readonly isTried: boolean;
  readonly variant: string | undefined;
}

async function readModel(path: string, { explains, isTried, variant }: Reading): Promise<ServedModel> {
  const file = await (isTried ? readAfterTrial(path, explains) : readFile(path));
  const { model, explainer } = loadFile(file.toString(), explains);
  return presentModel(model, createHash("sha256").update(file).digest("hex"), variant, explainer);
}

/** @throws RefusedModelError if an explainer is needed */
function presentLoaded(
  source: Exclude<ModelSource, string>,
  explains: boolean,
  variant: string | undefined,
): ServedModel {
  const explainer = "explain" in source ? source : undefined;
  if (explains && !explainer) throw new RefusedModelError(withoutExplainer());
  const model = "explain" in source ? source.model : source;
  return presentModel(model, undefined, variant, explains ? explainer : undefined);
}
