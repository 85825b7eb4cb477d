// The options of `supportvector predict`. docs/cli.md lists them.

import { availableParallelism } from "node:os";
import { Option } from "commander";
import { delimiter, probability, type Share, share, text, wholeNumber } from "../values.js";
import { FORMATS, type Format } from "./format.js";

/** The options, as commander hands them over. */
export interface PredictOptions {
  readonly model?: string;
  readonly output?: string;
  readonly format?: Format;
  readonly delimiter?: string;
  readonly decimal?: "point" | "comma";
  readonly rejects?: string;
  readonly maxRejects?: Share;
  readonly warnings?: string;
  readonly interval?: number;
  readonly threads: number;
}

/** Returns all options. */
export function predictOptions(): readonly Option[] {
  return [
    new Option("--model <file>", "the model file (default: the included model)").argParser(text),
    new Option(
      "--output <file>",
      "write to this file, in the format of its name (default: standard output, in the format of the input)",
    ).argParser(text),
    new Option("--format <format>", "format of the input, where its name does not say").choices(FORMATS),
    new Option("--delimiter <character>", "between the fields of a CSV file (default: found in its header)").argParser(
      delimiter,
    ),
    new Option("--decimal <sign>", "decimal sign of the numbers in a CSV file (default: point)").choices([
      "point",
      "comma",
    ]),
    new Option(
      "--rejects <file>",
      "write rejected rows to this CSV file and predict the others, instead of ending at the first",
    ).argParser(text),
    new Option("--max-rejects <rows>", "with --rejects: most rows that may be rejected, such as 10 or 2.5%").argParser(
      share,
    ),
    new Option("--warnings <file>", "write what makes predictions doubtful to this CSV file").argParser(text),
    new Option(
      "--interval <coverage>",
      "add the ends of an interval that holds this share of actual values, such as 0.9",
    ).argParser(probability),
    new Option("--threads <number>", "threads that predict")
      .default(1)
      .argParser(wholeNumber(1, Math.max(64, availableParallelism()))),
  ];
}
