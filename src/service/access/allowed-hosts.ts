// The names that requests may have in the header `Host`. A page from elsewhere can make its own
// name point to 127.0.0.1 (DNS rebinding). The browser then lets it read responses of this service
// as if they were its own. Only the name in `Host` gives such requests away.

import type { FastifyInstance } from "fastify";
import { ServiceError } from "../errors/errors.js";
import type { RequestHook } from "../http/route-hooks.js";
import { isLoopback } from "./loopback.js";

/** Names of this machine with any port: `localhost`, names below it, 127.0.0.0/8 and `[::1]`. */
const LOCAL = /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])\.?(?::\d*)?$/i;

/**
 * Returns a hook that refuses requests for other names, or undefined if all names are allowed. API
 * keys make the check needless, since no page knows them.
 *
 * @param secured whether requests need an API key
 * @param allowed further names, without ports. Undefined: all, except on loopback without keys
 */
export function restrictHosts(
  service: FastifyInstance,
  secured: boolean,
  allowed: readonly string[] | undefined,
): RequestHook | undefined {
  if (secured && !allowed) return undefined;
  const names = new Set(allowed?.map((name) => name.toLowerCase()));
  let isRestricted = allowed !== undefined;
  service.server.on("listening", () => {
    const address = service.server.address();
    isRestricted ||= address !== null && typeof address === "object" && isLoopback(address.address);
  });
  return ({ headers: { host } }) => {
    // Without `Host` there is no browser: `requireHost` only lets HTTP/1.0 pass.
    if (!isRestricted || host === undefined || LOCAL.test(host) || names.has(nameOf(host))) return undefined;
    throw new ServiceError(421, "MisdirectedRequestError", MESSAGE);
  };
}

const MESSAGE =
  "expected Host to name this machine or an allowed host, got another name: use localhost, or allow the name by allowedHosts or --allowed-host";

function nameOf(host: string): string {
  return host.replace(/:\d*$/, "").toLowerCase();
}
