// Successful responses with JSON that is text already.

import type { FastifyReply } from "fastify";
import { encodingOf } from "./single-write.js";

/** Sends JSON text with the status 200. Returns the reply, which handlers return in turn. */
export type SendJson = (reply: FastifyReply, json: string) => FastifyReply;

const TYPE = "application/json; charset=utf-8";

/** Sends by Fastify, which runs the `onSend` hooks of the program that it belongs to. */
export const sendByFastify: SendJson = (reply, json) => reply.type(TYPE).send(json);

/**
 * Returns a function that sends by Node's response, without `onSend` hooks. Fastify collects the
 * headers one by one, and asks several times what the text is. To see what that takes, return
 * `sendByFastify` here and run `npm run bench:service`. It can go once that shows no difference.
 *
 * @param headers that all responses have
 */
export function sendDirectly(headers: Readonly<Record<string, string>>): SendJson {
  const constant = Object.entries({ ...headers, "content-type": TYPE }).flat();
  return (reply, json) => {
    const length = Buffer.byteLength(json);
    // Tells Fastify that the response is no longer its own.
    reply.hijack();
    reply.raw
      .writeHead(200, [...constant, "x-request-id", reply.request.id, "content-length", `${length}`])
      .end(json, encodingOf(json, length));
    return reply;
  };
}
