// The error of a file that cannot be read as a table, and what its reader can do about it.

/** What is wrong with a file as a whole. */
export type TableErrorCode =
  /** The file has no bytes, or nothing but blanks. */
  | "TABLE_EMPTY"
  /** The file is in another format: a workbook, a PDF, JSON given as CSV. */
  | "TABLE_FORMAT"
  /** The file is neither UTF-8 nor UTF-16 with a byte order mark, or its gzip data is damaged. */
  | "TABLE_ENCODING"
  /** An input has no column. */
  | "TABLE_COLUMN_MISSING"
  /** An input has two columns or more. */
  | "TABLE_COLUMN_REPEATED"
  /** A column has the name of a column of predictions. */
  | "TABLE_COLUMN_TAKEN"
  /** Numbers have a decimal comma, and a decimal point was expected. */
  | "TABLE_DECIMAL_COMMA"
  /** A row or a header is longer than the reader allows. */
  | "TABLE_ROW_TOO_LONG"
  /** A JSON array does not end, or more text follows it. */
  | "TABLE_JSON";

/** A file that cannot be read as a table. The message says what is wrong and what to do. */
export class TableError extends Error {
  override readonly name: string = "TableError";
  readonly code: TableErrorCode;
  /** Names of the columns that are meant. Empty if the file as a whole is meant. */
  readonly columns: readonly string[];

  constructor(code: TableErrorCode, message: string, columns: readonly string[] = []) {
    super(message);
    this.code = code;
    this.columns = columns;
  }
}

/** The next step where it depends on the program that reads: an option, a control of a page. */
export interface Advice {
  readonly csv: string;
  readonly json: string;
  readonly ndjson: string;
  readonly parquet: string;
  readonly decimalComma: string;
  readonly inputNames: string;
}

/** Names in quotes, the first ten of them. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_IN_A_MESSAGE).map((name) => JSON.stringify(name));
  const rest = names.length - shown.length;
  return `${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

const NAMES_IN_A_MESSAGE = 10;
