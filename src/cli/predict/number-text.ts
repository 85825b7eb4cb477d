// Numbers as text.

/** The shortest text that reads back as the same bits: JavaScript's, but for −0, which it writes as 0. */
export function toText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
