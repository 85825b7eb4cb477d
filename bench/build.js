// bench/build, which git ignores: what is compiled, and what peers in other processes read.

import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** @returns the folder, or one in it, which is there then */
export function buildFolder(name = "") {
  const folder = fileURLToPath(new URL(`build/${name}`, import.meta.url)).replace(/\/$/, "");
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** @returns the file's name, for the command line of who reads it */
export function writeDoubles(file, arrays) {
  const handle = openSync(file, "w");
  for (const { buffer, byteOffset, byteLength } of arrays)
    for (let at = 0; at < byteLength; )
      at += writeSync(handle, new Uint8Array(buffer, byteOffset + at, byteLength - at));
  closeSync(handle);
  return file;
}
