// The counters of a rate limit.

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

/** The counters of a rate limit, which share no memory: no number of addresses affects a key. */
export interface Counts<C extends Count = Count> {
  /** Counts by the id of an API key. */
  readonly byKey: C;
  /** Counts by a network (network.ts). */
  readonly byAddress: C;
}
