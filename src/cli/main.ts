#!/usr/bin/env node
// The executable `supportvector`: runs the command line, and reports a failure.

import { fileFailure } from "./failure.js";
import { keepTick } from "./keep-tick.js";
import { createProgram } from "./program.js";
import { report } from "./report.js";

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
