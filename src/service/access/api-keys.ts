// API keys: read from the environment or a file, compared in constant time.

import { timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";

/** A key that callers may have; `readApiKeys` makes it. */
export interface ApiKey {
  /** Who it belongs to: stands in the log. */
  readonly id: string;
  /** @internal Whether this is the key, filled up to the longest length. The key itself is in no property, so that no log shows it. */
  equals(padded: Buffer): boolean;
}

/** Environment variables that API keys come from. */
export interface ApiKeyEnvironment {
  /** Keys, separated by commas. */
  readonly API_KEYS?: string;
  /** Path of a file of keys, one a line. */
  readonly API_KEYS_FILE?: string;
}

const SHORTEST_KEY = 16;
/** In bytes. */
const LONGEST_KEY = 255;

/**
 * Reads keys, each as `id:key`, or as `key`, which is then called `key-1`, `key-2`, … by its place. Empty lines and lines that begin with `#` are skipped.
 *
 * @throws Error for a key of less than 16 characters or more than 255 bytes, and for an id that stands twice; names the place, never the key
 */
export async function readApiKeys({ API_KEYS = "", API_KEYS_FILE }: ApiKeyEnvironment): Promise<ApiKey[]> {
  const lines = API_KEYS_FILE === undefined ? [] : (await readFile(API_KEYS_FILE, "utf8")).split(/\r?\n/);
  const entries = [...API_KEYS.split(","), ...lines].map((entry) => entry.trim());
  const keys = entries.filter((entry) => entry !== "" && !entry.startsWith("#")).map(parseKey);
  for (const [i, { id }] of keys.entries())
    if (keys.findIndex((other) => other.id === id) !== i)
      throw new Error(`API keys: expected ids that differ, got ${JSON.stringify(id)} twice`);
  return keys;
}

function parseKey(entry: string, i: number): ApiKey {
  const colon = entry.indexOf(":");
  const id = colon > 0 ? entry.slice(0, colon).trim() : `key-${i + 1}`;
  const key = entry.slice(colon + 1).trim();
  if (key.length < SHORTEST_KEY)
    throw new Error(`API keys: expected at least ${SHORTEST_KEY} characters, got ${key.length} in number ${i + 1}`);
  if (Buffer.byteLength(key) > LONGEST_KEY)
    throw new Error(
      `API keys: expected at most ${LONGEST_KEY} bytes, got ${Buffer.byteLength(key)} in number ${i + 1}`,
    );
  // All are of one length, so that comparing takes as long for any of them.
  const own = pad(key, Buffer.alloc(LONGEST_KEY + 1));
  return { id, equals: (padded) => timingSafeEqual(own, padded) };
}

const presentedBytes = Buffer.alloc(LONGEST_KEY + 1);

/**
 * Whose key this is. Takes as long for any key: all are compared, each from end to end.
 *
 * @returns undefined if it is nobody's
 */
export function findKey(keys: readonly ApiKey[], presented: string): ApiKey | undefined {
  if (presented.length > LONGEST_KEY) return undefined;
  pad(presented, presentedBytes);
  let found: ApiKey | undefined;
  for (const key of keys) if (key.equals(presentedBytes)) found = key;
  return found;
}

/** Fills up with zeros. */
function pad(key: string, to: Buffer): Buffer {
  to.fill(0).write(key);
  return to;
}
