// How a CSV file is written. Plain data, so that other threads can be given it.

/** The sign between the whole part and the fraction of a number. */
export type DecimalSign = "." | ",";

/** What only the user can know about a CSV file. */
export interface CsvOptions {
  /** Between fields. Found in the header if absent. */
  readonly delimiter?: string;
  readonly decimal: DecimalSign;
}

/** How a CSV file is written. */
export interface CsvDialect {
  /** Name of the file, for messages. */
  readonly name: string;
  readonly delimiter: string;
  readonly decimal: DecimalSign;
  /** The end of the header, which written rows get too. */
  readonly newline: "\n" | "\r\n" | "\r";
  /** How many fields a row has. */
  readonly width: number;
  /** Position of the column of each input of the model. */
  readonly positions: readonly number[];
}

/** Delimiters that are found in a header without being named. */
export const DELIMITERS: readonly string[] = [",", ";", "\t", "|"];

/** Whether a character can part fields: punctuation that neither quotes nor belongs to a number. */
export function isDelimiter(character: string): boolean {
  return /^[\t!#-*,/:-@[-`{-~]$/.test(character);
}
