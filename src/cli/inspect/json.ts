// JSON of a file or of standard input.

import { readFile } from "node:fs/promises";
import { text as readAll } from "node:stream/consumers";
import { Failure, fileFailure } from "../failure.js";

/**
 * Reads JSON.
 *
 * @param file path, or "-" for standard input
 * @param expected what the JSON should be, for the message
 * @throws Failure unless the file holds JSON
 */
export async function readJson(file: string, expected: string): Promise<unknown> {
  const text = await (file === "-" ? readAll(process.stdin) : readFile(file, "utf8")).catch((error) => {
    throw fileFailure(error, file, "read");
  });
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    // The parser's own message quotes the record.
    throw new Failure(`${file} is not JSON: write ${expected}`);
  }
}
