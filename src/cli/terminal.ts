// Text for a terminal. Names come from files of others, and a terminal acts on what they hold.

import { print } from "./write.js";

/** Controls of C0 and C1, ends of lines and paragraphs, and what turns the direction of letters. */
const ACTIVE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** Writes what a terminal would act on as escapes of JSON, line ends included. */
export function escapeControls(text: string): string {
  return text.replace(ACTIVE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/**
 * Prints lines of text on standard output.
 *
 * @throws Failure if standard output cannot be written
 */
export async function printLines(text: string): Promise<void> {
  await print(`${text.replace(/\n$/, "").split("\n").map(escapeControls).join("\n")}\n`);
}

/** Prints a line on standard error. */
export function tell(line: string): void {
  process.stderr.write(`${escapeControls(line)}\n`);
}
