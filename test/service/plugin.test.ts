// The endpoints in another service, whose own rules stay in force.

import { once } from "node:events";
import { Agent, get } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { type FastifyReply, type FastifyRequest, fastify } from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { loadModel } from "../../src/index.js";
import { createModelStore, modelEndpoints } from "../../src/service/index.js";
import { RECORD } from "../support/service.js";
import { tinyModel } from "../support/tiny-model.js";

const host = async (): Promise<ReturnType<typeof fastify>> => {
  const app = fastify();
  opened.push(app);
  app.get("/own", () => "own");
  app.get("/broken", () => {
    throw new Error("own error");
  });
  for (const [prefix, source] of [
    ["/absence", (await import("../../src/absenteeism/index.js")).model],
    ["/tiny", loadModel(tinyModel())],
  ] as const) {
    const models = createModelStore(app.log);
    await models.load(source);
    await app.register(modelEndpoints, { models, prefix });
  }
  return app;
};
const opened: ReturnType<typeof fastify>[] = [];
afterEach(() => Promise.all(opened.splice(0).map((app) => app.close())));

describe("modelEndpoints", () => {
  it("serves several models, each below its prefix", async () => {
    const app = await host();
    const absence = await app.inject({ method: "POST", url: "/absence/predict", payload: RECORD });
    expect(absence.json()).toMatchObject({ prediction: 0, model: "SVR_RBF", unit: "hours" });
    const tiny = await app.inject({ method: "POST", url: "/tiny/predict", payload: { Age: 30, Shift: "early" } });
    expect(tiny.json()).toMatchObject({ prediction: 3, unit: "h" });
    expect((await app.inject("/tiny/openapi.json")).json()).toMatchObject({ servers: [{ url: "/tiny" }] });
    expect((await app.inject("/tiny/metrics")).body).toMatch(
      /request_duration_seconds_count\{.*route="\/tiny\/predict"/,
    );
    expect((await app.inject({ method: "GET", url: "/tiny/predict" })).statusCode).toBe(405);
  });

  it("handles errors below its prefix, and leaves others to the host", async () => {
    const app = await host();
    const refused = await app.inject({ method: "POST", url: "/tiny/predict", payload: {} });
    expect(refused.json()).toMatchObject({ type: "MissingFeaturesError", missing: ["Age", "Shift"] });
    expect((await app.inject("/own")).body).toBe("own");
    expect((await app.inject("/broken")).json()).toMatchObject({ message: "own error" });
    expect((await app.inject("/elsewhere")).json()).toMatchObject({ message: "Route GET:/elsewhere not found" });
  });

  it("sends all responses through the hooks of the host", async () => {
    const app = await host();
    app.addHook("onSend", async (_request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
      await sleep(1);
      reply.header("x-hooked", "yes");
      return payload;
    });
    const models = createModelStore(app.log);
    await models.load(loadModel(tinyModel()));
    await app.register(modelEndpoints, { models, prefix: "/hooked" });
    const record = { Age: 30, Shift: "early" };
    const post = (url: string, payload: object) => app.inject({ method: "POST", url: `/hooked${url}`, payload });
    for (const { statusCode, headers } of [
      await post("/predict", record),
      await post("/batch_predict", { instances: [record, record] }),
    ])
      expect([statusCode, headers["x-hooked"]]).toEqual([200, "yes"]);
  });

  it("does not count requests that the host refuses", async () => {
    const app = await host();
    app.addHook("onRequest", (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
      if (request.headers["x-refuse"]) reply.code(403).send({});
      else done();
    });
    const models = createModelStore(app.log);
    await models.load(loadModel(tinyModel()));
    await app.register(modelEndpoints, { models, prefix: "/guarded" });
    // One connection for all requests of a client.
    const url = await app.listen({ host: "127.0.0.1", port: 0 });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = async (path: string, headers = {}): Promise<string> => {
      const [response] = await once(get(`${url}${path}`, { agent, headers }), "response");
      return text(response);
    };
    await ask("/guarded/live");
    for (let i = 0; i < 3; i++) await ask("/guarded/live", { "x-refuse": "1" });
    const metrics = await ask("/guarded/metrics");
    agent.destroy();
    // The request for the metrics itself.
    expect(metrics).toMatch(/requests_in_flight 1\n/);
    expect(metrics).not.toMatch(/status="403"/);
  });
});
