// gzip, decompressed by Node, which also reads several gzip files in one.

import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { Bytes } from "../../tables/chunks.js";

/** Bytes, as many as are read of a file at once. */
const CHUNK = 2 ** 18;

/** Decompresses. An error of the bytes is passed on. */
export function gunzip(bytes: Bytes): Bytes {
  // The error reaches whoever reads the last stream.
  return pipeline(Readable.from(bytes, { objectMode: false }), createGunzip({ chunkSize: CHUNK }), () => {});
}
