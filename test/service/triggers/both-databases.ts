// What triggers do, alike with both databases.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadModel, type Model } from "../../../src/index.js";
import { createDriftMonitor, type DriftReport } from "../../../src/monitoring/index.js";
import type { EndedWindow } from "../../../src/service/drift/ended-window.js";
import { type ClaimedEvent, performTrigger, type TriggerRequest } from "../../../src/service/store/firings.js";
import type { Series } from "../../../src/service/store/messages.js";
import { findSeries } from "../../../src/service/store/series.js";
import type { Rule } from "../../../src/service/triggers/rules.js";
import { TINY_RECORD, variantFile, watchedModel } from "../../support/variants.js";
import { type Receiver, startReceiver } from "./receiver.js";
import { clock, DAY, startProcess, type TestProcess, webhook } from "./running.js";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 30);

/**
 * Defines the tests.
 *
 * @param locate returns the location of a new database
 * @param isConcurrent whether its connections wait without blocking this thread
 */
export function describeTriggers(locate: () => string, isConcurrent: boolean): void {
  let receiver: Receiver;
  let location: string;
  const open = new Set<TestProcess>();
  beforeEach(async () => {
    clock.now = START;
    location = locate();
    receiver = await startReceiver();
  });
  afterEach(async () => {
    for (const process of open) await process.close();
    open.clear();
    await receiver.close();
  });

  async function start(rules: readonly Rule[], model?: Model): Promise<TestProcess> {
    const process = await startProcess(location, rules, model);
    open.add(process);
    return process;
  }
  async function stop(process: TestProcess): Promise<void> {
    open.delete(process);
    await process.close();
  }
  const rule = (condition: Rule["condition"], cooldown = DAY): Rule => ({
    name: condition.kind,
    condition,
    cooldown,
    action: webhook(receiver.url),
  });
  const events = () => receiver.received.map(({ event }) => event);

  describe("a schedule", () => {
    it("fires after its time, through restarts, and once if it was missed often", async () => {
      const schedule = rule({ kind: "schedule" }, 90 * DAY);
      let process = await start([schedule]);
      await process.run();
      clock.now += 90 * DAY - 1;
      await process.run();
      await stop(process);
      process = await start([schedule]);
      await process.run();
      expect(events()).toEqual([]);
      clock.now += 1;
      await process.run();
      expect(events()).toMatchObject([
        {
          type: "supportvector.trigger.schedule",
          time: new Date(START + 90 * DAY).toISOString(),
          data: { models: [{ name: "tiny" }], measured: { every_seconds: 90 * 86_400 } },
        },
      ]);
      await stop(process);
      clock.now += 400 * DAY;
      process = await start([schedule]);
      for (let i = 0; i < 3; i++) await process.run();
      expect(events()).toHaveLength(2);
      clock.now += 90 * DAY;
      await process.run();
      expect(new Set(events().map(({ id }) => id)).size).toBe(3);
      expect(process.counts).toEqual(
        new Map([
          ["fired schedule", 2],
          ["delivered schedule", 2],
        ]),
      );
    });

    it("fires once, of several processes", async () => {
      const processes: TestProcess[] = [];
      for (let i = 0; i < 4; i++) processes.push(await start([rule({ kind: "schedule" }, DAY)]));
      const runAll = async (): Promise<void> => {
        if (isConcurrent) await Promise.all(processes.map((process) => process.run()));
        else for (const process of processes) await process.run();
      };
      await runAll();
      for (let day = 1; day <= 5; day++) {
        clock.now += DAY;
        await runAll();
        expect(events()).toHaveLength(day);
      }
    });
  });

  describe("drift", () => {
    const drift = (change: object = {}): Rule =>
      rule({ kind: "drift", psi: 0.2, adjustedPValue: undefined, inputs: 1, windows: 1, ...change });
    /** Ends the window with this record in all its rows. */
    const end = (process: TestProcess, record: typeof TINY_RECORD, hour: number, length = HOUR): void => {
      const model = watchedModel(3);
      const monitor = createDriftMonitor(model, { window: Infinity });
      for (let i = 0; i < 100; i++) monitor.observe(record, 3);
      monitor.endWindow();
      const served = process.models.served!;
      process.endWindow({ served, report: monitor.report(), ended: START + hour * HOUR, length });
    };
    const LATE = { Age: 70, Shift: "late" };
    /** The PSI of Age is above 4, and that of Shift below: 0.4 ln(1 / 0.6) + 0.3999 ln(4000). */
    const OLD = { ...TINY_RECORD, Age: 70 };

    it("fires with what was measured", async () => {
      const process = await start([drift({ psi: 4, inputs: 2 })]);
      end(process, OLD, 1);
      await process.run();
      expect(events()).toEqual([]);
      end(process, LATE, 2);
      await process.run();
      const [event] = events();
      expect(event).toMatchObject({
        subject: "drift",
        type: "supportvector.trigger.drift",
        data: {
          trigger: "drift",
          models: [{ name: "tiny", version: "unversioned" }],
          measured: {
            window_ended: "2026-11-30T02:00:00.000Z",
            window_seconds: 3600,
            windows: 1,
            rows: 100,
            inputs: [{ name: "Age" }, { name: "Shift" }],
          },
        },
      });
      // Shares of 0.6 and 0.4 against 0.0001 and 1, of two categories and none other:
      // (0.0001 − 0.6) ln(0.0001 / 0.6) + (1 − 0.4) ln(1 / 0.4)
      const { inputs } = event!.data!.measured as { inputs: { psi: number }[] };
      expect(inputs[1]!.psi).toBeCloseTo(0.5999 * Math.log(6000) + 0.6 * Math.log(2.5), 3);
      expect(JSON.stringify(event)).not.toMatch(/late|early/);
    });

    it("needs consecutive windows, which a restart does not forget", async () => {
      const twice = drift({ windows: 2 });
      let process = await start([twice]);
      end(process, LATE, 1);
      end(process, LATE, 3);
      await process.run();
      expect(events()).toEqual([]);
      await stop(process);
      process = await start([twice]);
      await process.run();
      end(process, LATE, 4);
      await process.run();
      expect(events()).toHaveLength(1);
    });

    it("counts no windows of another length", async () => {
      const process = await start([drift({ windows: 2 })]);
      end(process, LATE, 3);
      end(process, LATE, 6, 3 * HOUR);
      await process.run();
      expect(events()).toEqual([]);
      end(process, LATE, 9);
      end(process, LATE, 9, 3 * HOUR);
      await process.run();
      expect(events()).toMatchObject([{ data: { measured: { window_seconds: 10_800 } } }]);
    });

    it("fires at most once per cooldown, through restarts", async () => {
      let process = await start([drift()]);
      const hours: number[] = [];
      for (let hour = 1; hour <= 50; hour++) {
        clock.now = START + hour * HOUR;
        if (hour % 7 === 0) {
          await stop(process);
          process = await start([drift()]);
        }
        end(process, LATE, hour);
        await process.run();
        if (events().length > hours.length) hours.push(hour);
      }
      expect(hours).toEqual([1, 25, 49]);
    });

    it("ignores inputs that chance explains, if the rule says so", async () => {
      const report = (adjustedPValue: number): DriftReport =>
        ({
          windows: 1,
          rows: 9,
          inputs: [
            { name: "a", drift: { psi: 1, adjustedPValue } },
            { name: "b", drift: "too few" },
          ],
        }) as never;
      const process = await start([drift({ adjustedPValue: 0.01 })]);
      const window = (adjustedPValue: number, ended: number): EndedWindow => ({
        served: process.models.served!,
        report: report(adjustedPValue),
        ended,
        length: HOUR,
      });
      process.endWindow(window(0.01, START));
      await process.run();
      expect(events()).toEqual([]);
      process.endWindow(window(0.009, START));
      await process.run();
      expect(events()).toHaveLength(1);
    });

    it("waits for a store that is away", async () => {
      const process = await start([drift()]);
      process.beforeRequest = () => {
        throw new Error("away");
      };
      end(process, LATE, 1);
      for (let i = 0; i < 3; i++) await process.run();
      process.beforeRequest = () => {};
      await process.run();
      expect(events()).toHaveLength(1);
      expect(process.lines.filter((line) => line.includes("away"))).toEqual(["triggers wait for the store: away"]);
    });
  });

  describe("errors", () => {
    const errors = (): Rule => rule({ kind: "errors", alpha: 0.01 });
    const reference = { errors: [{ rows: 1000, mean: 0, mean_absolute: 1, mean_squared: 2 }] };
    const model = loadModel({ ...variantFile(3), reference } as never);
    const SERIES = { variant: "", model: "tiny", version: "unversioned", target: "hours", shadow: false };
    /** Adds as many errors of 0 as of 4, whose mean is twice that of the reference. */
    const add = ({ writer }: TestProcess, rows: number, series: Partial<Series> = {}): Promise<void> =>
      writer.database.write(true, async (connection) => {
        const sums = { predictions: rows, rows, error: 2 * rows, absolute: 2 * rows, squared: 8 * rows };
        const number = await findSeries(connection, { ...SERIES, ...series });
        await connection
          .insertInto("sums")
          .values({ series: number, minute: minute++, ...sums })
          .execute();
      });
    let minute = START / 60_000;

    it("above the reference fire, once there are enough, of the model in service", async () => {
      const process = await start([errors()], model);
      await add(process, 99);
      await add(process, 1000, { shadow: true });
      await add(process, 1000, { version: "older" });
      await add(process, 1000, { variant: "challenger" });
      await process.run();
      expect(events()).toEqual([]);
      await add(process, 901);
      clock.now += 59_999;
      await process.run();
      expect(events()).toEqual([]);
      clock.now += 1;
      await process.run();
      // The p-value by Python, with the formula of src/monitoring/mean-difference.ts.
      const target = {
        target: "hours",
        outcomes: 1000,
        mae: 2,
        reference_mae: 1,
        p_value: expect.closeTo(3.4577393806995073e-41, 40),
      };
      expect(events()).toMatchObject([
        {
          type: "supportvector.trigger.errors",
          data: { models: [{ name: "tiny", version: "unversioned" }], measured: { targets: [target] } },
        },
      ]);
      clock.now += DAY - 60_000;
      await process.run();
      expect(events()).toHaveLength(1);
      clock.now += 60_000;
      await process.run();
      expect(events()).toHaveLength(2);
    });

    it("of a model without held-out errors are reported once", async () => {
      const process = await start([errors()]);
      await add(process, 1000);
      for (let i = 0; i < 3; i++) {
        await process.run();
        clock.now += 60_000;
      }
      expect(events()).toEqual([]);
      expect(process.lines).toEqual(["tiny has no held-out errors, so no trigger fires because of its errors"]);
    });
  });

  describe("an event", () => {
    const schedule = (): Rule => rule({ kind: "schedule" }, 90 * DAY);
    async function fire(): Promise<TestProcess> {
      const process = await start([schedule()]);
      await process.run();
      clock.now += 90 * DAY;
      return process;
    }

    it("is sent again until it is delivered, each time later, with one id and one body", async () => {
      receiver.status = 503;
      let process = await fire();
      const delays: number[] = [];
      for (let last = clock.now; delays.length < 14; clock.now += 100) {
        const before = receiver.received.length;
        await process.run();
        if (receiver.received.length === before) {
          // To the second before the next one is due.
          const { due } = await process.writer.database.reading
            .selectFrom("firing")
            .select("due")
            .executeTakeFirstOrThrow();
          clock.now = Math.max(clock.now, due - 150);
          continue;
        }
        delays.push(Math.round((clock.now - last) / 1000));
        last = clock.now;
        await stop(process);
        process = await start([schedule()]);
      }
      expect(delays).toEqual([0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600]);
      receiver.status = 200;
      clock.now += 3_600_000;
      await process.run();
      clock.now += 3_600_000;
      await process.run();
      expect(receiver.received).toHaveLength(15);
      expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
      expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
      expect(new Set(receiver.received.map(({ headers }) => headers["webhook-timestamp"])).size).toBe(15);
    });

    it("that a receiver refuses for good is not sent again", async () => {
      receiver.status = 410;
      const process = await fire();
      await process.run();
      clock.now += DAY;
      await process.run();
      expect(receiver.received).toHaveLength(1);
      expect(process.lines).toContain("the event of a trigger is refused, and not sent again: status 410");
    });

    it("of a process that died is sent by another one, after its lease", async () => {
      const dead = await fire();
      dead.beforeRequest = ({ kind }) => {
        if (kind === "settle") throw new Error("dead");
      };
      await dead.run();
      const process = await start([schedule()]);
      clock.now += 9999;
      await process.run();
      expect(receiver.received).toHaveLength(1);
      clock.now += 1;
      await process.run();
      expect(receiver.received).toHaveLength(2);
      const [first, second] = receiver.received;
      expect(second!.body).toBe(first!.body);
      expect(first!.headers["webhook-id"]).toBe(first!.event.id);
    });

    it("stays with whoever claimed it last, whatever an earlier attempt reports", async () => {
      const { database } = (await fire()).writer;
      const ask = <T>(request: TriggerRequest): Promise<T> => performTrigger(database, request) as Promise<T>;
      const fired = { waitsFirst: false, cooldown: DAY, event: "{}" };
      await ask({ kind: "fire", trigger: "t", time: 0, id: "a", ...fired });
      const claim = (time: number) => ask<ClaimedEvent | undefined>({ kind: "claim", time, leases: { t: 100 } });
      expect((await claim(0))?.attempts).toBe(1);
      expect((await claim(100))?.attempts).toBe(2);
      await ask({ kind: "settle", id: "a", attempts: 1, state: "waiting", due: 110 });
      expect(await claim(199)).toBeUndefined();
      await ask({ kind: "settle", id: "a", attempts: 1, state: "delivered", due: 110 });
      await ask({ kind: "settle", id: "a", attempts: 2, state: "waiting", due: 120 });
      expect(await claim(500)).toBeUndefined();
    });

    it("of a trigger that is no longer in the rules waits for it", async () => {
      receiver.status = 500;
      let process = await fire();
      await process.run();
      await stop(process);
      clock.now += DAY;
      process = await start([{ ...schedule(), name: "other" }]);
      await process.run();
      await stop(process);
      receiver.status = 200;
      process = await start([schedule()]);
      await process.run();
      expect(receiver.received).toHaveLength(2);
    });
  });
}
