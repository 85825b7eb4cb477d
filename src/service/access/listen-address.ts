// The addresses that a service may listen on. Without API keys, only addresses of this machine.

import type { ApiKey } from "./api-keys.js";
import { isLoopback } from "./loopback.js";

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
  if (apiKeys.length > 0 || allowAnonymous || host === "localhost" || isLoopback(host)) return;
  throw new Error(`expected API keys, since other machines reach ${host}, got none`);
}
