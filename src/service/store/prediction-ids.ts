// The ids of predictions: UUIDs of version 7 (RFC 9562), which sort by their time.
//
//   48 bits  milliseconds since 1970
//   4 bits   version, 7
//   12 bits  number within the millisecond
//   2 bits   variant, 2
//   62 bits  random, so that nobody guesses the id of another client's prediction
//
// Here rather than by a package: `uuid` makes one at a time, and hands out text.

import { randomFillSync } from "node:crypto";

/** Bytes of an id. */
export const ID_BYTES = 16;

const ID = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;
/** Ids of a millisecond. Further ones have the time of the next one. */
const PER_MILLISECOND = 4096;
/** Ids whose random bits are drawn at once. */
const DRAWN = 256;

/** Returns the bytes of this many new ids, one after another. */
export type CreateIds = (count: number) => Buffer;

/** Returns a function that makes ids. Each is greater than those before it. */
export function idCreator(now: () => number = Date.now): CreateIds {
  let drawn = Buffer.alloc(0);
  let used = 0;
  /** The time of the last id, and its number within that millisecond. */
  let time = 0;
  let number = 0;

  function draw(count: number): Buffer {
    const bytes = count * ID_BYTES;
    if (used + bytes > drawn.length) {
      drawn = randomFillSync(Buffer.allocUnsafeSlow(Math.max(count, DRAWN) * ID_BYTES));
      used = 0;
    }
    used += bytes;
    return drawn.subarray(used - bytes, used);
  }

  return (count) => {
    const ids = draw(count);
    const current = now();
    if (current > time) {
      time = current;
      number = -1;
    }
    for (let at = 0; at < ids.length; at += ID_BYTES) {
      if (++number === PER_MILLISECOND) {
        time++;
        number = 0;
      }
      ids.writeUIntBE(time, at, 6);
      ids.writeUInt16BE(0x7000 | number, at + 6);
      ids[at + 8] = 0x80 | (ids[at + 8]! & 0x3f);
    }
    return ids;
  };
}

/** Returns the text of the id at a position of a list: `0190b2c4-…`. */
export function writeId(ids: Buffer, i: number): string {
  const hex = ids.toString("hex", i * ID_BYTES, (i + 1) * ID_BYTES);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Returns the texts of all ids of a list. */
export function writeIds(ids: Buffer): string[] {
  return Array.from({ length: ids.length / ID_BYTES }, (_, i) => writeId(ids, i));
}

/** Returns the bytes of an id, or undefined for any other value. */
export function parseId(text: unknown): Buffer | undefined {
  return typeof text === "string" && ID.test(text) ? Buffer.from(text.replaceAll("-", ""), "hex") : undefined;
}

/** Returns the milliseconds since 1970 at which the prediction of the id at a position was made. */
export function timeOfId(ids: Buffer, i: number = 0): number {
  return ids.readUIntBE(i * ID_BYTES, 6);
}

/** Returns the bytes between the ids of this millisecond and earlier ones. */
export function lowestId(time: number): Buffer {
  const id = Buffer.alloc(ID_BYTES);
  id.writeUIntBE(Math.max(0, Math.floor(time)), 0, 6);
  return id;
}
