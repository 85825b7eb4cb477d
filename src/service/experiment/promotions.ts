// Follows the promotions in the store, so that all processes and machines serve alike. A promotion
// of this process holds at once, and that of another one after a poll.

import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import type { ModelStore } from "../model/model-store.js";
import type { PredictionStore } from "../store/prediction-store.js";
import { type PromotionChange, type PromotionEntry, promotionAfter } from "../store/promotions.js";

/** The promotions of an experiment. */
export interface Promotions {
  /** All entries that this process knows, in their order. */
  readonly entries: readonly PromotionEntry[];
  /** The last promotion that is not undone, even if its version is not in service here. */
  readonly last: PromotionEntry | undefined;
  /**
   * Stores a change, and serves by it.
   *
   * @returns whether it holds. An undone promotion must be the last one
   * @throws ServiceError `OverloadedError` if it may not be stored. Repeating it is safe
   */
  change(operator: string, change: PromotionChange): Promise<boolean>;
}

/** Milliseconds between two polls. */
const INTERVAL = 500;

/**
 * Serves by the promotions in the store, from now on.
 *
 * @throws ServiceError `OverloadedError` if they cannot be read
 */
export async function followPromotions(
  service: FastifyInstance,
  models: ModelStore,
  store: PredictionStore,
): Promise<Promotions> {
  const { experiment } = models;
  const entries: PromotionEntry[] = [];
  const report = promotionReporter(models, service.log);
  let last: PromotionEntry | undefined;
  let isPolling = false;
  let isLost = false;

  async function read(): Promise<void> {
    const found = await store.readPromotions(experiment, entries.at(-1)?.id ?? 0);
    // Another read may have found the same meanwhile.
    const added = found.filter(({ id }) => id > (entries.at(-1)?.id ?? 0));
    entries.push(...added);
    last = promotionAfter(entries);
    if (added.length > 0) models.promote(last);
    report(last);
  }

  async function poll(): Promise<void> {
    if (isPolling) return;
    isPolling = true;
    try {
      await read();
      isLost = false;
    } catch {
      if (!isLost) service.log.error("promotions cannot be read from the store: they stay as they are");
      isLost = true;
    }
    isPolling = false;
  }

  await read();
  const timer = setInterval(poll, INTERVAL);
  timer.unref();
  service.addHook("onClose", async () => clearInterval(timer));
  return {
    entries,
    get last() {
      return last;
    },
    async change(operator, change) {
      const holds = await store.changePromotion(experiment, operator, change);
      await read();
      return holds;
    },
  };
}

/** Returns a function that logs what holds, whenever that changes. */
function promotionReporter(models: ModelStore, log: FastifyBaseLogger): (last: PromotionEntry | undefined) => void {
  let logged = "";
  return (last) => {
    const { promoted } = models;
    const state = last ? `${last.id} ${promoted !== undefined}` : "";
    if (state === logged) return;
    logged = state;
    if (!last) log.info("no promotion holds: the split does");
    else {
      const { id: promotion, operator, variant, version } = last;
      if (promoted) log.info({ promotion, operator, variant, version }, "promoted: this variant predicts for all");
      else log.warn({ promotion, operator, variant, version }, "a promotion is ignored: its version is not in service");
    }
  };
}
