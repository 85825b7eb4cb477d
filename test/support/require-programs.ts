// `tsx test/support/require-programs.ts NAME...` exits with 1 where a program is missing, and says
// what to install.

import { describeMissing, type Program } from "./programs.js";

for (const program of process.argv.slice(2) as Program[]) {
  const missing = describeMissing(program);
  if (missing === undefined) continue;
  console.error(missing);
  process.exitCode = 1;
}
