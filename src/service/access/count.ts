// What a rate limit counts with.

/** The requests of a caller in a span of time. */
export interface Window {
  readonly requests: number;
  /** When it ends, as in `performance.now()`. */
  readonly end: number;
}

/** Counts a request of a caller, and returns the caller's window. */
export type Count = (caller: string) => Window | Promise<Window>;
