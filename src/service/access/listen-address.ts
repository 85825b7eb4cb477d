// The addresses that a service may listen on. Without API keys, only addresses of this machine.

import { BlockList, isIPv6 } from "node:net";
import type { ApiKey } from "./api-keys.js";

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

/** What decides whether an address is allowed. */
export interface Exposure {
  readonly apiKeys: readonly ApiKey[];
  /** Whether clients of other machines may send requests without a key. */
  readonly allowAnonymous: boolean;
}

/**
 * Makes sure that a service without API keys is not exposed by accident. To be called before
 * listening.
 *
 * @throws Error if other machines reach the address, there are no keys, and anonymous clients are
 *   not allowed
 */
export function checkListenAddress(host: string, { apiKeys, allowAnonymous }: Exposure): void {
  if (apiKeys.length > 0 || allowAnonymous || isLoopback(host)) return;
  throw new Error(`expected API keys, since other machines reach ${host}, got none`);
}

function isLoopback(host: string): boolean {
  return host === "localhost" || LOOPBACK.check(host, isIPv6(host) ? "ipv6" : "ipv4");
}
