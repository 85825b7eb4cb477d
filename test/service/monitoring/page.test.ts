// GET /monitoring and /monitoring.json of services with and without a store.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { readApiKeys } from "../../../src/service/index.js";
import { type RunningService, startService, stopServices, type TestOptions } from "../../support/service.js";
import { TINY_RECORD, variantModel, watchedModel } from "../../support/variants.js";

const folder = mkdtempSync(join(tmpdir(), "supportvector-monitoring-"));
let files = 0;
afterEach(stopServices);
afterAll(() => rmSync(folder, { recursive: true }));

const start = (options: TestOptions): Promise<RunningService> =>
  startService({ store: { location: join(folder, `${files++}.db`) }, ...options });

/** Predicts, and reports what came true. */
async function predict(api: RunningService, actual: number, user = "a"): Promise<void> {
  const { body } = await api.post("/predict", TINY_RECORD, { "x-user": user });
  await api.post("/feedback", { id: body.id, actual });
}

const page = async ({ ask }: RunningService, query = ""): Promise<string> => (await ask(`/monitoring${query}`)).text;

describe("GET /monitoring.json", () => {
  it("has traffic and errors over time", async () => {
    const api = await start({ model: variantModel(3), shadows: { next: variantModel(7) } });
    await predict(api, 4);
    await predict(api, 1);
    await expect
      .poll(async () => (await api.ask("/monitoring.json?hours=2")).body)
      .toMatchObject({
        hours: 2,
        span_seconds: 300,
        traffic: [{ shadow: false }, { variant: "next", shadow: true }],
        errors: [{ target: "hours" }, { variant: "next" }],
      });
    const { body } = await api.ask("/monitoring.json?hours=2");
    expect(Date.parse(body.to) - Date.parse(body.from)).toBe(2 * 3_600_000);
    const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);
    for (const { predictions } of body.traffic) {
      expect(predictions).toHaveLength(24);
      expect(sum(predictions)).toBe(2);
    }
    expect(body.errors[0]).not.toHaveProperty("variant");
    const errors = body.errors.map(({ outcomes, mae }: { outcomes: number[]; mae: (number | null)[] }) => {
      expect(outcomes.map((count) => count === 0)).toEqual(mae.map((mean) => mean === null));
      return [sum(outcomes), sum(outcomes.map((count, i) => (count === 0 ? 0 : count * mae[i]!)))];
    });
    expect(errors).toEqual([
      [2, 3],
      [2, 9],
    ]);
  });

  it("has neither without a store", async () => {
    const api = await startService({ model: variantModel(3) });
    expect((await api.ask("/monitoring.json")).body).toMatchObject({ hours: 24, traffic: null, errors: null });
  });

  it("refuses other numbers of hours", async () => {
    const api = await startService({ model: variantModel(3) });
    for (const hours of ["0", "8785", "1.5", "-1", "a", "", "1e3", "1&hours=2"])
      for (const path of ["/monitoring.json", "/monitoring"])
        expect(await api.ask(`${path}?hours=${hours}`)).toMatchObject({
          status: 400,
          body: { type: "InvalidInputError" },
        });
  });
});

describe("GET /monitoring", () => {
  it("has a strict policy, one style sheet, no script and no inline style", async () => {
    const api = await start({ model: watchedModel(3), driftWindow: 3_600_000 });
    await predict(api, 4);
    const { status, headers, text } = await api.ask("/monitoring");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(headers.get("content-security-policy")).toBe(
      "default-src 'none';style-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'",
    );
    expect(text).not.toMatch(/<script|<style|style=|\son\w+=|https?:/);
    const links = new Set([...text.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, link]) => link!));
    expect([...links].filter((link) => !link.startsWith("?hours="))).toEqual([
      "monitoring/style.css",
      "monitoring.json?hours=24",
      "docs",
    ]);
    const style = await api.ask("/monitoring/style.css");
    expect(style.headers.get("content-type")).toBe("text/css; charset=utf-8");
    expect(style.text).not.toMatch(/url\(|@import/);
  });

  it("shows traffic, errors, variants and drift", async () => {
    const models = { champion: watchedModel(3), challenger: watchedModel(5) };
    const api = await start({
      models,
      split: { champion: 1, challenger: 1 },
      subject: "header:X-User",
      driftWindow: 400,
    });
    for (let user = 0; user < 8; user++) await predict(api, 4, `${user}`);
    await expect.poll(() => page(api)).toMatch(/<title>[^<]*: [1-8] champion/);
    await expect.poll(() => page(api)).toMatch(/<title>[^<]*: 1 challenger<\/title>/);
    await expect.poll(() => page(api)).toContain("too few outcomes");
    await expect.poll(() => page(api)).toContain('<li>\n<p class="name">Age</p>');
    const text = await page(api, "?hours=168");
    expect(text).toContain('<a href="?hours=168" aria-current="page">7 days</a>');
    expect(text).toContain("<dt>Predictions</dt><dd>8</dd>");
    expect(text).toContain("<dt>Outcomes</dt><dd>8</dd>");
    // All subjects together: each model is wrong by 1.
    expect(text).toMatch(/<dt>MAE[^<]*<\/dt><dd>1<\/dd>/);
  });

  it("says what is missing, and which option is needed", async () => {
    const api = await startService({ model: variantModel(3) });
    const text = await page(api);
    expect(text).toContain("--store");
    expect(text).toContain("--drift-window 86400");
    const watched = await startService({ model: variantModel(3), driftWindow: 86_400_000 });
    expect(await page(watched)).toContain("has no <code>reference</code>");
    const empty = await start({ model: watchedModel(3), driftWindow: 86_400_000 });
    const other = await page(empty);
    for (const words of ["No predictions", "No outcomes", "One model", "No window has ended"])
      expect(other).toContain(words);
  });

  it("works without a model", async () => {
    const api = await start({ model: "/nowhere/model.json", driftWindow: 1000 });
    expect(await page(api)).toContain("<h1>supportvector</h1>");
  });

  it("escapes the names of models, inputs and targets", async () => {
    const hostile = "<script>alert(1)</script>";
    const model = watchedModel(3, (file) => {
      const renamed = JSON.parse(JSON.stringify(file).replaceAll('"Age"', JSON.stringify(hostile)));
      Object.assign(file, renamed, { metadata: { ...renamed.metadata, name: `a${hostile}`, target: `b${hostile}` } });
    });
    const api = await start({ model, driftWindow: 300 });
    const { body } = await api.post("/predict", { [hostile]: 30, Shift: "early" });
    expect((await api.post("/feedback", { id: body.id, actual: 1 })).status).toBe(200);
    const escaped = "&lt;script&gt;alert(1)&lt;/script&gt;";
    await expect.poll(() => page(api)).toContain(`<p class="name">${escaped}`);
    const text = await page(api);
    expect(text).toContain(`<h1>a${escaped}</h1>`);
    expect(text).not.toContain("<script");
  });

  it("has no subject", async () => {
    const api = await start({ model: variantModel(3), subject: "header:X-User" });
    await predict(api, 4, "somebody");
    await expect.poll(() => page(api)).toContain("<dt>Outcomes</dt><dd>1</dd>");
    expect(await page(api)).not.toContain("somebody");
  });
});

describe("behind API keys", () => {
  const KEY = "alice-0123456789abcdef";
  const basic = (credentials: string): RequestInit => ({
    headers: { Authorization: `Basic ${Buffer.from(credentials).toString("base64")}` },
  });

  it("a browser asks for the key, as the password of pages", async () => {
    const api = await startService({ apiKeys: await readApiKeys({ API_KEYS: `alice:${KEY}` }) });
    for (const path of [
      "/monitoring",
      "/monitoring.json",
      "/monitoring/style.css",
      "/docs",
      "/docs/style.css",
      "/openapi.json",
    ]) {
      const refused = await api.ask(path);
      expect(refused).toMatchObject({ status: 401, body: { type: "UnauthorizedError" } });
      expect(refused.headers.get("www-authenticate")).toBe('Basic realm="supportvector", charset="UTF-8"');
      for (const credentials of [`alice:${KEY}`, `:${KEY}`])
        expect((await api.ask(path, basic(credentials))).status).toBe(200);
      for (const credentials of [KEY, `${KEY}:`, `alice:${KEY}x`, `alice:x:${KEY}`, ""])
        expect((await api.ask(path, basic(credentials))).status).toBe(401);
      expect((await api.ask(path, { headers: { "X-API-Key": KEY } })).status).toBe(200);
      expect((await api.ask(path, { headers: { Authorization: `Bearer ${KEY}` } })).status).toBe(200);
    }
  });

  it("no other route takes it, because browsers send it with requests of any site", async () => {
    const api = await startService({ apiKeys: await readApiKeys({ API_KEYS: `alice:${KEY}` }) });
    for (const [method, path] of [
      ["GET", "/model_info"],
      ["GET", "/metrics"],
      ["POST", "/predict"],
    ] as const) {
      const refused = await api.ask(path, { method, ...basic(`alice:${KEY}`) });
      expect(refused.status).toBe(401);
      expect(refused.headers.get("www-authenticate")).toBe("Bearer");
    }
  });
});
