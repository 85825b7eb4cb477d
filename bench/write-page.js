// Markdown pages, written with their prose wrapped at 100 columns.

import { writeFileSync } from "node:fs";

const COLUMNS = 100;

/** Writes a page. Tables, headings, code and pictures stay as they are. */
export function writePage(path, markdown) {
  writeFileSync(path, markdown.split("\n").map(wrap).join("\n"));
}

function wrap(line) {
  if (/^ *([|#<!]|```)/.test(line)) return line;
  const lines = [""];
  for (const word of line.split(" ")) {
    const last = lines.length - 1;
    if (lines[last] !== "" && lines[last].length + 1 + word.length > COLUMNS) lines.push(word);
    else lines[last] += lines[last] === "" ? word : ` ${word}`;
  }
  return lines.join("\n");
}
