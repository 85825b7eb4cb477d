// The command line: one command per folder, each adds itself.

import { Command } from "commander";
import { description, version } from "../../package.json";
import { addServe } from "./serve/command.js";

/** The command `supportvector`. Errors are thrown, not printed. */
export function createProgram(): Command {
  const program = new Command("supportvector")
    .description(description)
    .version(version)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  addServe(program);
  return program;
}
