// The time to cut a table into chunks is linear in its size, whatever it holds. The tests count the
// bytes that are looked at.

import { describe, expect, it } from "vitest";
import { cutIntoChunks, findLineEnd } from "../../src/tables/chunks.js";
import { createFindEnd } from "../../src/tables/csv-row-ends.js";

const SIZE = 8 * 1024;
const PART = 256;

/** Bytes that count how often one of them is looked at. */
function countLooks(bytes: Uint8Array, count: (looks: number) => void): Uint8Array {
  const search = (name: "indexOf" | "lastIndexOf") => (byte: number, from?: number) => {
    const start = from ?? (name === "indexOf" ? 0 : bytes.length - 1);
    const found = bytes[name](byte, start);
    count(Math.abs((found < 0 ? (name === "indexOf" ? bytes.length : 0) : found) - start) + 1);
    return found;
  };
  return new Proxy(bytes, {
    get(target, key) {
      if (key === "indexOf" || key === "lastIndexOf") return search(key);
      if (key === "subarray") return (start: number, end?: number) => countLooks(target.subarray(start, end), count);
      if (typeof key === "string" && /^\d+$/.test(key)) count(1);
      return Reflect.get(target, key, target);
    },
  });
}

/** Cuts a text, and returns how often a byte was looked at or copied, per byte. */
async function looksPerByte(text: string, findEnd: Parameters<typeof cutIntoChunks>[1]): Promise<number> {
  const bytes = Buffer.from(text);
  let looks = 0;
  async function* parts(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += PART)
      yield countLooks(Uint8Array.from(bytes.subarray(at, at + PART)), (more) => {
        looks += more;
      });
  }
  let length = 0;
  for await (const chunk of cutIntoChunks(parts(), findEnd, "rows")) length += chunk.length;
  expect(length).toBe(bytes.length);
  return looks / bytes.length;
}

const fill = (unit: string): string => unit.repeat(SIZE / unit.length);

describe("each byte of CSV is looked at a few times", () => {
  it.each([
    ["quoted fields", `"a"${fill(',"a"')}\n`],
    ["empty quoted fields", `""${fill(',""')}\n`],
    ["quotes that close no field", `"a"b${fill(',"a"b')}\n`],
    ["quotes within a field", `a${fill('"')}\n`],
    ["pairs of quotes", `"${fill('""')}"\n`],
    ["a field that is never closed", `31,"${fill("a")}`],
    ["many fields that are never closed", `31${fill(',"a')}`],
    ["line ends between quotes", `31,"${fill("\n")}"\n`],
    ["rows", fill("31,early\n")],
    ["rows of quotes", fill('"31","early"\n')],
  ])("of %s", async (_, text) => {
    for (const newline of ["\n", "\r"] as const)
      expect(
        await looksPerByte(text.replaceAll("\n", newline), createFindEnd({ delimiter: ",", newline })),
      ).toBeLessThan(6);
  });
});

it("each byte of a long line of NDJSON is looked at a few times", async () => {
  expect(await looksPerByte(`${fill("a")}\n`, findLineEnd)).toBeLessThan(6);
});
