// The words of an error message.

/** Tells what was expected, and what came. */
export function describeMismatch(expected: string, received: unknown): string {
  return `expected ${expected}, got ${received}`;
}

const CHARACTERS_IN_A_MESSAGE = 40;

/**
 * Describes a value in a few words. Shortens a string, and names the kind of anything that holds
 * values.
 */
export function describeValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string")
    return JSON.stringify(
      value.length > CHARACTERS_IN_A_MESSAGE ? `${value.slice(0, CHARACTERS_IN_A_MESSAGE)}…` : value,
    );
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return "an array";
  if (ArrayBuffer.isView(value) && "length" in value) return `a list of length ${value.length}`;
  return typeof value === "object" ? "an object" : `a value of type ${typeof value}`;
}
