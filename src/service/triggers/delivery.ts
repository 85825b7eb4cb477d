// Delivers the events of the outbox. Every attempt at an event has its id, so a receiver can tell a
// repeated event. An attempt that ends with its process is repeated after its lease.

import type { ClaimedEvent } from "../store/firings.js";
import { type Attempt, perform } from "./actions.js";
import { delayAfter } from "./back-off.js";
import type { TriggerContext } from "./context.js";

/** Delivers events. */
export interface Delivery {
  /** Begins to deliver what is due. */
  deliver(): Promise<void>;
  /** Waits for the attempts that have begun. */
  settled(): Promise<void>;
  /** Ends the attempts, which are repeated later. Waits for the store for two seconds at most. */
  stop(): Promise<void>;
}

/** Attempts at a time. */
const MAX_ATTEMPTS = 8;
/** Milliseconds in which an attempt that has ended is written down. */
const SETTLING = 5000;
/** Milliseconds that a closing service waits for the store. */
const STOP_TIMEOUT = 2000;

export function createDelivery({ rules: { rules }, store, log, metrics, now, random }: TriggerContext): Delivery {
  const actions = new Map(rules.map(({ name, action }) => [name, action]));
  const leases = Object.fromEntries(rules.map(({ name, action }) => [name, action.timeout + SETTLING]));
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();

  async function attempt({ id, trigger, event, attempts }: ClaimedEvent): Promise<void> {
    const outcome = await perform(actions.get(trigger)!, id, event, now(), stopping.signal);
    const { result } = outcome;
    const delay = result === "failed" ? delayAfter(attempts, random()) : 0;
    const state = result === "failed" ? "waiting" : result;
    metrics.countAttempt(trigger, result);
    report({ trigger, event: id, attempts }, outcome, delay);
    await store.settle({ kind: "settle", id, attempts, state, due: now() + delay });
  }

  function report(facts: object, outcome: Attempt, delay: number): void {
    if (outcome.result === "delivered") log.info(facts, "the event of a trigger is delivered");
    else if (outcome.result === "refused")
      log.error({ ...facts, reason: outcome.reason }, "the event of a trigger is refused, and not sent again");
    else
      log.warn({ ...facts, reason: outcome.reason, delay }, "the event of a trigger is not delivered, and sent again");
  }

  const settled = async (): Promise<void> => void (await Promise.all(running));
  return {
    async deliver() {
      while (running.size < MAX_ATTEMPTS && !stopping.signal.aborted) {
        const claimed = await store.claim({ kind: "claim", time: now(), leases });
        if (!claimed) return;
        const attempted: Promise<void> = attempt(claimed)
          .catch(({ message }: Error) =>
            log.warn({ event: claimed.id, reason: message }, "an attempt is not written down"),
          )
          .finally(() => running.delete(attempted));
        running.add(attempted);
      }
    },
    settled,
    async stop() {
      stopping.abort();
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, STOP_TIMEOUT);
      });
      await Promise.race([settled(), limit]);
      clearTimeout(timer);
    },
  };
}
