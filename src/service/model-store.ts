// The model that answers. A new one takes its place only after it has loaded, which includes its verification; requests that have begun keep the one
// they began with.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { FastifyBaseLogger } from "fastify";
import { loadModel } from "../load-model.js";
import type { Model } from "../model.js";
import { describeFailure, type LoadFailure } from "./load-failure.js";
import { type AnyModel, presentModel, type ServedModel } from "./served-model.js";

/** Path of a model file, or a loaded model. */
// biome-ignore lint/suspicious/noExplicitAny: a model of any records and predictions
export type ModelSource = string | Model<any, any>;

/** Holds the model that answers. */
export interface ModelStore {
  /** The model that answers now; undefined as long as none has loaded. */
  readonly served: ServedModel | undefined;
  /** Why the last file was refused; undefined if it was not. */
  readonly failure: LoadFailure | undefined;
  /**
   * Puts another model in the place of the present one. One that does not load leaves everything as it is, with the reason in `failure` and in the log.
   * Loads follow one another in the order in which they were asked for.
   *
   * @returns whether it loaded
   */
  load(source: ModelSource): Promise<boolean>;
  /** Loads again from where the last `load` was told to. */
  reload(): Promise<boolean>;
}

/** An empty store. */
export function createModelStore(log: FastifyBaseLogger): ModelStore {
  let served: ServedModel | undefined;
  let failure: LoadFailure | undefined;
  let last: ModelSource | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  async function replace(source: ModelSource): Promise<boolean> {
    try {
      served = typeof source === "string" ? await readModel(source) : presentModel(source);
      failure = undefined;
      log.info({ model: served.name, version: served.version, plan: served.model.plan }, "model loaded");
    } catch (error) {
      failure = describeFailure(error);
      log.error({ failure, kept: served?.version }, "model refused");
    }
    return failure === undefined;
  }

  function load(source: ModelSource): Promise<boolean> {
    last = source;
    const loaded = queue.then(() => replace(source));
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

async function readModel(path: string): Promise<ServedModel> {
  const text = await readFile(path, "utf8");
  const model: AnyModel = loadModel(text, { targets: "any" });
  return presentModel(model, createHash("sha256").update(text).digest("hex"));
}
