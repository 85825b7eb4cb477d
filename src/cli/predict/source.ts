// An input that is being scored, in whatever format.

import type { CsvOptions } from "../../tables/csv-dialect.js";
import type { AnyModel } from "../model.js";
import type { Format } from "./format.js";
import type { Scored } from "./scored.js";

/** What is to be done. */
export interface Run {
  /** Path of the input, or "-" for standard input. */
  readonly file: string;
  readonly format: Format;
  readonly model: AnyModel;
  /** Names of the predictions. */
  readonly columns: readonly string[];
  readonly csv: CsvOptions;
  /** Of the model file; undefined for the included model. */
  readonly modelText: string | undefined;
  readonly modelPath: string | undefined;
  readonly threads: number;
}

/** What becomes of an input, and what is written around it. */
export interface Source {
  /** Of the input, for messages. */
  readonly name: string;
  readonly scored: AsyncIterable<Scored>;
  readonly before: string;
  /** Between two pieces that hold rows. */
  readonly between: string;
  readonly after: string;
  /** How much there is to read; undefined where that is not known. */
  readonly size: number | undefined;
  /** How much of it has been read. */
  position(): number;
}
