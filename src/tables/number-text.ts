// Numbers as text.

/** Returns the shortest text that reads back as the same bits. JavaScript alone writes −0 as 0. */
export function toText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
