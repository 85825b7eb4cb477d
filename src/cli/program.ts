// The command line. Each folder adds its own commands.

import { Command } from "commander";
import { description, version } from "../../package.json";
import { addInspection } from "./inspect/command.js";
import { addPredict } from "./predict/command.js";
import { addServe } from "./serve/command.js";

/** Creates the command `supportvector`. It throws errors instead of printing them. */
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
  supportvector serve --port 8080

A model file is exported by Python, from a fitted scikit-learn pipeline:
  pip install ./node_modules/supportvector/exporter
  supportvector-export pipeline.joblib --sample rows.csv --output model.json`;
