// Imported by a process that is measured: writes what it used, when it ends, to the file that USAGE
// names.

import { writeFileSync } from "node:fs";

process.on("exit", () => writeFileSync(process.env.USAGE, JSON.stringify(process.resourceUsage())));
