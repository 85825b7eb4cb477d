// `supportvector predict`: its options. docs/cli.md lists them.

import { availableParallelism } from "node:os";
import { type Command, Option } from "commander";
import { delimiter, text, wholeNumber } from "../values.js";
import { FORMATS } from "./format.js";
import type { PredictOptions } from "./predict.js";

/** Adds the command. */
export function addPredict(program: Command): void {
  const command = program
    .command("predict")
    .description("predict the rows of a file: the same rows, with a column of predictions")
    .argument("[file]", 'JSON, NDJSON, CSV with a header, or Parquet; "-" for standard input', "-")
    .addHelpText("after", EXAMPLES)
    .action(async (file: string, options: PredictOptions) => {
      const { predict } = await import("./predict.js");
      await predict(file, options);
    });
  for (const option of predictOptions()) command.addOption(option);
}

/** All options of `predict`. */
export function predictOptions(): readonly Option[] {
  return [
    new Option("--model <file>", "the model file; the included model if there is none").argParser(text),
    new Option("--output <file>", "write to this file instead of to standard output").argParser(text),
    new Option("--format <format>", "format of input and output, where the file's name does not say").choices(FORMATS),
    new Option("--delimiter <character>", "between the fields of a CSV file; found in its header if absent").argParser(
      delimiter,
    ),
    new Option("--decimal <sign>", "decimal sign of the numbers in a CSV file: point if absent").choices([
      "point",
      "comma",
    ]),
    new Option(
      "--rejects <file>",
      "write bad rows to this CSV file, and go on, instead of ending at the first",
    ).argParser(text),
    new Option("--threads <number>", "threads that predict")
      .default(1)
      .argParser(wholeNumber(1, Math.max(64, availableParallelism()))),
  ];
}

const EXAMPLES = `
Examples:
  supportvector predict rows.csv --output predicted.csv
  supportvector predict rows.parquet --model model.json --output predicted.parquet --rejects rejects.csv
  producer | supportvector predict --format ndjson | consumer`;
