// Batches: predicted in slices, in turns of their callers, and while others are served.

import { request } from "node:http";
import fc from "fast-check";
import type { FastifyRequest } from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadModel } from "../../src/index.js";
import type { Assignment } from "../../src/service/endpoints/assignment.js";
import { predictBatch } from "../../src/service/endpoints/batch.js";
import { MAX_ISSUES } from "../../src/service/errors/error-translation.js";
import { ServiceError } from "../../src/service/errors/errors.js";
import { createTurns, runAtOnce, TURN } from "../../src/service/http/turns.js";
import type { AnyModel } from "../../src/service/index.js";
import { presentModel } from "../../src/service/model/served-model.js";
import { MAX_WARNINGS } from "../../src/service/model/warnings.js";
import { failureOf } from "../support/failure.js";
import { acceptedRecord, modelFile } from "../support/models.js";
import { startService, stopServices } from "../support/service.js";
import { tinyModel } from "../support/tiny-model.js";

afterEach(stopServices);

const RECORD = { Age: 30, Shift: "early" };
const batchOf = (rows: number): object => ({ instances: Array(rows).fill(RECORD) });

/** Returns the assignment of all records to one model, or to several in turn. */
function assigned(...models: readonly AnyModel[]): Pick<Assignment, "sole" | "modelOf"> {
  const served = models.map((model, i) => presentModel(model, undefined, `v${i}`));
  let next = 0;
  return { sole: served.length === 1 ? served[0] : undefined, modelOf: () => served[next++ % served.length]! };
}

/** Takes so long that no further slice begins in this turn. */
function takeLong(): void {
  const start = performance.now();
  while (performance.now() - start <= TURN);
}

/** Returns a model that takes a turn per row, and the numbers of rows that it was asked for. */
function slowModel(unit = "h"): { model: AnyModel; slices: number[] } {
  const model = loadModel(tinyModel((file) => Object.assign(file.metadata, { unit }))) as AnyModel;
  const slices: number[] = [];
  const tryPredictBatch: AnyModel["tryPredictBatch"] = (batch) => {
    slices.push((batch as readonly unknown[]).length);
    for (let row = 0; row < slices.at(-1)!; row++) takeLong();
    return model.tryPredictBatch(batch);
  };
  return { model: Object.assign(Object.create(model), { tryPredictBatch }), slices };
}

describe("slices", () => {
  const bad = [undefined, {}, { Age: "30", Shift: "early" }, { Age: Infinity, Shift: "dusk" }];

  it.each([
    ["one model", 1],
    ["models of the records", 3],
  ])("have the bits and the issues of the whole batch, by %s", (_, count) => {
    const files = modelFile.chain((file) => {
      const record = fc.oneof(
        { weight: 40, arbitrary: acceptedRecord(file) },
        { weight: 1, arbitrary: fc.constantFrom(...bad) },
      );
      return fc.tuple(fc.constant(file), fc.array(record, { minLength: 2, maxLength: 150 }));
    });
    fc.assert(
      fc.property(files, ([file, records]) => {
        const model = loadModel(file, { targets: "any" }) as AnyModel;
        const whole = model.tryPredictBatch(records as never, { warnings: true });
        const inSlices = () =>
          runAtOnce(predictBatch(assigned(...Array(count).fill(model)), records, { warnings: true }));
        const last = whole.issues[MAX_ISSUES - 1]?.row ?? records.length - 1;
        if (whole.issues.length > 0) {
          const { issues, unchecked_records: unchecked = 0 } = failureOf(ServiceError, inSlices).details;
          expect(unchecked).toBe(records.length - 1 - last);
          // The service adds advice to some messages.
          const found = issues!.map((issue, i) => ({ ...issue, message: whole.issues[i]!.message }));
          expect(found).toEqual(whole.issues.slice(0, MAX_ISSUES));
          return;
        }
        const { predictions, warnings, warningCount, parts } = inSlices();
        expect(parts.flatMap((part) => part.records)).toHaveLength(records.length);
        for (const { rows = records.keys(), ...part } of parts)
          for (const [i, row] of [...rows].entries())
            expect([part.records[i], part.predictions[i]]).toEqual([records[row], whole.predictions[row]]);
        expect(predictions).toEqual(whole.predictions);
        expect(warnings).toEqual(whole.warnings.slice(0, MAX_WARNINGS));
        expect(warningCount).toBe(whole.warnings.length);
      }),
      { numRuns: 50 },
    );
  });

  it("are as long as a turn allows", () => {
    const slow = slowModel();
    runAtOnce(predictBatch(assigned(slow.model), Array(5).fill(RECORD), { warnings: false }));
    expect(slow.slices).toEqual([1, 1, 1, 1, 1]);
  });
});

describe("turns", () => {
  const takeTurns = createTurns({}, ({ id }) => id);
  const order: string[] = [];
  beforeEach(() => order.splice(0));

  /** A request of a caller. */
  const from = (id: string) => ({ id, socket: { destroyed: false } }) as FastifyRequest;

  function* work(name: string): Generator<undefined, string> {
    for (let slice = 1; slice <= 3; slice++) {
      order.push(`${name}${slice}`);
      takeLong();
      yield;
    }
    return name;
  }

  it("go round between the callers, and keep the order of each", async () => {
    const results = [takeTurns(from("a"), work("a")), takeTurns(from("a"), work("A")), takeTurns(from("b"), work("b"))];
    expect(await Promise.all(results)).toEqual(["a", "A", "b"]);
    expect(order).toEqual(["a1", "b1", "a2", "b2", "a3", "b3", "A1", "A2", "A3"]);
  });

  it("continue work before the caller's next", async () => {
    let continued: Promise<string> | undefined;
    const first = function* (): Generator<undefined, void> {
      yield* work("a");
      continued = takeTurns(from("a"), work("b"));
    };
    await Promise.all([takeTurns(from("a"), first()), takeTurns(from("a"), work("c"))]);
    expect(await continued).toBe("b");
    expect(order.map(([name]) => name).join("")).toBe("aaabbbccc");
  });
});

describe("a batch", () => {
  it("leaves others their turns", async () => {
    const { post, service } = await startService();
    const slow = slowModel();
    await service.models.load(slow.model);
    const order: string[] = [];
    const batch = post("/batch_predict", batchOf(20)).then(({ body }) => order.push(`batch of ${body.count}`));
    while (slow.slices.length === 0) await new Promise(setImmediate);
    await post("/predict", RECORD).then(() => order.push("record"));
    await batch;
    expect(order).toEqual(["record", "batch of 20"]);
  });

  it("of one record waits for nobody", async () => {
    const { post, service } = await startService();
    const slow = slowModel();
    await service.models.load(slow.model);
    const order: string[] = [];
    const batch = post("/batch_predict", batchOf(20)).then(() => order.push("batch"));
    while (slow.slices.length === 0) await new Promise(setImmediate);
    await post("/batch_predict", batchOf(1)).then(() => order.push("record"));
    await batch;
    expect(order).toEqual(["record", "batch"]);
  });

  it("is parsed in its caller's turn if it is large", async () => {
    const { post, service } = await startService();
    const slow = slowModel();
    await service.models.load(slow.model);
    const order: string[] = [];
    const batch = (): Promise<number> => post("/batch_predict", batchOf(10)).then(() => order.push("batch"));
    const batches = [batch(), batch()];
    while (slow.slices.length === 0) await new Promise(setImmediate);
    const ask = (size: number): Promise<number> =>
      post("/batch_predict", "?".repeat(size)).then(({ status }) => order.push(`${status} after ${size} bytes`));
    await Promise.all([...batches, ask(20_000), ask(10_000)]);
    // The large body shares its turn with the end of the second batch.
    expect(order.slice(0, 2)).toEqual(["400 after 10000 bytes", "batch"]);
    expect(order.slice(2).sort()).toEqual(["400 after 20000 bytes", "batch"]);
  });

  it("keeps the model with which it began", async () => {
    const { post, service } = await startService();
    const slow = slowModel("old");
    await service.models.load(slow.model);
    const batch = post("/batch_predict", batchOf(10));
    while (slow.slices.length === 0) await new Promise(setImmediate);
    await service.models.load(loadModel(tinyModel((file) => Object.assign(file.metadata, { unit: "new" }))));
    expect(await post("/predict", RECORD)).toMatchObject({ body: { unit: "new" } });
    expect(await batch).toMatchObject({ status: 200, body: { count: 10, unit: "old" } });
    expect(slow.slices).toHaveLength(10);
  });

  it("ends when its client disconnects", async () => {
    const { post, port, service } = await startService();
    const slow = slowModel();
    await service.models.load(slow.model);
    const body = JSON.stringify(batchOf(500));
    const headers = { "Content-Type": "application/json", "Content-Length": body.length };
    const client = request({ port, host: "127.0.0.1", method: "POST", path: "/batch_predict", headers });
    client.on("error", () => {}).end(body);
    while (slow.slices.length === 0) await new Promise(setImmediate);
    const closed = new Promise((resolve) => client.on("close", resolve));
    client.destroy();
    await closed;
    // Waits for the other batch of the same address, if that goes on.
    expect(await post("/batch_predict", batchOf(2))).toMatchObject({ status: 200 });
    expect(slow.slices.length).toBeLessThan(500);
  });

  it("is refused when its time is over", async () => {
    const { post, service } = await startService({ batchTimeout: 3 * TURN });
    const slow = slowModel();
    await service.models.load(slow.model);
    const { status, headers, body } = await post("/batch_predict", batchOf(50));
    expect([status, headers.get("retry-after"), body]).toMatchSnapshot();
    expect(slow.slices.length).toBeLessThan(50);
    expect(await post("/predict", RECORD)).toMatchObject({ status: 200 });
  });
});
