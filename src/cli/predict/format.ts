// What rows come in, and go out in.

import { extname } from "node:path";
import { EXIT, Failure } from "../failure.js";

export const FORMATS = ["json", "ndjson", "csv", "parquet"] as const;
export type Format = (typeof FORMATS)[number];

const EXTENSIONS: Readonly<Record<string, Format>> = {
  ".json": "json",
  ".ndjson": "ndjson",
  ".jsonl": "ndjson",
  ".csv": "csv",
  ".tsv": "csv",
  ".parquet": "parquet",
};

/**
 * The format of input and output: the one that is given, or that of the input's name.
 *
 * @throws Failure if neither says, or if the output is named for another
 */
export function chooseFormat(input: string, output: string | undefined, given: Format | undefined): Format {
  const format = given ?? formatOf(input);
  if (format === undefined) {
    const name = input === "-" ? "standard input" : input;
    throw new Failure(`the format of ${name} is not known: say --format ${FORMATS.join(", ")}`, EXIT.usage);
  }
  const written = output === undefined ? undefined : formatOf(output);
  if (written !== undefined && written !== format) {
    const advice = `name a file for ${format}, or convert the input`;
    throw new Failure(
      `${output} is named for ${written}, but the output has the input's format: ${advice}`,
      EXIT.usage,
    );
  }
  if (format === "parquet" && input === "-")
    throw new Failure("Parquet cannot be read from standard input: name a file", EXIT.usage);
  return format;
}

function formatOf(file: string): Format | undefined {
  return EXTENSIONS[extname(file).toLowerCase()];
}
