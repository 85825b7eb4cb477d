// API keys: read from the environment or a file, compared in constant time.

import { timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";

/** A key that callers may have; `readApiKeys` makes it. */
export interface ApiKey {
  /** Who it belongs to: stands in the log. */
  readonly id: string;
  /** @internal The key, by a function, so that no log shows it. */
  key(): string;
}

/** Environment variables that API keys come from. */
export interface ApiKeyEnvironment {
  /** Keys, separated by commas. */
  readonly API_KEYS?: string;
  /** Path of a file of keys, one a line. */
  readonly API_KEYS_FILE?: string;
}

const SHORTEST_KEY = 16;
const LONGEST_KEY = 255;

/**
 * Reads keys, each as `id:key`, or as `key`, which is then called `key-1`, `key-2`, … by its place. Empty lines and lines that begin with `#` are skipped.
 *
 * @throws Error for a key of less than 16 or more than 255 characters, or with others than a header can hold, `!` to `~`; for an id that stands twice; and for
 * a file, or a variable that is not empty, without keys. Names the place, never the key
 */
export async function readApiKeys({ API_KEYS = "", API_KEYS_FILE }: ApiKeyEnvironment): Promise<ApiKey[]> {
  const lines = API_KEYS_FILE === undefined ? [] : (await readFile(API_KEYS_FILE, "utf8")).split(/\r?\n/);
  const [given, read] = [API_KEYS.split(","), lines].map((list) => list.map((entry) => entry.trim()).filter(isEntry));
  // Whoever means to have keys would else let everybody in.
  if (API_KEYS !== "" && given!.length === 0) throw new Error("API keys: expected some in API_KEYS, got none");
  if (API_KEYS_FILE !== undefined && read!.length === 0)
    throw new Error(`API keys: expected some in ${API_KEYS_FILE}, got none`);
  const keys = [...given!, ...read!].map(parseKey);
  for (const [i, { id }] of keys.entries())
    if (keys.findIndex((other) => other.id === id) !== i)
      throw new Error(`API keys: expected ids that differ, got ${JSON.stringify(id)} twice`);
  return keys;
}

function isEntry(text: string): boolean {
  return text !== "" && !text.startsWith("#");
}

function parseKey(entry: string, i: number): ApiKey {
  const colon = entry.indexOf(":");
  const id = colon > 0 ? entry.slice(0, colon).trim() : `key-${i + 1}`;
  const key = entry.slice(colon + 1).trim();
  const { length } = key;
  if (length < SHORTEST_KEY || length > LONGEST_KEY)
    throw new Error(
      `API keys: expected ${SHORTEST_KEY} to ${LONGEST_KEY} characters, got ${length} in number ${i + 1}`,
    );
  if (!/^[!-~]+$/.test(key))
    throw new Error(`API keys: expected characters from ! to ~, got others in number ${i + 1}`);
  return { id, key: () => key };
}

/**
 * A function that finds whose key it is given. It takes as long for any key: all are compared, each from end to end.
 *
 * @returns undefined for a key that is nobody's
 */
export function keyFinder(keys: readonly ApiKey[]): (presented: string) => ApiKey | undefined {
  // All are filled up with zeros to one length. Of a key that is longer than these, something stands behind where they end: it is cut between characters, of
  // four bytes at most.
  const length = Math.max(0, ...keys.map(({ key }) => key().length)) + 4;
  const compared = keys.map((key) => ({ key, own: pad(key.key(), Buffer.alloc(length)) }));
  const padded = Buffer.alloc(length);
  return (presented) => {
    pad(presented, padded);
    let found: ApiKey | undefined;
    for (const { key, own } of compared) if (timingSafeEqual(own, padded)) found = key;
    return found;
  };
}

/** Fills up with zeros. */
function pad(key: string, to: Buffer): Buffer {
  to.fill(0).write(key);
  return to;
}
