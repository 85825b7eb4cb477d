// JSON bodies, collected as Node's parser delivers them. Reading a small body from a stream, as
// Fastify does, takes 4 to 5 % of a request more. To see it, remove `IncomingMessage` from
// server.ts and run `npm run bench:service`. It can go once that shows no difference.
//
// The class only uses documented methods: Node's option `IncomingMessage`, and `push` and `read(0)`
// of readable streams. If a Node stopped calling `push`, no body would arrive and every test would
// fail. test/service/wire.test.ts compares all bodies with Fastify's.

import { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";
import { decodeUtf8, isIdentity, notIdentity, notUtf8 } from "./body-encoding.js";
import type { SlicedWork, TakeTurns } from "./turns.js";

/** Receives the chunks of a body, and null at its end. */
type Receive = (chunk: Buffer | null) => void;

/**
 * Node's `IncomingMessage`, except that a function may receive the body without a stream. To be
 * passed to a server as its option `IncomingMessage`.
 */
export class WholeBodyRequest extends IncomingMessage {
  declare private receive: Receive | undefined;

  /**
   * Sends the body to a function. Does nothing if a part of the body has already arrived, which
   * then is in the stream.
   *
   * @returns whether the function receives the body
   */
  sendBodyTo(receive: Receive): boolean {
    if (this.complete || this.readableLength > 0) return false;
    this.receive = receive;
    // Tells Node that the body is wanted. Otherwise Node would read the stream to discard it.
    this.read(0);
    return true;
  }

  /** Receives what has arrived. Node's parser calls it, as it would call any readable stream. */
  override push(chunk: Buffer | null): boolean {
    const { receive } = this;
    if (!receive) return super.push(chunk);
    // Node keeps a request until the next one of its connection. This frees the body before.
    if (chunk === null) this.receive = undefined;
    receive(chunk);
    return true;
  }
}

/** Bytes of a body that are parsed at once: within 0.2 ms. Larger bodies wait for a turn. */
const SMALL = 16 * 1024;

/**
 * Adds a parser for JSON bodies to a service.
 *
 * @param limit in bytes
 * @param tooLarge creates the error for a body above the limit
 */
export function parseWholeBodies(
  service: FastifyInstance,
  limit: number,
  tooLarge: () => Error,
  takeTurns: TakeTurns,
): void {
  // A key such as __proto__ is an unknown key like any other. Values are only read by known names.
  const parse = service.getDefaultJsonParser("ignore", "ignore");
  service.addContentTypeParser("application/json", (request, payload, done) => {
    const { headers } = request;
    if (!isIdentity(headers["content-encoding"])) {
      done(notIdentity());
      return;
    }
    if (Number(headers["content-length"]) > limit) {
      done(tooLarge());
      return;
    }
    const receive = collect(limit, (body) => {
      if (!body) {
        done(tooLarge());
        return;
      }
      const parseText = (): void => {
        const text = decodeUtf8(body);
        if (text === undefined) done(notUtf8());
        else parse(request, text, done);
      };
      if (body.length <= SMALL) parseText();
      else takeTurns(request, once(parseText)).catch(done);
    });
    if (payload instanceof WholeBodyRequest && payload.sendBodyTo(receive)) return;
    payload
      .on("data", receive)
      .on("end", () => receive(null))
      .on("error", done);
  });
}

/** Returns work of a single slice. */
function once<T>(run: () => T): SlicedWork<T> {
  return { next: () => ({ done: true, value: run() }) };
}

/** @param done receives the body, or undefined as soon as the body exceeds the limit */
function collect(limit: number, done: (body: Buffer | undefined) => void): Receive {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return (chunk) => {
    // The rest of a body that has been refused.
    if (bytes > limit) return;
    if (chunk === null) {
      done(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
      return;
    }
    bytes += chunk.length;
    if (bytes > limit) done(undefined);
    else chunks.push(chunk);
  };
}
