// Triggers on a database, with a clock that the test sets and without timers.

import { createModelStore, type ModelSource, type ModelStore } from "../../../src/service/index.js";
import { performTrigger, type TriggerRequest } from "../../../src/service/store/firings.js";
import type { TriggerStore } from "../../../src/service/store/prediction-store.js";
import type { Rule } from "../../../src/service/triggers/rules.js";
import { decodeSecret } from "../../../src/service/triggers/signature.js";
import { createTriggers, type Triggers } from "../../../src/service/triggers/triggers.js";
import { watchedModel } from "../../support/variants.js";
import { openWriter, type TestWriter } from "../store/writer.js";
import { SECRET } from "./receiver.js";

export const DAY = 86_400_000;

/** A process with triggers. */
export interface TestProcess extends Triggers {
  readonly models: ModelStore;
  readonly writer: TestWriter;
  /** Messages of the log, with the reasons of failures. */
  readonly lines: string[];
  /** Counts: `fired drifted`, `delivered drifted`. */
  readonly counts: Map<string, number>;
  /** What the store does before each request. */
  beforeRequest: (request: TriggerRequest) => void;
  /** Checks, and waits until what was due is delivered or has failed. */
  run(): Promise<void>;
  close(): Promise<void>;
}

/** The time of all processes. */
export const clock = { now: 0 };

export const webhook = (url: string): Rule["action"] => ({
  kind: "webhook",
  url,
  secret: decodeSecret(SECRET)!,
  timeout: 5000,
});

export async function startProcess(
  location: string,
  rules: readonly Rule[],
  model: ModelSource = watchedModel(3),
): Promise<TestProcess> {
  const writer = await openWriter(location);
  const lines: string[] = [];
  const counts = new Map<string, number>();
  const count = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  const add = ({ reason }: { reason?: string }, message: string): void =>
    void lines.push(reason === undefined ? message : `${message}: ${reason}`);
  const log = { info: add, warn: add, error: add } as never;
  const models = createModelStore({ info() {}, error() {} } as never);
  await models.load(model);
  const ask = async <T>(request: TriggerRequest): Promise<T> => {
    process.beforeRequest(request);
    return (await performTrigger(writer.database, request)) as T;
  };
  const store: TriggerStore = { fire: ask, claim: ask, settle: ask, summarize: () => writer.summarize() };
  const metrics = {
    countFiring: (name: string) => count(`fired ${name}`),
    countAttempt: (name: string, result: string) => count(`${result} ${name}`),
  };
  const context = { rules: { source: "/supportvector", rules }, models, store, log, metrics };
  const triggers = createTriggers({ ...context, now: () => clock.now, random: () => 1 });
  const process: TestProcess = {
    ...triggers,
    models,
    writer,
    lines,
    counts,
    beforeRequest() {},
    async run() {
      await triggers.check();
      await triggers.settled();
    },
    async close() {
      await triggers.stop();
      await writer.close();
    },
  };
  return process;
}
