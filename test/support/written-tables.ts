// Tables of the documentation that a command writes, between two marks.

import { readFileSync, writeFileSync } from "node:fs";

const END = "\n<!-- End -->";

/**
 * Puts tables between the marks of a command.
 *
 * @param page a path below docs
 * @param command of npm, whose option --write this is
 * @throws where the page has no such marks
 */
export function writeTables(page: string, command: string, tables: string): void {
  const document = new URL(`../../docs/${page}`, import.meta.url);
  const mark = `<!-- Written by npm run ${command} -- --write -->\n`;
  const text = readFileSync(document, "utf8");
  const begin = text.indexOf(mark);
  const end = text.indexOf(END, begin);
  if (begin < 0 || end < 0) throw new Error(`docs/${page} expected ${mark.trim()} and, below, ${END.trim()}`);
  writeFileSync(document, `${text.slice(0, begin + mark.length)}\n${tables}\n${text.slice(end)}`);
}

/** Draws a table whose first column is text and whose other columns are numbers. */
export function drawTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i ? "--:" : "---"))), ...rows.map(line)].join("\n");
}
