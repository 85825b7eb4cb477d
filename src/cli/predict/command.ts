// `supportvector predict`.

import type { Command } from "commander";
import { type PredictOptions, predictOptions } from "./options.js";

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

const EXAMPLES = `
Examples:
  supportvector predict rows.csv --output predicted.csv
  supportvector predict rows.csv --output predicted.parquet
  supportvector predict rows.parquet --model model.json --output predicted.parquet --rejects rejects.csv
  producer | supportvector predict --format ndjson | consumer`;
