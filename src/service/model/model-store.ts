// The store of the model in service. A new model replaces it only after it has loaded, which
// includes its verification. Requests that have started keep the model they started with.
//
// While a model is in service, another process tries the file first. Then this thread loads it as
// well, because a model is made of functions, which no other thread can pass on.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { FastifyBaseLogger } from "fastify";
import { loadModel, type Model } from "../../index.js";
import { describeFailure, type LoadFailure } from "./load-failure.js";
import { presentModel, type ServedModel } from "./served-model.js";
import { readAfterTrial } from "./trial.js";

/** The path of a model file, or a loaded model. */
// biome-ignore lint/suspicious/noExplicitAny: a model of any records and predictions
export type ModelSource = string | Model<any, any>;

/** Holds the model in service. */
export interface ModelStore {
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

/** Creates an empty store. */
export function createModelStore(log: FastifyBaseLogger): ModelStore {
  let served: ServedModel | undefined;
  let failure: LoadFailure | undefined;
  let last: ModelSource | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  /** The last load of the queue, until it starts. */
  let waiting: { readonly source: ModelSource; readonly loaded: Promise<boolean> } | undefined;

  async function replace(source: ModelSource): Promise<boolean> {
    try {
      served = typeof source === "string" ? await readModel(source, served !== undefined) : presentModel(source);
      failure = undefined;
      log.info({ model: served.name, version: served.version, plan: served.model.plan }, "model loaded");
    } catch (error) {
      failure = describeFailure(error);
      log.error({ failure, kept: served?.version }, "model refused");
    }
    return failure === undefined;
  }

  function load(source: ModelSource): Promise<boolean> {
    if (waiting?.source === source) return waiting.loaded;
    last = source;
    const loaded = queue.then(() => {
      if (waiting?.loaded === loaded) waiting = undefined;
      return replace(source);
    });
    waiting = { source, loaded };
    queue = loaded;
    return loaded;
  }

  return {
    get served() {
      return served;
    },
    get failure() {
      return failure;
    },
    load,
    reload: () => (last === undefined ? Promise.resolve(false) : load(last)),
  };
}

/** @param isTried whether another process loads the file first */
async function readModel(path: string, isTried: boolean): Promise<ServedModel> {
  const file = await (isTried ? readAfterTrial(path) : readFile(path));
  const model = loadModel(file.toString(), { targets: "any" });
  return presentModel(model, createHash("sha256").update(file).digest("hex"));
}
