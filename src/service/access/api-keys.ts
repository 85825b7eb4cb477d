// API keys: read from the environment or a file, compared in constant time.

import { timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";

/** An API key, made by `readApiKeys`. */
export interface ApiKey {
  /** The name of its owner, which the log has. */
  readonly id: string;
  /** @internal Returns the key. A function, so that no log prints it. */
  key(): string;
}

/** Environment variables that hold API keys. */
export interface ApiKeyEnvironment {
  /** Keys, separated by commas. */
  readonly API_KEYS?: string;
  /** Path of a file with one key per line. */
  readonly API_KEYS_FILE?: string;
}

const SHORTEST_KEY = 16;
const LONGEST_KEY = 255;

/**
 * Reads API keys, each as `id:key` or as `key`. A key without an id is called `key-1`, `key-2`, …
 * by its position. Empty lines and lines that begin with `#` are skipped.
 *
 * @throws Error if a key has fewer than 16 or more than 255 characters, or characters other than
 *   `!` to `~`. Also if two keys have the same id, or if the file or a non-empty variable has no
 *   keys. Messages name the position, never the key
 */
export async function readApiKeys({ API_KEYS = "", API_KEYS_FILE }: ApiKeyEnvironment): Promise<ApiKey[]> {
  const lines = API_KEYS_FILE === undefined ? [] : (await readFile(API_KEYS_FILE, "utf8")).split(/\r?\n/);
  const [given, read] = [API_KEYS.split(","), lines].map((list) => list.map((entry) => entry.trim()).filter(isEntry));
  // A source without keys is a mistake that would otherwise open the service to everybody.
  if (API_KEYS !== "" && given!.length === 0) throw new Error("API keys: expected some in API_KEYS, got none");
  if (API_KEYS_FILE !== undefined && read!.length === 0)
    throw new Error(`API keys: expected some in ${API_KEYS_FILE}, got none`);
  const keys = [...given!, ...read!].map(parseKey);
  for (const [i, { id }] of keys.entries())
    if (keys.findIndex((other) => other.id === id) !== i)
      throw new Error(`API keys: expected unique ids, got ${JSON.stringify(id)} twice`);
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
    throw new Error(`API keys: expected ${SHORTEST_KEY} to ${LONGEST_KEY} characters, got ${length} in key ${i + 1}`);
  if (!/^[!-~]+$/.test(key)) throw new Error(`API keys: expected characters from ! to ~, got others in key ${i + 1}`);
  return { id, key: () => key };
}

/**
 * Returns a function that finds an API key by its text, or undefined for an unknown text. It takes
 * the same time for every text: it compares all keys, each from end to end.
 */
export function keyFinder(keys: readonly ApiKey[]): (presented: string) => ApiKey | undefined {
  // Zeros pad all keys to one length. A presented key may be cut at that length, between characters
  // of at most four bytes. The four extra bytes then still tell it from any key.
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

/** Writes a key and pads it with zeros. */
function pad(key: string, to: Buffer): Buffer {
  to.fill(0).write(key);
  return to;
}
