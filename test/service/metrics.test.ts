// The metrics for Prometheus.

import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { loadModel } from "../../src/index.js";
import { readFixture } from "../support/fixtures.js";
import { RECORD, type RunningService, startService, stopServices } from "../support/service.js";

afterEach(stopServices);

/** Returns the samples of a scrape, by name and labels. */
async function scrape({ ask }: RunningService): Promise<Map<string, number>> {
  const { text, headers } = await ask("/metrics");
  expect(headers.get("content-type")).toMatch(/^text\/plain; version=0.0.4/);
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ")))]),
  );
}

describe("GET /metrics", () => {
  it("counts requests by route and status, errors by type", async () => {
    const api = await startService();
    for (let i = 0; i < 3; i++) await api.post("/predict", RECORD);
    await api.post("/predict", {});
    await api.ask("/v2/models/other");
    await api.ask("/no/such/place");
    const samples = await scrape(api);
    const requests = (labels: string): number | undefined =>
      samples.get(`supportvector_http_request_duration_seconds_count{${labels}}`);
    expect(requests('method="POST",route="/predict",status="200"')).toBe(3);
    expect(requests('method="POST",route="/predict",status="400"')).toBe(1);
    expect(requests('method="GET",route="/v2/models/:name",status="404"')).toBe(1);
    expect(requests('method="GET",route="none",status="404"')).toBe(1);
    expect(samples.get('supportvector_errors_total{type="MissingFeaturesError"}')).toBe(1);
    expect(samples.get('supportvector_errors_total{type="NotFoundError"}')).toBe(2);
    expect([...samples.keys()].join()).not.toContain("such");
  });

  it("counts predictions, by their size", async () => {
    const api = await startService({ predictionBuckets: [0, 3, 5] });
    const instances = [0, 23, 13].map((reason) => ({ ...RECORD, "Reason for absence": reason }));
    const { body } = await api.post("/batch_predict", { instances });
    const samples = await scrape(api);
    expect(samples.get("supportvector_predictions_count")).toBe(3);
    expect(samples.get("supportvector_predictions_sum")).toBe(
      body.predictions.reduce((sum: number, prediction: number) => sum + prediction, 0),
    );
    expect(samples.get('supportvector_predictions_bucket{le="0"}')).toBe(1);
    expect(samples.get('supportvector_predictions_bucket{le="3"}')).toBe(2);
    expect(samples.get("supportvector_prediction_duration_seconds_count")).toBe(1);
  });

  it("counts the predictions of several targets by target", async () => {
    const { model, inputs } = readFixture("multi_output");
    const api = await startService({ model: loadModel(model, { targets: "any" }) });
    const names = model.inputs.map(({ name }) => name);
    await api.post("/invocations", { dataframe_split: { columns: names, data: inputs.slice(0, 2) } });
    const samples = await scrape(api);
    const counts = [...samples].filter(([name]) => name.startsWith("supportvector_predictions_count{target="));
    expect(counts.map(([, count]) => count)).toEqual(counts.map(() => 2));
    expect(counts.length).toBeGreaterThan(1);
  });

  it("name the model in service", async () => {
    const api = await startService();
    const { name, version } = api.service.models.served!;
    const samples = await scrape(api);
    expect(samples.get(`supportvector_model_info{name="${name}",version="${version}",label="SVR_RBF"}`)).toBe(1);
    const without = await startService({ model: "/nowhere/model.json" });
    expect([...(await scrape(without)).keys()].join()).not.toContain("model_info");
  });

  it("counts requests in flight, without aborted ones", async () => {
    const api = await startService();
    const inFlight = async (): Promise<number> => (await scrape(api)).get("supportvector_http_requests_in_flight")!;
    expect(await inFlight()).toBe(1);
    const socket = connect(api.port, "127.0.0.1");
    socket.write(
      "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
    );
    for (let i = 0; (await inFlight()) !== 2; i++) expect(i).toBeLessThan(100);
    socket.destroy();
    for (let i = 0; (await inFlight()) !== 1; i++) {
      expect(i).toBeLessThan(100);
      await sleep(10);
    }
  });

  it("has the metrics of the process", async () => {
    expect((await scrape(await startService())).get("process_resident_memory_bytes")).toBeGreaterThan(1e7);
  });

  it("returns what renderMetrics returns", async () => {
    const api = await startService({ renderMetrics: async () => "all_workers 4\n" });
    expect(await scrape(api)).toEqual(new Map([["all_workers", 4]]));
  });
});
