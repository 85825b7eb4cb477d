// The scale of a plot: from 0 to a round number.

/** Multiples of a power of ten that halve to a round number. */
const ROUND = [1, 2, 4, 6, 8, 10];

/** Returns the least round number that is not below any of these values. */
export function roundMaximum(values: readonly number[]): number {
  const largest = values.reduce((one, other) => Math.max(one, other), 0);
  if (!(largest > 0 && largest < 1e300)) return 1;
  let unit = 1;
  while (unit * 10 <= largest) unit *= 10;
  while (unit > largest) unit /= 10;
  return ROUND.find((multiple) => multiple * unit >= largest)! * unit;
}

/** Rounds a coordinate, of which plots have many. */
export function coordinate(value: number): number {
  return Math.round(value * 100) / 100;
}
