// A duration, as rules have it: `90 days`.

const UNITS = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 };

/**
 * Returns a duration in milliseconds.
 *
 * @param text as the JSON Schema of rules accepts it
 */
export function parseDuration(text: string): number {
  const [number, unit] = text.split(" ") as [string, string];
  return Number(number) * UNITS[unit.replace(/s$/, "") as keyof typeof UNITS];
}
