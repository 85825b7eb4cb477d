// Connections: TLS, back-pressure, requests without a route.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { afterAll, describe, expect, it } from "vitest";
import { buildService } from "../../src/service/index.js";
import { needs } from "../support/programs.js";
import { until } from "../support/running-command.js";
import { countConnections, RECORD, startService, stopServices } from "../support/service.js";

afterAll(stopServices);

describe("TLS", () => {
  it("is served with certificate files, and browsers must use it from then on", needs("openssl"), async () => {
    const { folder } = await startService();
    const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
    const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    const files = ["-keyout", key, "-out", cert, "-days", "1", "-nodes"];
    execFileSync(
      "openssl",
      ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", ...files, ...names],
      {
        stdio: "ignore",
      },
    );
    const { port } = await startService({ tls: { cert, key }, requestTimeout: 1000 });
    const ca = readFileSync(cert);
    const received = await new Promise<{ status: number | undefined; hsts: string | undefined }>((resolve, reject) => {
      request({ host: "127.0.0.1", servername: "localhost", port, path: "/health", ca }, (response) => {
        response.resume();
        resolve({ status: response.statusCode, hsts: response.headers["strict-transport-security"] });
      })
        .on("error", reject)
        .end();
    });
    expect(received).toEqual({ status: 200, hsts: expect.stringMatching(/^max-age=\d+/) });

    // More responses than the buffers of the system take, which nobody reads.
    const other = await startService({ tls: { cert, key }, requestTimeout: 60_000, inactivityTimeout: 300 });
    const silent = connectTls({ host: "127.0.0.1", port: other.port, ca, servername: "localhost" });
    silent.on("error", () => {});
    await once(silent, "secureConnect");
    silent.pause().write("GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(200));
    await until(async () => (await countConnections(other)) === 0, 20_000);

    // No bytes, and the beginning of a handshake.
    const began = performance.now();
    for (const bytes of ["", "\x16\x03\x01"]) {
      const socket = connect(port, "127.0.0.1").on("error", () => {});
      socket.write(bytes, "latin1");
      await once(socket.resume(), "close");
    }
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it("has forward secrecy in every connection", needs("openssl"), async () => {
    const { folder } = await startService();
    const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
    // With an RSA key, old ciphers could encrypt the session's key by it.
    const files = ["-keyout", key, "-out", cert, "-days", "1", "-nodes", "-subj", "/CN=localhost"];
    execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", ...files], { stdio: "ignore" });
    const { port } = await startService({ tls: { cert, key } });
    const shakeHands = async (...options: readonly string[]): Promise<string> => {
      const client = spawn("openssl", ["s_client", "-connect", `127.0.0.1:${port}`, ...options]);
      let printed = "";
      client.stdout.on("data", (text) => (printed += text));
      client.stdin.end();
      await once(client, "close");
      return /Cipher is (.*)/.exec(printed)![1]!;
    };
    expect(await shakeHands("-tls1_3")).toMatch(/^TLS_/);
    expect(await shakeHands("-tls1_2")).toMatch(/^ECDHE-RSA-.*(GCM|POLY1305)/);
    for (const cipher of ["AES128-GCM-SHA256", "AES256-SHA", "ECDHE-RSA-AES128-SHA"])
      expect(await shakeHands("-tls1_2", "-cipher", cipher), cipher).toBe("(NONE)");
    expect(await shakeHands("-tls1_1", "-cipher", "ALL:@SECLEVEL=0")).toBe("(NONE)");
  });

  it("is not served without the files", async () => {
    await expect(startService({ tls: { cert: "/nowhere/cert.pem", key: "/nowhere/key.pem" } })).rejects.toThrow(
      "ENOENT",
    );
  });
});

describe("back-pressure", () => {
  it("refuses requests but no probes while the event loop lags", async () => {
    const { ask, post } = await startService({ maxEventLoopDelay: 20 });
    const busy = setInterval(() => {
      const until = performance.now() + 100;
      while (performance.now() < until);
    }, 105);
    try {
      let refused = await post("/predict", RECORD);
      for (let i = 0; i < 200 && refused.status === 200; i++) {
        await sleep(50);
        refused = await post("/predict", RECORD);
      }
      expect(refused).toMatchObject({ status: 503, body: { type: "OverloadedError" } });
      expect(refused.headers.get("retry-after")).toBe("2");
      expect((await ask("/live")).status).toBe(200);
      expect((await ask("/health")).status).toBe(200);
    } finally {
      clearInterval(busy);
    }
    let response = await post("/predict", RECORD);
    for (let i = 0; i < 50 && response.status !== 200; i++) {
      await sleep(100);
      response = await post("/predict", RECORD);
    }
    expect(response.status).toBe(200);
  });
});

describe("a request without a route", () => {
  const get = (path: string, headers: string): string => `GET ${path} HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`;

  it.each([
    ["without Host", get("/health", ""), 400, "BadRequestError", "/health"],
    ["with an invalid URL", get("/%zz", "Host: localhost\r\n"), 400, "BadRequestError", "none"],
    [
      "with a URL that is too long",
      get(`/v2/models/${"a".repeat(200)}`, "Host: localhost\r\n"),
      414,
      "BadRequestError",
      "none",
    ],
  ])("%s is processed like others, logged and counted", async (_name, request, status, type, route) => {
    const { send, ask, stop } = await startService();
    const response = await send(request);
    expect(response).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [^]*"type":"${type}"`));
    for (const name of ["content-security-policy", "x-request-id", "cache-control"])
      expect(response.match(new RegExp(`^${name}: `, "gim"))).toHaveLength(1);
    expect((await ask("/metrics")).text).toContain(`supportvector_errors_total{type="${type}"} 1`);
    expect(await stop()).toContain(`"route":"${route}"`);
  });

  it("counts against the rate limit", async () => {
    const { send } = await startService({ rateLimit: { max: 1 } });
    const request = get("/%zz", "Host: localhost\r\n");
    expect([await send(request), await send(request)].map((response) => response.slice(9, 12))).toEqual(["400", "429"]);
  });

  it("is not one with an unknown expectation, nor one of HTTP/1.0 without Host", async () => {
    const { send } = await startService();
    expect(await send(get("/health", "Host: localhost\r\nExpect: wonders\r\n"))).toMatch(
      /^HTTP\/1\.1 200 .*"status":"healthy"/s,
    );
    // A client of HTTP/1.0 may have no name for the server.
    expect(await send(get("/health", "").replace("1.1", "1.0"))).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe("headers", () => {
  it("are the same in injected responses", async () => {
    const service = await buildService({ log: false });
    const address = await service.listen({ host: "127.0.0.1", port: 0 });
    const inject = { method: "GET", url: "/health", headers: { "x-request-id": "trace-4711" } } as const;
    const injected = Object.keys((await service.inject(inject)).headers);
    const sent = [...(await fetch(`${address}/health`, { headers: inject.headers })).headers.keys()];
    await service.close();
    expect(sent.filter((name) => name !== "keep-alive").sort()).toEqual(injected.sort());
    expect(injected).toContain("content-security-policy");
  });

  it("restrict browsers, and give clients the id of the request in the log", async () => {
    const { ask, post, stop } = await startService();
    const predictions = [["/predict", RECORD] as const, ["/batch_predict", { instances: [RECORD] }] as const];
    for (const { headers } of [
      ...(await Promise.all(["/health", "/docs", "/nothing"].map((path) => ask(path)))),
      ...(await Promise.all(predictions.map(([path, body]) => post(path, body)))),
      await post("/predict", {}),
    ]) {
      expect(headers.get("content-security-policy")).toMatch(/^default-src 'none';/);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("strict-transport-security")).toBeNull();
      expect(headers.get("x-request-id")).toMatch(/^[0-9a-f]{16}-\d+$/);
      expect(headers.get("content-length")).toMatch(/^\d+$/);
    }
    const given = await ask("/health", { headers: { "X-Request-Id": "trace-4711" } });
    expect(given.headers.get("x-request-id")).toBe("trace-4711");
    const refused = await ask("/health", { headers: { "X-Request-Id": 'a"b{}' } });
    const own = refused.headers.get("x-request-id");
    expect(own).toMatch(/^[0-9a-f]{16}-\d+$/);
    expect(await stop()).toMatch(new RegExp(`"reqId":"trace-4711".*"reqId":"${own}"`, "s"));
  });
});
