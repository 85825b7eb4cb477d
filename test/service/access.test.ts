// Access: API keys, origins, addresses to listen on.

import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keyFinder } from "../../src/service/access/api-keys.js";
import { buildService, checkListenAddress, readApiKeys } from "../../src/service/index.js";
import { RECORD, type RunningService, startService, stopServices } from "../support/service.js";

const ALICE = "alice-0123456789abcdef";
const BOB = "bob-0123456789abcdef";

afterAll(stopServices);

describe("API keys", () => {
  let api: RunningService;
  beforeAll(async () => {
    api = await startService({ apiKeys: await readApiKeys({ API_KEYS: `alice:${ALICE},${BOB}` }) });
  });

  it.each([
    ["X-API-Key", ALICE],
    ["X-API-Key", BOB],
    ["Authorization", `Bearer ${ALICE}`],
    ["authorization", `bearer  ${BOB}`],
  ])("are accepted as %s: %s", async (name, value) => {
    expect(await api.post("/predict", RECORD, { [name]: value })).toMatchObject({ status: 200 });
  });

  it("are accepted in either header if the other has no known key", async () => {
    for (const own of ["", "guess"]) {
      const headers = { "X-API-Key": own, Authorization: `Bearer ${ALICE}` };
      expect(await api.post("/predict", RECORD, headers)).toMatchObject({ status: 200 });
    }
  });

  it.each([
    [undefined, ""],
    ["X-API-Key", ""],
    ["X-API-Key", ALICE.slice(1)],
    ["X-API-Key", `${ALICE} `.repeat(2)],
    ["X-API-Key", ALICE.toUpperCase()],
    ["X-API-Key", "alice"],
    ["X-API-Key", "a".repeat(8000)],
    ["Authorization", ALICE],
    ["Authorization", `Basic ${ALICE}`],
    ["Authorization", "Bearer"],
  ])("are missing or unknown in %s: %s", async (name, value) => {
    const response = await api.post("/predict", "{", name === undefined ? {} : { [name]: value });
    expect(response).toMatchObject({ status: 401, body: { type: "UnauthorizedError" } });
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
  });

  it("are required for everything but probes", async () => {
    const endpoints: string[] = (await api.ask("/nothing")).body.available_endpoints;
    const open: string[] = [];
    for (const endpoint of endpoints) {
      const [method, path] = endpoint.split(" ") as [string, string];
      const { status } = await api.ask(path, { method });
      if (status !== 401) open.push(path);
    }
    expect(open).toEqual(["/health", "/live", "/ready", "/v2/health/live", "/v2/health/ready"]);
  });

  it("are replaced, but not by none", async () => {
    const own = await startService({ apiKeys: await readApiKeys({ API_KEYS: `alice:${ALICE}` }) });
    const statusOf = async (key: string): Promise<number> =>
      (await own.post("/predict", RECORD, { "X-API-Key": key })).status;
    expect([await statusOf(ALICE), await statusOf(BOB)]).toEqual([200, 401]);
    own.service.replaceApiKeys(await readApiKeys({ API_KEYS: `bob:${BOB}` }));
    expect(() => own.service.replaceApiKeys([])).toThrow("expected API keys");
    expect([await statusOf(ALICE), await statusOf(BOB)]).toEqual([401, 200]);
    const open = await startService();
    expect(() => open.service.replaceApiKeys([])).toThrow("restart");
    expect(await own.stop()).toContain('"key":"bob"');
  });

  it("are not logged, only their ids", async () => {
    const own = await startService({ apiKeys: await readApiKeys({ API_KEYS: `alice:${ALICE}` }) });
    await own.post("/predict", RECORD, { "X-API-Key": ALICE });
    await own.post("/predict", RECORD, { "X-API-Key": BOB });
    const log = await own.stop();
    expect(log).toContain('"key":"alice"');
    expect(log).not.toContain(ALICE);
    expect(log).not.toContain(BOB);
  });
});

describe("readApiKeys", () => {
  it("reads keys of the environment and of a file", async () => {
    const { folder, stop } = await startService();
    const file = join(folder, "keys");
    writeFileSync(file, `# clients\r\nclinic: ${BOB}\r\n\n  ${ALICE}x\n`);
    const keys = await readApiKeys({ API_KEYS: `alice:${ALICE}`, API_KEYS_FILE: file });
    expect(keys.map(({ id }) => id)).toEqual(["alice", "clinic", "key-3"]);
    const findKey = keyFinder(keys);
    expect([ALICE, BOB, `${ALICE}x`, "other"].map((key) => findKey(key)?.id)).toEqual([
      "alice",
      "clinic",
      "key-3",
      undefined,
    ]);
    expect(JSON.stringify(keys[0])).toBe(`{"id":"${keys[0]?.id}"}`);
    await stop();
  });

  it.each([["a"], ["ä"], ["€"], ["😀"]])("do not match longer keys that continue with %s", async (character) => {
    const findKey = keyFinder(await readApiKeys({ API_KEYS: `${ALICE},${BOB}` }));
    for (const more of [character, character.repeat(300)])
      for (const key of [ALICE, BOB])
        expect([findKey(key)?.id, findKey(key + more)]).toEqual([expect.any(String), undefined]);
  });

  it("reads none where there are none", async () => {
    expect(await readApiKeys({})).toEqual([]);
    expect(await readApiKeys({ API_KEYS: "" })).toEqual([]);
  });

  it("refuses a file without keys", async () => {
    const { folder, stop } = await startService();
    const file = join(folder, "keys");
    writeFileSync(file, "# none yet\n\n");
    const read = readApiKeys({ API_KEYS: ALICE, API_KEYS_FILE: file });
    await expect(read).rejects.toThrow(file);
    await stop();
  });

  it.each([
    ["short:secret", /got 6 in key 1$/],
    [`long:${"a".repeat(256)}`, /got 256 in key 1$/],
    [`a:${ALICE},b:${"ä".repeat(16)}`, /characters .* in key 2$/],
    [`a:${ALICE} x`, /characters .* in key 1$/],
    [" ,", /API_KEYS/],
    [`a:${ALICE},a:${BOB}`, /"a" twice$/],
  ])("refuses %s", async (text, message) => {
    await expect(readApiKeys({ API_KEYS: text })).rejects.toThrow(message);
  });

  it("refuses a missing file", async () => {
    await expect(readApiKeys({ API_KEYS_FILE: "/nowhere/keys" })).rejects.toThrow("ENOENT");
  });
});

describe("checkListenAddress", () => {
  const anonymous = { apiKeys: [], allowAnonymous: false };

  it.each([["127.0.0.1"], ["127.8.9.1"], ["::1"], ["localhost"], ["::ffff:127.0.0.1"]])("accepts %s", (host) => {
    expect(() => checkListenAddress(host, anonymous)).not.toThrow();
  });

  it.each([
    ["0.0.0.0"],
    ["::"],
    ["192.168.1.5"],
    ["128.0.0.1"],
    ["fe80::1"],
    ["example.org"],
    [""],
    ["localhost.evil"],
  ])("refuses %s without keys", (host) => {
    expect(() => checkListenAddress(host, anonymous)).toThrow(/API keys/);
  });

  it("accepts every address with keys, or if anonymous clients are allowed", async () => {
    const apiKeys = await readApiKeys({ API_KEYS: ALICE });
    expect(() => checkListenAddress("0.0.0.0", { apiKeys, allowAnonymous: false })).not.toThrow();
    expect(() => checkListenAddress("0.0.0.0", { apiKeys: [], allowAnonymous: true })).not.toThrow();
  });
});

describe("the name in Host", () => {
  const statusOf = async ({ send }: RunningService, host: string, path = "/model_info"): Promise<string> =>
    (await send(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).slice(9, 12);
  let local: RunningService;
  beforeAll(async () => {
    local = await startService();
  });

  it.each([
    ["localhost"],
    ["LocalHost:5000"],
    ["localhost.:80"],
    ["app.localhost"],
    ["127.0.0.1:8080"],
    ["127.8.9.1"],
    ["[::1]:5000"],
  ])("may be %s on loopback without keys", async (host) => {
    expect(await statusOf(local, host)).toBe("200");
  });

  it.each([
    ["evil.example"],
    ["evil.example:5000"],
    ["localhost.evil.example"],
    ["evillocalhost"],
    ["127.0.0.1.evil.example"],
    ["127.0.0"],
    ["192.168.1.5"],
    ["[::2]"],
    ["localhost@evil.example"],
    [""],
  ])("may not be %j there, on any path", async (host) => {
    for (const path of ["/model_info", "/health", "/nothing"]) expect(await statusOf(local, host, path)).toBe("421");
  });

  it("may be one that is allowed", async () => {
    const api = await startService({ allowedHosts: ["Model.example", "[2001:db8::1]"] });
    for (const host of ["model.example", "MODEL.example:443", "[2001:db8::1]:5000", "localhost"])
      expect(await statusOf(api, host)).toBe("200");
    expect(await statusOf(api, "other.example")).toBe("421");
  });

  it("may be any with keys, unless some are allowed", async () => {
    const apiKeys = await readApiKeys({ API_KEYS: ALICE });
    expect(await statusOf(await startService({ apiKeys }), "evil.example")).toBe("401");
    const strict = await startService({ apiKeys, allowedHosts: ["model.example"] });
    expect(await statusOf(strict, "evil.example")).toBe("421");
    expect(await statusOf(strict, "model.example")).toBe("401");
  });

  it("may be any where other machines reach the service", async () => {
    const service = await buildService({ log: false });
    try {
      const { port } = new URL(await service.listen({ host: "0.0.0.0", port: 0 }));
      const response = request({ host: "127.0.0.1", port, path: "/health", headers: { Host: "model.example" } });
      const [{ statusCode }] = await once(response.end(), "response");
      expect(statusCode).toBe(200);
    } finally {
      await service.close();
    }
  });
});

describe("origins", () => {
  const allowed = "https://clinic.example";
  let api: RunningService;
  beforeAll(async () => {
    const apiKeys = await readApiKeys({ API_KEYS: ALICE });
    api = await startService({ apiKeys, allowedOrigins: [allowed] });
  });
  const preflight = (Origin: string): Promise<{ status: number; headers: Headers }> =>
    api.ask("/predict", {
      method: "OPTIONS",
      headers: { Origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-api-key" },
    });

  it("that are allowed may send requests, and need no key in a preflight", async () => {
    const { status, headers } = await preflight(allowed);
    expect(status).toBe(204);
    expect(headers.get("access-control-allow-origin")).toBe(allowed);
    expect(headers.get("access-control-allow-methods")).toBe("GET, POST");
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'/);
    expect(headers.get("access-control-allow-headers")).toMatch(/X-API-Key/);
  });

  it("that are allowed may read responses, including errors", async () => {
    for (const key of [ALICE, "wrong"]) {
      const { headers } = await api.post("/predict", RECORD, { Origin: allowed, "X-API-Key": key });
      expect(headers.get("access-control-allow-origin")).toBe(allowed);
      expect(headers.get("vary")).toBe("Origin");
      expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'/);
    }
  });

  it.each([["https://evil.example"], ["http://clinic.example"], [`${allowed}.evil.example`], ["null"]])(
    "that are not allowed get no headers: %s",
    async (origin) => {
      expect((await preflight(origin)).headers.get("access-control-allow-origin")).toBeNull();
      const { headers } = await api.post("/predict", RECORD, { Origin: origin, "X-API-Key": ALICE });
      expect(headers.get("access-control-allow-origin")).toBeNull();
    },
  );

  it.each(["*", "https://*.example.org", "https://app.example.org/", "https://App.example.org", "app.example.org", ""])(
    "that no browser sends are refused at the start: %j",
    async (origin) => {
      const build = buildService({ allowedOrigins: [allowed, origin], log: false });
      await expect(build).rejects.toThrow(`"${origin}"`);
    },
  );

  it("may be of an app", async () => {
    await (await buildService({ allowedOrigins: ["capacitor://localhost"], log: false })).close();
  });

  it("are not allowed by default", async () => {
    const closed = await startService();
    const { headers } = await closed.post("/predict", RECORD, { Origin: allowed });
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });
});
