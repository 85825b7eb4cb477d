// A thread of the store that crashes is started again, and what waits is written once. A message
// that no service sends makes it throw.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { afterAll, afterEach, beforeEach, expect, it } from "vitest";
import { type RunningService, startService, stopServices } from "../../support/service.js";
import { TINY_RECORD, variantModel } from "../../support/variants.js";

const folder = mkdtempSync(join(tmpdir(), "supportvector-restart-"));
let files = 0;
/** All threads, the last one last. */
let threads: Worker[] = [];
const collect = (thread: Worker): void => void threads.push(thread);

beforeEach(() => {
  threads = [];
  process.on("worker", collect);
});
afterEach(async () => {
  process.off("worker", collect);
  await stopServices();
});
afterAll(() => rmSync(folder, { recursive: true }));

const start = (): Promise<RunningService> =>
  startService({
    model: variantModel(3),
    shadows: { next: variantModel(5) },
    store: { location: join(folder, `${files++}.db`) },
  });

const crash = (): void => threads.at(-1)!.postMessage(null);

/** Crashes the thread before it has done what it is asked next. */
function crashAtNextQuestion(): void {
  const thread = threads.at(-1)!;
  const post = thread.postMessage.bind(thread);
  thread.postMessage = (message, ...others) => {
    if (message.kind !== "predictions") post(null);
    post(message, ...(others as []));
  };
}

async function predict(api: RunningService, count: number): Promise<string[]> {
  const { body } = await api.post("/batch_predict", { instances: Array(count).fill(TINY_RECORD) });
  return body.ids;
}

/** Returns a value of /metrics. */
async function metric({ ask }: RunningService, name: string): Promise<number> {
  const { text } = await ask("/metrics");
  return Number(new RegExp(`^supportvector_store_${name} (.*)$`, "m").exec(text)?.[1]);
}

it("a crashed thread is started again, and loses nothing", async () => {
  const api = await start();
  const [id] = await predict(api, 3);
  crashAtNextQuestion();
  const refused = await api.post("/feedback", { id, actual: 1 });
  expect(refused).toMatchObject({ status: 503, body: { type: "OverloadedError" } });
  expect(refused.headers.get("Retry-After")).toBe("2");
  expect((await api.ask("/health")).body).toMatchObject({ status: "healthy", store: "restarting" });
  expect(await metric(api, "up")).toBe(0);
  // Nobody waits for the store.
  await predict(api, 2);
  await expect.poll(async () => (await api.ask("/health")).body.store, { timeout: 10_000 }).toBe("running");
  expect(await api.post("/feedback", { id, actual: 1 })).toMatchObject({ status: 200, body: { result: "accepted" } });
  const summaries = await api.service.store!.summarize();
  expect(summaries.map(({ shadow, predictions }) => [shadow, predictions]).sort()).toEqual([
    [false, 5],
    [true, 5],
  ]);
  expect(await metric(api, "up")).toBe(1);
  expect(await metric(api, "restarts_total")).toBe(1);
  expect(await metric(api, 'predictions_total{result="stored"}'.replace(/[{}]/g, "\\$&"))).toBe(10);
  expect(await api.stop()).toMatch(/the thread of the store has ended, and is started again/);
});

it("predictions before, between and after crashes count once", async () => {
  const api = await start();
  let predicted = 0;
  for (let round = 0; round < 3; round++) {
    await predict(api, 700);
    predicted += 700;
    // In the first round within the first tenth of a second, later ones after it was written.
    if (round > 0) await expect.poll(() => metric(api, "waiting_predictions")).toBe(0);
    if (round === 1) await threads.at(-1)!.terminate();
    else crash();
    await expect.poll(() => threads.length, { timeout: 10_000 }).toBe(round + 2);
  }
  await expect.poll(async () => (await api.ask("/health")).body.store, { timeout: 10_000 }).toBe("running");
  const summaries = await api.service.store!.summarize();
  expect(summaries.map(({ predictions }) => predictions)).toEqual([predicted, predicted]);
});

it("a store whose thread crashes again and again ends, and the service is not ready", { timeout: 60_000 }, async () => {
  const api = await start();
  expect((await api.ask("/ready")).status).toBe(200);
  process.on("worker", crash);
  crash();
  await expect.poll(async () => (await api.ask("/ready")).status, { timeout: 50_000 }).toBe(503);
  process.off("worker", crash);
  expect(threads).toHaveLength(8);
  const { status, body } = await api.ask("/health");
  expect([status, body.status, body.store, body.type]).toEqual([503, "unhealthy", "ended", "StoreEndedError"]);
  // The service predicts as before, and says what is lost.
  const ids = await predict(api, 3);
  expect(ids).toHaveLength(3);
  expect((await api.post("/feedback", { id: ids[0], actual: 1 })).status).toBe(503);
  expect(await metric(api, "up")).toBe(0);
  await expect.poll(() => metric(api, 'predictions_total\\{result="lost"\\}')).toBe(6);
  expect(await api.stop()).toMatch(/the store has ended/);
});
