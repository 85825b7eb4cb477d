// What a rate limit counts with.

/**
 * Counts a request of a caller.
 *
 * @param done is told how many there were in this window, and in how many milliseconds it ends
 */
export type Count = (caller: string, done: (requests: number, left: number) => void) => void;
