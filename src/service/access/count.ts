// What a rate limit counts with.

/** The requests of a caller in a span of time. */
export interface Window {
  readonly requests: number;
  /** When it ends, as in `performance.now()`. */
  readonly end: number;
}

/**
 * Counts a request of a caller, and returns the caller's window.
 *
 * @param now as in `performance.now()`
 */
export type Count = (caller: string, now: number) => Window | Promise<Window>;
