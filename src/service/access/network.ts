// The part of a client's address that a rate limit counts by.

import { isIPv4 } from "node:net";
import ipaddr from "ipaddr.js";

/**
 * Returns an IPv4 address as it is, and of an IPv6 address its first 64 bits. The other 64 bits are
 * free to choose for whoever has a connection, so a limit on whole addresses would be none.
 *
 * @param address of the client. From a proxy's `X-Forwarded-For` it may be any text
 */
export function networkOf(address: string): string {
  if (isIPv4(address)) return address;
  // A text of any length would take memory, so all of them count together.
  if (!ipaddr.isValid(address)) return "unknown";
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const groups = parsed.parts.slice(0, 4).map((group) => group.toString(16));
  return `${groups.join(":")}::/64`;
}
