// The format of rows: of the input, and of the output.

import { statSync } from "node:fs";
import { extname } from "node:path";
import type { CsvOptions } from "../../tables/csv-dialect.js";
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
 * Endings of spreadsheets and PDFs. Some such files are CSV under another name. The CSV reader
 * recognizes the others, and says what to do.
 */
const SPREADSHEETS: ReadonlySet<string> = new Set([".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".pdf"]);

/**
 * Returns the format of the input: the one that is given, or that of its name.
 *
 * @throws Failure if neither tells the format, or if the input is a folder
 */
export function chooseFormat(input: string, given: Format | undefined): Format {
  const format = given ?? formatOf(withoutGzip(input)) ?? (isSpreadsheet(input) ? "csv" : undefined);
  if (format === undefined) {
    if (statSync(input, { throwIfNoEntry: false })?.isDirectory())
      throw new Failure(`${input} is a folder: name a file`, EXIT.usage);
    const name = input === "-" ? "standard input" : input;
    throw new Failure(`the format of ${name} is not known: pass --format ${FORMATS.join(", ")}`, EXIT.usage);
  }
  if (format === "parquet" && input === "-")
    throw new Failure("Parquet cannot be read from standard input: name a file", EXIT.usage);
  return format;
}

/**
 * Returns the format of the output: that of its name, or the input's.
 *
 * @param output undefined for standard output
 * @throws Failure if the output is named for gzip or for a spreadsheet
 */
export function chooseOutputFormat(output: string | undefined, input: Format): Format {
  if (output === undefined) return input;
  if (withoutGzip(output) !== output)
    throw new Failure(`${output} is named for gzip, which is not written: name it ${withoutGzip(output)}`, EXIT.usage);
  if (isSpreadsheet(output)) {
    const advice = `name it ${output.slice(0, -extname(output).length)}.csv`;
    throw new Failure(`${output} is named for a format that is not written: ${advice}`, EXIT.usage);
  }
  return formatOf(output) ?? input;
}

/**
 * Returns how CSV is read.
 *
 * @throws Failure if the options are given for another format
 */
export function toCsvOptions(
  { delimiter, decimal }: { readonly delimiter?: string; readonly decimal?: "point" | "comma" },
  format: Format,
): CsvOptions {
  if (format !== "csv" && (delimiter !== undefined || decimal !== undefined))
    throw new Failure(`--delimiter and --decimal are for CSV, but the input is ${format}: leave them out`, EXIT.usage);
  return { ...(delimiter !== undefined && { delimiter }), decimal: decimal === "comma" ? "," : "." };
}

function formatOf(file: string): Format | undefined {
  return EXTENSIONS[extname(file).toLowerCase()];
}

function isSpreadsheet(file: string): boolean {
  return SPREADSHEETS.has(extname(file).toLowerCase());
}

/** The name of the file that a gzip file holds. */
function withoutGzip(file: string): string {
  return extname(file).toLowerCase() === ".gz" ? file.slice(0, -".gz".length) : file;
}
