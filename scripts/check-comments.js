// `node scripts/check-comments.js` fails where a comment is wider than 100 columns. Code may be
// wider, and Biome formats that.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const COLUMNS = 100;
// A mark for a tool cannot be wrapped, nor can a URL.
const UNBREAKABLE = /biome-ignore|@ts-|https?:/;

const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.ts", "*.tsx", "*.js"], {
  encoding: "utf8",
});
for (const file of files.trim().split("\n")) {
  const lines = readFileSync(file, "utf8").split("\n");
  lines.forEach((line, i) => {
    if (line.length <= COLUMNS || !/^\s*(\/\/|\/?\*)/.test(line) || UNBREAKABLE.test(line)) return;
    console.error(`${file}:${i + 1}: a comment of ${line.length} columns, expected at most ${COLUMNS}`);
    process.exitCode = 1;
  });
}
