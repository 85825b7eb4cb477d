// The bytes on the wire against those of Fastify with Node's own classes: bodies that arrive in
// chunks, responses that leave in one write.

import { once } from "node:events";
import { createServer, ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { errorCodes, type FastifyInstance, fastify } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SingleWriteResponse } from "../../src/service/http/single-write.js";
import { createTurns } from "../../src/service/http/turns.js";
import { parseWholeBodies, WholeBodyRequest } from "../../src/service/http/whole-body.js";

const LIMIT = 300;

const takeTurns = createTurns({}, () => "anybody");

/** Warnings of Fastify about its use. */
const warnings: string[] = [];

/**
 * Returns the body that it got, or a long text. At `/late` it reads a body only after the first
 * chunks have arrived.
 */
async function serve(own: boolean): Promise<FastifyInstance> {
  const options = { bodyLimit: LIMIT, onProtoPoisoning: "ignore", onConstructorPoisoning: "ignore" } as const;
  const logger = { level: "warn", stream: { write: (line: string) => void warnings.push(line) } };
  const http = { IncomingMessage: WholeBodyRequest, ServerResponse: SingleWriteResponse };
  const service = fastify(own ? { ...options, http, logger } : options) as unknown as FastifyInstance;
  if (own) parseWholeBodies(service, LIMIT, () => new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE(), takeTurns);
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

/** Returns all that a service sends until it closes the connection, without the time. */
async function exchange(service: FastifyInstance, chunks: readonly Buffer[]): Promise<string> {
  const socket = connect((service.server.address() as AddressInfo).port, "127.0.0.1").setNoDelay();
  const received: Buffer[] = [];
  socket.on("data", (bytes) => received.push(bytes)).on("error", () => {});
  for (const chunk of chunks) {
    if (socket.destroyed) break;
    socket.write(chunk);
    // Without a pause the chunks would arrive as one.
    await sleep(1);
  }
  if (!socket.closed) await once(socket, "close");
  return Buffer.concat(received)
    .toString()
    .replace(/^Date: .*\r\n/gim, "");
}

async function expectSame(chunks: readonly Buffer[]): Promise<string> {
  const [ours, theirs] = await Promise.all([exchange(own, chunks), exchange(plain, chunks)]);
  expect(ours).toBe(theirs);
  return ours;
}

/** Cuts bytes into chunks at these fractions of their length. */
function cut(bytes: Buffer, fractions: readonly number[]): Buffer[] {
  const cuts = [0, ...fractions.map((fraction) => Math.floor(fraction * bytes.length)), bytes.length].sort(
    (a, b) => a - b,
  );
  return cuts.slice(1).map((end, i) => bytes.subarray(cuts[i]!, end));
}

const body = fc.oneof(
  fc.json({ maxDepth: 2, stringUnit: "binary" }),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constant("\uFEFF{}"),
  fc.constant(`"${"é".repeat(LIMIT)}"`),
);
const fractions = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 });
const get = (path: string, more = ""): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;
const head = (path: string, more: string): string =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${more}\r\n`;
const CLOSE = "Connection: close\r\n";

describe("a body", () => {
  it("is read as Fastify reads it, in any chunks", async () => {
    await fc.assert(
      fc.asyncProperty(
        body,
        fractions,
        fc.constantFrom("/", "/late"),
        fc.boolean(),
        async (text, at, path, chunked) => {
          const bytes = Buffer.from(text);
          const length = chunked ? "Transfer-Encoding: chunked\r\n" : `Content-Length: ${bytes.length}\r\n`;
          const chunks = cut(bytes, at).filter(({ length }) => length > 0);
          const sent = chunked
            ? [
                ...chunks.map((chunk) =>
                  Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from("\r\n")]),
                ),
                Buffer.from("0\r\n\r\n"),
              ]
            : chunks;
          await expectSame([Buffer.from(head(path, length + CLOSE)), ...sent]);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("may arrive with its head, followed by other requests", async () => {
    const asked = [
      head("/", "Content-Length: 7\r\n"),
      '{"a":1}',
      get("/long"),
      head("/late", "Content-Length: 4\r\n"),
      '"é"',
      get("/empty", CLOSE),
    ];
    const response = await expectSame([Buffer.from(asked.join(""))]);
    expect(response.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(4);
  });

  it("is refused while it arrives, once it is too long", async () => {
    const chunk = `c8\r\n${"1".repeat(200)}\r\n`;
    const length = head("/", "Transfer-Encoding: chunked\r\n");
    expect(await expectSame([length, chunk, chunk].map((text) => Buffer.from(text)))).toMatch(/^HTTP\/1\.1 413 /);
    await exchange(own, [Buffer.from(length + chunk.repeat(5))]);
    expect(warnings).toEqual([]);
  });

  it("that nobody reads does not block the connection", async () => {
    const unread = `POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n${"x".repeat(100_000)}`;
    const response = await expectSame([Buffer.from(unread + get("/empty", CLOSE))]);
    expect(response).toMatch(/^HTTP\/1\.1 404 .*HTTP\/1\.1 200 /s);
  });

  it("may be injected", async () => {
    const payload = { name: "é" };
    const request = { method: "POST", url: "/", payload } as const;
    expect((await own.inject(request)).json()).toEqual({ body: payload });
    expect((await own.inject({ ...request, payload: { name: "x".repeat(LIMIT) } })).statusCode).toBe(413);
  });
});

describe("a response", () => {
  it.each([
    ["without a head", (response: ServerResponse) => response.end("täglich")],
    ["in an encoding", (response: ServerResponse) => response.writeHead(200).end("dMOkZ2xpY2g=", "base64")],
    ["in Latin-1", (response: ServerResponse) => response.writeHead(200).end("täglich", "latin1")],
    ["in UTF-8", (response: ServerResponse) => response.writeHead(200).end("täglich", "utf8")],
    ["with a callback", (response: ServerResponse) => response.writeHead(200).end("täglich", () => {})],
    ["in parts", (response: ServerResponse) => response.writeHead(200).write("täg") && response.end("lich")],
  ])("that other code than Fastify ends, %s, equals Node's", async (_name, respond) => {
    const received = await Promise.all(
      [SingleWriteResponse, ServerResponse].map(async (Response) => {
        const server = createServer({ ServerResponse: Response }, (_request, response) => void respond(response));
        await once(server.listen(0, "127.0.0.1"), "listening");
        const text = await exchange({ server } as FastifyInstance, [Buffer.from(get("/", CLOSE))]);
        server.close();
        return text;
      }),
    );
    expect(received[0]).toBe(received[1]);
    expect(received[0]).toContain("lich");
  });

  it.each(["/long", "/empty", "/nothing"])("to GET and HEAD %s equals Node's", async (path) => {
    await expectSame([Buffer.from(get(path, CLOSE))]);
    await expectSame([Buffer.from(get(path, CLOSE).replace("GET", "HEAD"))]);
    await expectSame([Buffer.from(get(path).replace("1.1", "1.0"))]);
  });
});
