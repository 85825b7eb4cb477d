// What is said of a failure: one line on standard error.

import { CommanderError } from "commander";
import { EXIT, Failure } from "./failure.js";
import { tell } from "./terminal.js";

/** Reports an error. Returns the exit code. */
export function report(error: unknown): number {
  if (error instanceof CommanderError) {
    // Help and version are no errors. Without a command, commander has printed the help.
    if (error.exitCode === 0) return 0;
    if (error.code !== "commander.help") tellFailure(error.message.replace(/^error: /, ""));
    return EXIT.usage;
  }
  if (!(error instanceof Error)) throw error;
  tellFailure(error.message);
  return error instanceof Failure ? error.exitCode : EXIT.failed;
}

function tellFailure(message: string): void {
  tell(`supportvector: ${message.replace(/\s*\n\s*/g, " ")}`);
}
