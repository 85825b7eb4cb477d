// Which addresses a service may listen on: without keys, those that nobody else reaches.

import { BlockList, isIPv6 } from "node:net";
import type { ApiKey } from "./api-keys.js";

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

/** What decides whether an address will do. */
export interface Exposure {
  readonly apiKeys: readonly ApiKey[];
  /** Whether everybody who reaches the address may ask. */
  readonly allowAnonymous: boolean;
}

/**
 * Makes sure that a service without API keys is not reachable by accident. To be called before listening.
 *
 * @throws Error if others than this machine could ask, there are no keys, and this is not what was asked for
 */
export function checkListenAddress(host: string, { apiKeys, allowAnonymous }: Exposure): void {
  if (apiKeys.length > 0 || allowAnonymous || isLoopback(host)) return;
  throw new Error(`expected API keys, since ${host} can be reached by others, got none`);
}

function isLoopback(host: string): boolean {
  return host === "localhost" || LOOPBACK.check(host, isIPv6(host) ? "ipv6" : "ipv4");
}
