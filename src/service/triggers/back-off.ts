// Delays between attempts to deliver an event.

const FIRST_DELAY = 1000;
const LONGEST_DELAY = 3_600_000;

/**
 * Returns a delay in milliseconds. It doubles with each attempt, up to an hour. A random part keeps
 * several services from trying at the same time.
 *
 * @param attempts that have failed, at least 1
 * @param random from 0 to 1
 */
export function delayAfter(attempts: number, random: number): number {
  const delay = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (attempts - 1));
  return (delay / 2) * (1 + random);
}
