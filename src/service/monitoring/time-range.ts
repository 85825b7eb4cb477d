// The time that monitoring shows: the last hours, in spans that are few enough for a plot.

import type { Spans } from "../store/messages.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const DEFAULT_HOURS = 24;
/** The longest time, in hours. */
export const MAX_HOURS = 8784;

/** Lengths of spans, and the hours up to which they are used. */
const LENGTHS: readonly (readonly [hours: number, length: number])[] = [
  [3, 5 * MINUTE],
  [72, HOUR],
  [336, 6 * HOUR],
  [2160, DAY],
  [MAX_HOURS, 7 * DAY],
];

/** Returns the spans of the last hours, at least. The last one goes on. */
export function spansOf(hours: number, now: number): Spans {
  const [, length] = LENGTHS.find(([most]) => hours <= most)!;
  const count = Math.ceil((hours * HOUR) / length);
  return { from: (Math.floor(now / length) + 1 - count) * length, length, count };
}

/** Returns the end of the last span, in milliseconds since 1970. */
export function endOf({ from, length, count }: Spans): number {
  return from + length * count;
}
