// The bytes of a file, as a browser reads and decompresses them.

import type { Bytes } from "../../../src/tables/chunks.js";

/** Bytes. Parts of one size tell progress evenly. Streams have other sizes in each browser. */
const PART = 2 ** 18;

/**
 * Reads a file.
 *
 * @param onRead gets the number of bytes of each part
 */
export async function* readBytes(file: Blob, onRead: (count: number) => void): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.size; at += PART) {
    const part = new Uint8Array(await file.slice(at, at + PART).arrayBuffer());
    onRead(part.length);
    yield part;
  }
}

/** Decompresses gzip. */
export async function* gunzip(bytes: Bytes): AsyncGenerator<Uint8Array> {
  const source = bytes[Symbol.asyncIterator]();
  const compressed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { value, done } = await source.next();
      if (done) controller.close();
      else controller.enqueue(value as Uint8Array<ArrayBuffer>);
    },
  });
  // Not every browser iterates streams.
  const reader = compressed.pipeThrough(new DecompressionStream("gzip")).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}
