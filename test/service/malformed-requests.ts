// Malformed requests. The service responds to each, and none causes a fault.

import { Agent, request } from "node:http";
import fc from "fast-check";
import { afterAll, beforeAll, expect } from "vitest";
import { RECORD, type RunningService, startService, stopServices } from "../support/service.js";

const names = Object.keys(RECORD);
const valid = JSON.stringify(RECORD);

/** Numbers that JSON can write but a double cannot hold, and malformed ones. */
const oddNumber = fc.constantFrom(
  "1e999",
  "-1e999",
  "1e-999",
  "-0",
  "9".repeat(400),
  "1E+400",
  "0.1e1",
  "5e-324",
  "00",
  "+1",
  ".5",
);

/** The text of any JSON value. */
const anyJson = fc.oneof(
  { weight: 3, arbitrary: fc.json({ maxDepth: 3 }) },
  fc.constantFrom("null", "true", '""', "[]", "{}", "0", "[null]", "[[]]", "[{}]", "NaN", "undefined", "'a'"),
  oddNumber,
);

const anyKey = fc.oneof(
  fc.constantFrom(...names, "instances", "inputs", "dataframe_split", "columns", "data", "shape", "name", "datatype"),
  fc.constantFrom("__proto__", "constructor", "prototype", "toString", "\\u005f_proto__", "length", ""),
  fc.integer({ min: 1, max: 10_000 }).map((length) => "k".repeat(length)),
);

/** A record with wrong values and missing keys. */
const changedRecord = fc
  .array(fc.tuple(fc.constantFrom(...names), fc.oneof(anyJson, fc.constant(undefined))), { minLength: 1, maxLength: 4 })
  .map((changes) => {
    const values = new Map(names.map((name) => [name, String(RECORD[name])]));
    for (const [name, value] of changes)
      if (value === undefined) values.delete(name);
      else values.set(name, value);
    return `{${[...values].map(([name, value]) => `"${name}":${value}`).join()}}`;
  });

const extraKeys = fc.array(fc.tuple(anyKey, anyJson), { minLength: 1, maxLength: 3 }).map((pairs) => {
  const members = pairs.map(([key, value]) => `"${key}":${value}`).join();
  return `{${members},${valid.slice(1, -1)},${members}}`;
});

const prototypes = fc.constantFrom(
  `{"__proto__":{"Age":1},${valid.slice(1)}`,
  `{"constructor":{"prototype":{"Age":1}},${valid.slice(1)}`,
  `{"constructor":1,${valid.slice(1)}`,
  `{"\\u005f\\u005fproto__":null,${valid.slice(1)}`,
  `{"instances":[{"__proto__":[]}]}`,
  `{"inputs":{"__proto__":[1]}}`,
  `{"dataframe_split":{"columns":["__proto__","constructor"],"data":[[1,2]]}}`,
  `{"inputs":[{"name":"__proto__","shape":[1],"datatype":"FP64","data":[1]}]}`,
);

const nested = fc
  .tuple(
    fc.integer({ min: 1, max: 8000 }),
    fc.boolean(),
    fc.constantFrom("[", '{"a":', '{"instances":[', '[{"inputs":'),
  )
  .map(([depth, closed, open]) => {
    const times = Math.floor(depth / open.length);
    const close = [...open]
      .reverse()
      .map((character) => ({ "[": "]", "{": "}" })[character] ?? "")
      .join("");
    return open.repeat(times) + (closed ? `1${close.repeat(times)}` : "");
  });

/** A body of one of the protocols with a part replaced. */
const protocolBody = fc
  .tuple(
    fc.constantFrom(
      (part: string) => `{"instances":${part}}`,
      (part: string) => `{"instances":[${valid},${part}]}`,
      (part: string) => `{"dataframe_records":[${part}]}`,
      (part: string) => `{"dataframe_split":${part}}`,
      (part: string) => `{"dataframe_split":{"columns":${part},"data":[[1]]}}`,
      (part: string) => `{"dataframe_split":{"columns":["Age"],"data":${part}}}`,
      (part: string) => `{"inputs":${part}}`,
      (part: string) => `{"inputs":{"Age":${part}}}`,
      (part: string) => `{"inputs":[${part}]}`,
      (part: string) => `{"inputs":[{"name":"Age","shape":${part},"datatype":"FP64","data":[1]}]}`,
      (part: string) => `{"inputs":[{"name":"Age","shape":[1],"datatype":"FP64","data":${part}}]}`,
      (part: string) => `{"inputs":[{"name":"Age","shape":[1],"datatype":${part},"data":[1]}]}`,
      (part: string) =>
        `{"inputs":[{"name":"Age","shape":[1],"datatype":"BYTES","data":["YQ=="],"parameters":${part}}]}`,
      (part: string) => `{"inputs":[{"name":"Age","shape":[1],"datatype":"BOOL","data":[true]}],"outputs":${part}}`,
      (part: string) => `{"inputs":[{"name":"Age","shape":[1],"datatype":"BOOL","data":[true]}],"parameters":${part}}`,
    ),
    anyJson,
  )
  .map(([wrap, part]) => wrap(part));

const text = fc.oneof(changedRecord, extraKeys, prototypes, nested, protocolBody, anyJson);

/** Text with a few characters removed or replaced. */
const broken = fc
  .tuple(text, fc.nat(), fc.nat({ max: 3 }), fc.string({ maxLength: 3 }))
  .map(([whole, at, gone, put]) => {
    const begin = whole.length === 0 ? 0 : at % whole.length;
    return whole.slice(0, begin) + put + whole.slice(begin + gone);
  });
const truncated = fc.tuple(text, fc.nat()).map(([whole, at]) => whole.slice(0, at % (whole.length + 1)));

const body: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 4, arbitrary: text.map((whole) => Buffer.from(whole)) },
  { weight: 2, arbitrary: broken.map((whole) => Buffer.from(whole)) },
  { weight: 2, arbitrary: truncated.map((whole) => Buffer.from(whole)) },
  text.map((whole) => Buffer.from(`\ufeff${whole}`)),
  text.map((whole) => Buffer.from(`\ufeff${whole}`, "utf16le")),
  text.map((whole) => Buffer.concat([Buffer.from(whole), Buffer.from([0xc3, 0x28, 0xff])])),
  fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
  fc.constant(Buffer.alloc(50_001, " ")),
);

const sent = fc.record({
  method: fc.oneof({ weight: 20, arbitrary: fc.constant("POST") }, fc.constantFrom("PUT", "PATCH", "DELETE", "GET")),
  path: fc.oneof(
    {
      weight: 10,
      arbitrary: fc.constantFrom("/predict", "/batch_predict", "/invocations", "/v2/models/absenteeism/infer"),
    },
    fc.constantFrom("/", "//", "/v2/models/%00/infer", "/v2/models/%E0%A4%A/infer", "/predict?__proto__=1", "/metrics"),
  ),
  type: fc.oneof(
    { weight: 10, arbitrary: fc.constant("application/json") },
    fc.constantFrom(
      "application/json; charset=utf-16",
      "text/json",
      "text/plain",
      "application/x-ndjson",
      "json",
      "*/*",
      "",
    ),
  ),
  body,
});
type Sent = typeof sent extends fc.Arbitrary<infer T> ? T : never;

function ask({ agent, api }: Target, { method, path, type, body }: Sent): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { "Content-Type": type, "Content-Length": body.length };
    const asked = request({ agent, host: "127.0.0.1", port: api.port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode!, text: Buffer.concat(chunks).toString("utf8") }));
    });
    asked.setTimeout(20_000, () => asked.destroy(new Error("no response")));
    asked.on("error", reject);
    asked.end(body);
  });
}

/** A service, and the connections to it. */
interface Target {
  readonly api: RunningService;
  readonly agent: Agent;
}

/** Starts the service before the tests of a file, and stops it after them. */
export function startTarget(): () => Target {
  let target: Target;
  beforeAll(async () => {
    const api = await startService({ bodyLimit: 50_000, log: { level: "silent" } });
    target = { api, agent: new Agent({ keepAlive: true, maxSockets: 50 }) };
  });
  afterAll(async () => {
    target.agent.destroy();
    await stopServices();
  });
  return () => target;
}

/** Sends malformed requests, 50 at a time. */
export async function sendMalformedRequests(target: Target, count: number): Promise<void> {
  const statuses = new Map<number, number>();
  const many = fc.array(sent, { minLength: 50, maxLength: 50, size: "max" });
  await fc.assert(
    fc.asyncProperty(many, async (requests) => {
      for (const { status, text } of await Promise.all(requests.map((request) => ask(target, request)))) {
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (status === 200) expect(text).not.toMatch(/null,"unit"|NaN|Infinity/);
        else
          expect(JSON.parse(text)).toEqual(
            expect.objectContaining({ error: expect.any(String), type: expect.any(String) }),
          );
        expect(status).toBeLessThan(500);
      }
    }),
    { numRuns: count / 50 },
  );
  // The requests reach all parts of the service.
  expect([...statuses.keys()].sort()).toEqual([200, 400, 404, 405, 413, 415]);
  expect((await target.api.post("/predict", RECORD)).body.prediction).toBe(0);
  expect(({} as Record<string, unknown>)["Age"]).toBeUndefined();
}

/** Sends bytes that are not HTTP or end too early, over 20 connections at a time. */
export async function sendBrokenHttp({ api }: Target, count: number): Promise<void> {
  const head = "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
  const wire = fc.oneof(
    fc
      .nat({ max: valid.length - 1 })
      .map((length) => `${head}Content-Length: ${valid.length}\r\n\r\n${valid.slice(0, length)}`),
    fc
      .constantFrom("-1", "1e3", "0x10", "99999999999999999999", "1, 2", "")
      .map((length) => `${head}Content-Length: ${length}\r\n\r\n${valid}`),
    fc
      .constantFrom("zz\r\n", "-1\r\n", "FFFFFFFFFFFFFFFFF\r\n", "5\r\nab")
      .map((chunk) => `${head}Transfer-Encoding: chunked\r\n\r\n${chunk}`),
    fc.string({ unit: "binary", maxLength: 60 }).map((line) => `${line}\r\n\r\n`),
    fc.string({ unit: "binary-ascii", maxLength: 30 }).map((name) => `${head}${name}: 1\r\nContent-Length: 0\r\n\r\n`),
    fc.constant(`${head}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n1\r\n0\r\n\r\n`),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(wire, { minLength: 20, maxLength: 20, size: "max" }), async (texts) => {
      for (const response of await Promise.all(texts.map((text) => api.sendAndEnd(text))))
        expect(response).toMatch(/^$|^HTTP\/1.1 4\d\d /);
    }),
    { numRuns: count / 20 },
  );
  expect((await api.post("/predict", RECORD)).status).toBe(200);
}
