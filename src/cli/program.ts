// The command line: each folder adds its commands itself.

import { Command } from "commander";
import { description, version } from "../../package.json";
import { addInspection } from "./inspect/command.js";
import { addPredict } from "./predict/command.js";
import { addServe } from "./serve/command.js";

/** The command `supportvector`. Errors are thrown, not printed. */
export function createProgram(): Command {
  const program = new Command("supportvector")
    .description(description)
    .version(version)
    .showSuggestionAfterError()
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  addPredict(program);
  addInspection(program);
  addServe(program);
  return program;
}

const EXAMPLES = `
Examples:
  supportvector predict rows.csv --output predicted.csv
  supportvector inputs
  supportvector verify --model model.json
  supportvector serve --port 8080`;
