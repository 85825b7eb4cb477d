// What goes over the wire against Fastify on Node's own classes: bodies that come in pieces, answers that go as one.

import { once } from "node:events";
import { createServer, ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { errorCodes, type FastifyInstance, fastify } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SingleWriteResponse } from "../../src/service/single-write.js";
import { readWholeBodies, WholeBodyRequest } from "../../src/service/whole-body.js";

const LIMIT = 300;

/** What Fastify finds wrong with how it is used. */
const warnings: string[] = [];

/** Answers with what it was sent, or with a long text; at `/late` it reads a body only after its first pieces have come. */
async function serve(own: boolean): Promise<FastifyInstance> {
  const options = { bodyLimit: LIMIT, onProtoPoisoning: "ignore", onConstructorPoisoning: "ignore" } as const;
  const logger = { level: "warn", stream: { write: (line: string) => void warnings.push(line) } };
  const http = { IncomingMessage: WholeBodyRequest, ServerResponse: SingleWriteResponse };
  const service = fastify(own ? { ...options, http, logger } : options) as unknown as FastifyInstance;
  if (own) readWholeBodies(service, LIMIT, () => new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE());
  service.post("/", (request, reply) => void reply.send(JSON.stringify({ body: request.body })));
  const wait = (): Promise<void> => sleep(3);
  service.post("/late", { onRequest: wait }, (request, reply) => void reply.send(JSON.stringify(request.body)));
  service.get("/long", (_request, reply) => void reply.send("täglich ".repeat(500_000)));
  service.get("/empty", (_request, reply) => void reply.send(""));
  await service.listen({ host: "127.0.0.1", port: 0 });
  return service;
}

let own: FastifyInstance;
let plain: FastifyInstance;
beforeAll(async () => {
  [own, plain] = await Promise.all([serve(true), serve(false)]);
});
afterAll(() => Promise.all([own.close(), plain.close()]));

/** All that a service sends until it closes the connection, without the time. */
async function exchange(service: FastifyInstance, pieces: readonly Buffer[]): Promise<string> {
  const socket = connect((service.server.address() as AddressInfo).port, "127.0.0.1").setNoDelay();
  const received: Buffer[] = [];
  socket.on("data", (bytes) => received.push(bytes)).on("error", () => {});
  for (const piece of pieces) {
    if (socket.destroyed) break;
    socket.write(piece);
    // Else the pieces would come as one.
    await sleep(1);
  }
  if (!socket.closed) await once(socket, "close");
  return Buffer.concat(received)
    .toString()
    .replace(/^Date: .*\r\n/gim, "");
}

async function expectSame(pieces: readonly Buffer[]): Promise<string> {
  const [ours, theirs] = await Promise.all([exchange(own, pieces), exchange(plain, pieces)]);
  expect(ours).toBe(theirs);
  return ours;
}

/** Bytes in pieces that begin at these shares of them. */
function cut(bytes: Buffer, shares: readonly number[]): Buffer[] {
  const cuts = [0, ...shares.map((share) => Math.floor(share * bytes.length)), bytes.length].sort((a, b) => a - b);
  return cuts.slice(1).map((end, i) => bytes.subarray(cuts[i]!, end));
}

const body = fc.oneof(
  fc.json({ maxDepth: 2, stringUnit: "binary" }),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constant("\uFEFF{}"),
  fc.constant(`"${"é".repeat(LIMIT)}"`),
);
const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 });
const get = (path: string, more = ""): string => `GET ${path} HTTP/1.1\r\nHost: test\r\n${more}\r\n`;
const head = (path: string, more: string): string =>
  `POST ${path} HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n${more}\r\n`;
const CLOSE = "Connection: close\r\n";

describe("a body", () => {
  it("is read as Fastify reads it, however it comes", async () => {
    await fc.assert(
      fc.asyncProperty(body, shares, fc.constantFrom("/", "/late"), fc.boolean(), async (text, at, path, chunked) => {
        const bytes = Buffer.from(text);
        const told = chunked ? "Transfer-Encoding: chunked\r\n" : `Content-Length: ${bytes.length}\r\n`;
        const pieces = cut(bytes, at).filter(({ length }) => length > 0);
        const sent = chunked
          ? [
              ...pieces.map((piece) =>
                Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n")]),
              ),
              Buffer.from("0\r\n\r\n"),
            ]
          : pieces;
        await expectSame([Buffer.from(head(path, told + CLOSE)), ...sent]);
      }),
      { numRuns: 150 },
    );
  });

  it("may come with its head, and be followed by other requests at once", async () => {
    const asked = [
      head("/", "Content-Length: 7\r\n"),
      '{"a":1}',
      get("/long"),
      head("/late", "Content-Length: 4\r\n"),
      '"é"',
      get("/empty", CLOSE),
    ];
    const answer = await expectSame([Buffer.from(asked.join(""))]);
    expect(answer.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(4);
  });

  it("is refused while it is still coming, once it is too long", async () => {
    const piece = `c8\r\n${"1".repeat(200)}\r\n`;
    const told = head("/", "Transfer-Encoding: chunked\r\n");
    expect(await expectSame([told, piece, piece].map((text) => Buffer.from(text)))).toMatch(/^HTTP\/1\.1 413 /);
    await exchange(own, [Buffer.from(told + piece.repeat(5))]);
    expect(warnings).toEqual([]);
  });

  it("that nobody reads does not block the connection", async () => {
    const unread = `POST /nothing HTTP/1.1\r\nHost: test\r\nContent-Length: 100000\r\n\r\n${"x".repeat(100_000)}`;
    const answer = await expectSame([Buffer.from(unread + get("/empty", CLOSE))]);
    expect(answer).toMatch(/^HTTP\/1\.1 404 .*HTTP\/1\.1 200 /s);
  });

  it("may be injected", async () => {
    const payload = { name: "é" };
    const request = { method: "POST", url: "/", payload } as const;
    expect((await own.inject(request)).json()).toEqual({ body: payload });
    expect((await own.inject({ ...request, payload: { name: "x".repeat(LIMIT) } })).statusCode).toBe(413);
  });
});

describe("an answer", () => {
  it.each([
    ["without a head", (response: ServerResponse) => response.end("täglich")],
    ["in an encoding", (response: ServerResponse) => response.writeHead(200).end("dMOkZ2xpY2g=", "base64")],
    ["with a callback", (response: ServerResponse) => response.writeHead(200).end("täglich", () => {})],
    ["in parts", (response: ServerResponse) => response.writeHead(200).write("täg") && response.end("lich")],
  ])("that others than Fastify end, %s, is what Node would write", async (_name, answer) => {
    const told = await Promise.all(
      [SingleWriteResponse, ServerResponse].map(async (Response) => {
        const server = createServer({ ServerResponse: Response }, (_request, response) => void answer(response));
        await once(server.listen(0, "127.0.0.1"), "listening");
        const text = await exchange({ server } as FastifyInstance, [Buffer.from(get("/", CLOSE))]);
        server.close();
        return text;
      }),
    );
    expect(told[0]).toBe(told[1]);
    expect(told[0]).toContain("lich");
  });

  it.each(["/long", "/empty", "/nothing"])("of GET %s is what Node would write, and of HEAD", async (path) => {
    await expectSame([Buffer.from(get(path, CLOSE))]);
    await expectSame([Buffer.from(get(path, CLOSE).replace("GET", "HEAD"))]);
    await expectSame([Buffer.from(get(path).replace("1.1", "1.0"))]);
  });

  it.each([
    ["with a length", 200, { "Content-Length": 7 }],
    ["in chunks", 404, {}],
    ["without a body", 204, {}],
    ["with headers that were set one by one", 200, undefined],
  ])("has its ready lines beside all that Node writes, %s", async (_name, status, headers) => {
    const lines = "one: 1\r\ntwo: 2\r\n";
    for (const version of ["HTTP/1.1", "HTTP/1.0"]) {
      const [ready, plain] = await Promise.all(
        [lines, ""].map((readyLines) => askOnce(version, readyLines, status, headers)),
      );
      expect(ready).toMatch(/^HTTP\/1\.1 \d+ [\w ]+\r\none: 1\r\ntwo: 2\r\n/);
      expect(ready!.replace(lines, "")).toBe(plain);
    }
  });
});

/** What a server answers of which each answer has these ready lines. */
async function askOnce(version: string, readyLines: string, status: number, headers?: object): Promise<string> {
  const server = createServer({ ServerResponse: SingleWriteResponse }, (_request, response) => {
    response.readyLines = readyLines;
    if (headers) response.writeHead(status, { ...headers });
    else response.setHeader("three", "3");
    response.end("t\u00e4gli");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const text = await exchange({ server } as unknown as FastifyInstance, [
    Buffer.from(get("/", CLOSE).replace("HTTP/1.1", version)),
  ]);
  server.close();
  return text;
}
