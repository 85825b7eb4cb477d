#!/usr/bin/env node
// The executable `supportvector`: runs the command line, and reports a failure in one line.

import { CommanderError } from "commander";
import { EXIT, Failure, fileFailure } from "./failure.js";
import { keepTick } from "./keep-tick.js";
import { createProgram } from "./program.js";
import { tell } from "./terminal.js";

// A reader may close its pipe before the end: `supportvector predict rows.csv | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  process.exit(report(fileFailure(error, "standard output", "written")));
});

keepTick();
try {
  await createProgram().parseAsync();
} catch (error) {
  // Exits at once, because threads and open files would keep the process alive.
  process.exit(report(error));
}

/** Reports an error. Returns the exit code. */
function report(error: unknown): number {
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
