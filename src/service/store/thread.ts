// The thread of a store, as the service sees it. One that crashes is started again, later each
// time, and a few times at most.

import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import type { FromThread, ToThread } from "./messages.js";
import type { ThreadData } from "./store-thread.js";

/** Whether the thread runs, will be started again, or has crashed too often. */
export type ThreadState = "running" | "restarting" | "ended";

/** The thread of a store. */
export interface StoreThread {
  readonly state: ThreadState;
  /** Sends a message, which is lost unless the thread runs. */
  send(message: ToThread): void;
  /** Lets the process wait for the thread, or not. */
  keepAlive(waits: boolean): void;
  terminate(): Promise<void>;
}

/** What the service does with the thread's messages and crashes. */
export interface ThreadEvents {
  receive(message: FromThread): void;
  /** The thread has crashed, and knows nothing more of what it was sent. */
  crashed(reason: string, state: ThreadState): void;
  /** A new thread runs. */
  restarted(): void;
}

/** Restarts in a row. After the last one has crashed, the store has ended. */
const MAX_RESTARTS = 7;
/** Milliseconds before the first restart. Each further one comes after twice the time. */
const RESTART_DELAY = 100;
/** Milliseconds after which a thread counts as one that does not crash. */
const STABLE_TIME = 60_000;

/**
 * Starts a thread.
 *
 * @throws Error if the database cannot be opened, or if a peer is missing
 */
export async function startThread(workerData: ThreadData, events: ThreadEvents): Promise<StoreThread> {
  // By the name of package.json, under which the sources find the built program as well.
  const program = createRequire(import.meta.url).resolve("#store-thread");
  let worker: Worker;
  let state: ThreadState = "running";
  let restarts = 0;
  let isTerminated = false;
  let timer: NodeJS.Timeout | undefined;

  /** Starts a thread, and waits until it has opened the database. */
  function start(): Promise<void> {
    const started = performance.now();
    worker = new Worker(program, { workerData });
    return new Promise((resolve, reject) => {
      let isOpen = false;
      let reason = "it exited";
      worker.on("error", (error) => {
        reason = error.message;
      });
      worker.on("message", (message: FromThread) => {
        if (isOpen) events.receive(message);
        else if (message.kind === "open") {
          isOpen = true;
          worker.unref();
          resolve();
        } else if (message.kind === "failure") {
          ({ reason } = message);
          void worker.terminate();
        }
      });
      worker.once("exit", () => {
        if (!isOpen) return reject(new Error(reason));
        if (performance.now() - started > STABLE_TIME) restarts = 0;
        handleCrash(reason);
      });
    });
  }

  function handleCrash(reason: string): void {
    if (isTerminated) return;
    state = restarts < MAX_RESTARTS ? "restarting" : "ended";
    if (state === "restarting") timer = setTimeout(restart, RESTART_DELAY * 2 ** restarts++).unref();
    events.crashed(reason, state);
  }

  function restart(): void {
    const started = start();
    worker.unref();
    started.then(
      () => {
        state = "running";
        events.restarted();
      },
      (error) => handleCrash(error.message),
    );
  }

  await start().catch((error) => {
    throw new Error(`the store does not open: ${error.message}`);
  });
  return {
    get state() {
      return state;
    },
    send: (message) => worker.postMessage(message),
    keepAlive: (waits) => (waits ? worker.ref() : worker.unref()),
    async terminate() {
      isTerminated = true;
      clearTimeout(timer);
      await worker.terminate();
    },
  };
}
