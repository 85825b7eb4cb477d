// The ids of requests, which responses and the log carry.

import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Characters that neither a header nor JSON has to escape. */
const VALID = /^[\w.-]{8,64}$/;

/**
 * Returns a function that gives requests their ids: the client's `X-Request-Id` if it is valid,
 * else the next number of this process.
 */
export function requestIds(): (request: IncomingMessage) => string {
  const process = randomBytes(8).toString("hex");
  let count = 0;
  return ({ headers }) => {
    const given = headers["x-request-id"];
    return typeof given === "string" && VALID.test(given) ? given : `${process}-${++count}`;
  };
}
