// Rate limits in memory, and in a real Redis for two instances, which goes away and hangs.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import getPort from "get-port";
import { Redis } from "ioredis";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { countInMemory } from "../../src/service/access/memory-count.js";
import { networkOf } from "../../src/service/access/network.js";
import { readApiKeys } from "../../src/service/index.js";
import { needs } from "../support/programs.js";
import { until } from "../support/running-command.js";
import { RECORD, type RunningService, startService, stopServices } from "../support/service.js";

const ALICE = "alice-0123456789abcdef";
const BOB = "bob-0123456789abcdef";

/** Returns the status codes of this many requests, one after the other. */
async function statuses(api: RunningService, count: number, headers: Record<string, string> = {}): Promise<number[]> {
  const codes: number[] = [];
  for (let i = 0; i < count; i++) codes.push((await api.post("/predict", RECORD, headers)).status);
  return codes;
}

afterEach(stopServices);

describe("in memory", () => {
  it("refuses requests above the limit, and says when to retry", async () => {
    const api = await startService({ rateLimit: { max: 3, window: 30_000 } });
    expect(await statuses(api, 3)).toEqual([200, 200, 200]);
    const { status, headers, body } = await api.post("/predict", RECORD);
    expect(status).toBe(429);
    expect(body).toEqual({
      error: expect.stringMatching(/at most 3 .* \d+ s$/),
      type: "RateLimitExceededError",
    });
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(20);
    expect(Number(headers.get("retry-after"))).toBeLessThanOrEqual(30);
  });

  it("counts all endpoints together, unknown ones too, but no probes", async () => {
    const api = await startService({ rateLimit: { max: 3 } });
    for (let i = 0; i < 10; i++) expect((await api.ask("/live")).status).toBe(200);
    expect((await api.ask("/model_info")).status).toBe(200);
    expect((await api.ask("/nothing")).status).toBe(404);
    expect((await api.ask("/predict")).status).toBe(405);
    expect((await api.ask("/model_info")).status).toBe(429);
    expect((await api.ask("/nothing")).status).toBe(429);
    expect((await api.ask("/health")).status).toBe(200);
  });

  it("starts again with the next window", async () => {
    const api = await startService({ rateLimit: { max: 1, window: 300 } });
    expect(await statuses(api, 2)).toEqual([200, 429]);
    await sleep(400);
    expect(await statuses(api, 1)).toEqual([200]);
  });

  it("counts by key, and wrong keys by address", async () => {
    const apiKeys = await readApiKeys({ API_KEYS: `alice:${ALICE},bob:${BOB}` });
    const api = await startService({ apiKeys, rateLimit: { max: 2 } });
    expect(await statuses(api, 3, { "X-API-Key": ALICE })).toEqual([200, 200, 429]);
    expect(await statuses(api, 3, { "X-API-Key": BOB })).toEqual([200, 200, 429]);
    expect(await statuses(api, 3, { "X-API-Key": "guess" })).toEqual([401, 401, 429]);
  });

  it("distinguishes keys from addresses", async () => {
    const apiKeys = await readApiKeys({ API_KEYS: `127.0.0.1:${ALICE}` });
    const api = await startService({ rateLimit: { max: 1 }, apiKeys });
    expect(await statuses(api, 2, { "X-API-Key": "guess" })).toEqual([401, 429]);
    expect(await statuses(api, 2, { "X-API-Key": ALICE })).toEqual([200, 429]);
  });

  it("starts a new window for pages too, and never says to retry after 0 seconds", async () => {
    const allowedOrigins = ["https://app.example.org"];
    const api = await startService({ rateLimit: { max: 1, window: 300 }, allowedOrigins });
    const headers = { Origin: "https://app.example.org" };
    expect(await statuses(api, 2, headers)).toEqual([200, 429]);
    expect((await api.post("/predict", RECORD, headers)).headers.get("retry-after")).toBe("1");
    await sleep(400);
    expect(await statuses(api, 2, headers)).toEqual([200, 429]);
  });

  it("only trusts X-Forwarded-For of trusted proxies", async () => {
    const direct = await startService({ rateLimit: { max: 1 } });
    expect(await statuses(direct, 1, { "X-Forwarded-For": "10.0.0.1" })).toEqual([200]);
    expect(await statuses(direct, 1, { "X-Forwarded-For": "10.0.0.2" })).toEqual([429]);
    const behind = await startService({ rateLimit: { max: 1 }, trustedProxies: ["127.0.0.0/8"] });
    expect(await statuses(behind, 1, { "X-Forwarded-For": "10.0.0.1" })).toEqual([200]);
    expect(await statuses(behind, 1, { "X-Forwarded-For": "10.0.0.2" })).toEqual([200]);
    expect(await statuses(behind, 1, { "X-Forwarded-For": "10.0.0.1" })).toEqual([429]);
  });
});

describe("the network of an address", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["::ffff:c000:201", "192.0.2.1"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:DB8:0::ffff:1", "2001:db8:0:0::/64"],
    ["2001:0db8:0000:0000:1:2:3:4", "2001:db8:0:0::/64"],
    ["2001:db8:0:1::1", "2001:db8:0:1::/64"],
    ["1::2:3:4:5:6:7", "1:0:2:3::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["", "unknown"],
    ["unknown", "unknown"],
    ["x".repeat(10_000), "unknown"],
  ])("of %s is %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it("is what a limit counts by", async () => {
    const api = await startService({ rateLimit: { max: 1 }, trustedProxies: ["127.0.0.0/8"] });
    const statusOf = async (address: string): Promise<number> =>
      (await statuses(api, 1, { "X-Forwarded-For": address }))[0]!;
    const found = [];
    for (const address of ["2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"]) found.push(await statusOf(address));
    expect(found).toEqual([200, 429, 200]);
  });
});

describe("a count in memory", () => {
  it("is shared by callers beyond the hundred thousandth only", () => {
    const { byAddress: count } = countInMemory(60_000);
    const now = 1000;
    for (let i = 0; i < 100_000; i++) count(`${i}`, now);
    expect([1, 2].map(() => count("7", now).requests)).toEqual([2, 3]);
    expect(["a", "b", "c"].map((name) => count(name, now).requests)).toEqual([1, 2, 3]);
  });

  it("of a key is its own, however many addresses there are", () => {
    const { byAddress, byKey } = countInMemory(60_000);
    const now = 1000;
    for (let i = 0; i < 200_000; i++) byAddress(`${i}`, now);
    expect(["alice", "bob", "alice"].map((id) => byKey(id, now).requests)).toEqual([1, 1, 2]);
  });

  it("is deleted when its window has ended", () => {
    const { byAddress: count } = countInMemory(20);
    const now = 1000;
    for (let i = 0; i < 100_000; i++) count(`${i}`, now);
    expect(count("7", now + 19).requests).toBe(2);
    const { byAddress: few } = countInMemory(20);
    expect([0, 10, 19, 25].map((time) => few("a", time).requests)).toEqual([1, 2, 3, 1]);
    expect(["a", "b", "a"].map((name) => count(`address ${name}`, now + 20).requests)).toEqual([1, 1, 2]);
  });
});

describe("in Redis", () => {
  const redis: ChildProcess[] = [];
  afterAll(() => {
    for (const server of redis) server.kill("SIGKILL");
  });

  async function startRedis(port: number): Promise<ChildProcess> {
    const server = spawn("redis-server", ["--port", String(port), "--save", "", "--bind", "127.0.0.1"]);
    redis.push(server);
    let printed = "";
    server.stdout!.on("data", (text) => (printed += text));
    const ended = once(server, "close").then(() => {
      throw new Error(`redis-server has ended: ${printed}`);
    });
    await Promise.race([ended, until(() => printed.includes("Ready to accept connections"))]);
    return server;
  }

  /** Asks until an response has this status. */
  async function untilStatus(api: RunningService, status: number): Promise<void> {
    for (let i = 0; (await api.post("/predict", RECORD)).status !== status; i++) {
      if (i > 200) throw new Error(`expected the status ${status} after ${i} requests`);
      await sleep(25);
    }
  }

  it("counts for all instances together", needs("redis-server"), async () => {
    const port = await getPort();
    await startRedis(port);
    const rateLimit = { max: 4, window: 60_000.5, redis: `redis://127.0.0.1:${port}` };
    const [first, second] = [await startService({ rateLimit }), await startService({ rateLimit })];
    expect(await statuses(first, 2)).toEqual([200, 200]);
    expect(await statuses(second, 3)).toEqual([200, 200, 429]);
    const { status, headers } = await first.post("/predict", RECORD);
    expect(status).toBe(429);
    // Not a whole number of milliseconds, but a window that ends.
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(20);
  });

  it(
    "refuses the same requests as without Redis: no key, no endpoint, another method",
    needs("redis-server"),
    async () => {
      const port = await getPort();
      await startRedis(port);
      const apiKeys = await readApiKeys({ API_KEYS: `alice:${ALICE}` });
      const api = await startService({ apiKeys, rateLimit: { max: 100, redis: `redis://127.0.0.1:${port}` } });
      const headers = { "X-API-Key": ALICE };
      expect(await statuses(api, 1)).toEqual([401]);
      expect((await api.ask("/nothing")).status).toBe(404);
      expect((await api.ask("/predict", { headers })).status).toBe(405);
      expect(await statuses(api, 1, headers)).toEqual([200]);
    },
  );

  it("counts in memory while Redis is away, and logs it once", needs("redis-server"), async () => {
    const port = await getPort();
    const server = await startRedis(port);
    const api = await startService({ rateLimit: { max: 2, redis: `redis://:password@127.0.0.1:${port}` } });
    expect(await statuses(api, 1)).toEqual([200]);
    server.kill("SIGKILL");
    await once(server, "exit");
    expect(await statuses(api, 4)).toEqual([200, 200, 429, 429]);
    await startRedis(port);
    // The new Redis has counted nothing yet.
    await untilStatus(api, 200);
    await untilStatus(api, 429);
    expectOneOutage(await api.stop());
  });

  it("counts in memory while Redis hangs", needs("redis-server"), async () => {
    const port = await getPort();
    const server = await startRedis(port);
    const api = await startService({ rateLimit: { max: 5, redis: `redis://127.0.0.1:${port}` } });
    await untilStatus(api, 429);
    server.kill("SIGSTOP");
    const started = performance.now();
    expect(await statuses(api, 7)).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(performance.now() - started).toBeLessThan(5000);
    server.kill("SIGCONT");
    await until(async () => {
      await api.post("/predict", RECORD);
      return readFileSync(join(api.folder, "log.ndjson"), "utf8").includes("Redis counts again");
    });
    expectOneOutage(await api.stop());
  });

  it("counts in memory while Redis responds with errors", needs("redis-server"), async () => {
    const port = await getPort();
    await startRedis(port);
    const redis = new Redis(port, "127.0.0.1");
    try {
      const api = await startService({ rateLimit: { max: 2, redis: `redis://127.0.0.1:${port}` } });
      expect(await statuses(api, 1)).toEqual([200]);
      // Without a replica, Redis now refuses to write.
      await redis.config("SET", "min-replicas-to-write", "1");
      expect(await statuses(api, 4)).toEqual([200, 200, 429, 429]);
      await redis.config("SET", "min-replicas-to-write", "0");
      expect(await statuses(api, 2)).toEqual([200, 429]);
      const log = await api.stop();
      expectOneOutage(log);
      expect(log).toContain('"reply":"NOREPLICAS"');
    } finally {
      redis.disconnect();
    }
  });

  function expectOneOutage(log: string): void {
    expect(log.match(/Redis does not count/g)).toHaveLength(1);
    expect(log.match(/Redis counts again/g)).toHaveLength(1);
    expect(log).not.toContain("password");
  }

  it("starts without Redis", async () => {
    const api = await startService({ rateLimit: { max: 1, redis: `redis://127.0.0.1:${await getPort()}` } });
    expect(await statuses(api, 2)).toEqual([200, 429]);
    expect(await api.stop()).toContain("Redis does not count");
  });
});
