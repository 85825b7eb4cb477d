// The counter of a rate limit.

/** The requests of one caller in one window of time. */
export interface Window {
  readonly requests: number;
  /** End of the window, as in `performance.now()`. */
  readonly end: number;
}

/**
 * Counts a request and returns the caller's window.
 *
 * @param now as in `performance.now()`
 */
export type Count = (caller: string, now: number) => Window | Promise<Window>;
