// Triggers of a service: from its windows to a webhook, with its metrics and log, and its end.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { buildService } from "../../../src/service/index.js";
import { endAll, run, until } from "../../support/running-command.js";
import { startService, stopServices } from "../../support/service.js";
import { watchedModel } from "../../support/variants.js";
import { type Receiver, SECRET, startReceiver } from "./receiver.js";

const folder = mkdtempSync(join(tmpdir(), "supportvector-triggers-"));
let receiver: Receiver | undefined;
afterEach(async () => {
  await stopServices();
  await endAll();
  await receiver?.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, "rules.yaml");
const store = { location: join(folder, "store.db") };
const writeRules = (url: string, when: string): void => {
  writeFileSync(join(folder, "secret"), SECRET);
  writeFileSync(
    file,
    `triggers: [{ name: retrain, when: ${when}, then: { webhook: { url: "${url}", secret_file: ${folder}/secret } } }]`,
  );
};

describe("a service with triggers", () => {
  it("sends the drift of its windows", async () => {
    receiver = await startReceiver();
    writeRules(receiver.url, "{ drift: { psi: 0.2, inputs: 2 } }");
    const api = await startService({ model: watchedModel(3), driftWindow: 2000, store, triggers: file });
    const instances = Array.from({ length: 200 }, () => ({ Age: 70, Shift: "late" }));
    await until(async () => {
      await api.post("/batch_predict", { instances });
      return receiver!.received.length > 0;
    });
    const [{ event }] = receiver.received as [(typeof receiver.received)[0]];
    expect(event.data).toMatchObject({
      trigger: "retrain",
      models: [{ name: "tiny" }],
      measured: { window_seconds: 2, inputs: [{ name: "Age" }, { name: "Shift" }] },
    });
    const metrics = async () => (await api.ask("/metrics")).text;
    await until(async () => (await metrics()).includes('attempts_total{trigger="retrain",result="delivered"} 1'));
    expect(await metrics()).toContain('supportvector_trigger_firings_total{trigger="retrain"} 1');
    expect(await metrics()).toContain('supportvector_trigger_attempts_total{trigger="retrain",result="failed"} 0');
    const log = await api.stop();
    expect(log).toContain(`"trigger":"retrain","event":"${event.id}","msg":"a trigger has fired"`);
    expect(log).toContain('"attempts":1,"msg":"the event of a trigger is delivered"');
  });

  it("ends although a receiver is silent", async () => {
    receiver = await startReceiver(() => {});
    writeRules(receiver.url, "{ schedule: { every: 1 second } }");
    const api = await startService({ model: watchedModel(3), store, triggers: file });
    await until(() => receiver!.received.length > 0);
    const start = performance.now();
    const log = await api.stop();
    expect(performance.now() - start).toBeLessThan(2000);
    expect(log).toContain("the service shuts down");
  });

  it("does not start without a store", async () => {
    await expect(buildService({ log: false, triggers: file })).rejects.toThrow("triggers need a store");
  });
});

describe("supportvector serve", () => {
  it.each(["1", "2"])("says what is wrong with the rules, with --workers %s", async (workers) => {
    writeFileSync(file, "triggers:\n  - name: a\n");
    const command = run(["serve", "--store", store.location, "--triggers", file, "--workers", workers, "--port", "0"]);
    expect((await command.ended).code).toBe(2);
    expect(command.errors()).toContain(`${file}:2: /triggers/0: expected the key when, got none`);
    expect(command.errors()).toContain(`${file}:2: /triggers/0: expected the key then, got none`);
  });
});
