// API keys: read from the environment or a file, compared in constant time.

import { timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";

/** A key that callers may have; `readApiKeys` makes it. */
export interface ApiKey {
  /** Who it belongs to: stands in the log. */
  readonly id: string;
  /** @internal How long the key is. Neither this nor the key itself is a property, so that no log shows them. */
  bytes(): number;
  /** @internal Makes a function that compares the key with others that are filled up to so many bytes. */
  comparison(length: number): (padded: Buffer) => boolean;
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
  const bytes = Buffer.byteLength(key);
  if (key.length < SHORTEST_KEY)
    throw new Error(`API keys: expected at least ${SHORTEST_KEY} characters, got ${key.length} in number ${i + 1}`);
  if (bytes > LONGEST_KEY)
    throw new Error(`API keys: expected at most ${LONGEST_KEY} bytes, got ${bytes} in number ${i + 1}`);
  const comparison = (length: number): ((padded: Buffer) => boolean) => {
    const own = pad(key, Buffer.alloc(length));
    return (padded) => timingSafeEqual(own, padded);
  };
  return { id, bytes: () => bytes, comparison };
}

/**
 * A function that finds whose key it is given. It takes as long for any key but one that is longer than all of these: all are compared, each from end to end.
 *
 * @returns undefined for a key that is nobody's
 */
export function keyFinder(keys: readonly ApiKey[]): (presented: string) => ApiKey | undefined {
  // All are filled up to one length. Of a key that is longer, a byte more than of these fits in: its last character needs four bytes at most.
  const length = Math.max(0, ...keys.map((key) => key.bytes())) + 4;
  const compared = keys.map((key) => ({ key, equals: key.comparison(length) }));
  const padded = Buffer.alloc(length);
  return (presented) => {
    if (presented.length >= length) return undefined;
    pad(presented, padded);
    let found: ApiKey | undefined;
    for (const { key, equals } of compared) if (equals(padded)) found = key;
    return found;
  };
}

/** Fills up with zeros. */
function pad(key: string, to: Buffer): Buffer {
  to.fill(0).write(key);
  return to;
}
