// The text of a CSV field → what a record holds.

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads a field. An empty one is a missing value.
 *
 * @param isNumber whether the input holds numbers; text that is none stays text, which the model refuses
 */
export function readCell(text: string, isNumber: boolean): number | string | null {
  if (text === "") return null;
  if (!isNumber) return text;
  const trimmed = text.trim();
  if (trimmed === "") return null;
  return NUMBER.test(trimmed) ? Number(trimmed) : text;
}
