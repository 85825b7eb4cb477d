// The counts of windows, added up over all processes of a service.

/** What one model has predicted in a window, or in a part of it. */
export interface DriftCounts {
  /** Undefined for the only model. */
  readonly variant: string | undefined;
  /** The fingerprint of the model, as in a `DriftSnapshot`. */
  readonly model: string;
  readonly rows: number;
  /** How many rows fell into each slot of the model's drift monitor. */
  readonly counts: readonly number[];
}

/** A window that has ended in all processes. */
export interface DriftWindow {
  /** When it ended, as in `Date.now()`. */
  readonly ended: number;
  /** How many windows have ended, with this one. */
  readonly windows: number;
  /** One for each variant and model. */
  readonly models: readonly DriftCounts[];
}

/** Adds up the counts of processes. `createDriftSums` makes it. */
export interface DriftSums {
  /**
   * Adds counts to a window, unless it has ended.
   *
   * @param end when the window ends
   */
  add(end: number, counts: readonly DriftCounts[]): void;
  /** Ends a window, and those before it. */
  endWindow(end: number): DriftWindow;
}

/** Carries counts to the sums of all processes, and the windows back. */
export interface DriftExchange {
  /** Milliseconds between two sendings. A process that is killed loses what it has not sent. */
  readonly interval: number;
  /**
   * Sends what was counted since the last call.
   *
   * @param end when the window ends
   * @param isLast whether this process has ended the window
   */
  send(end: number, counts: readonly DriftCounts[], isLast: boolean): void;
  /**
   * Sets the listener for windows that have ended in all processes.
   *
   * @param listener is also told whether this is the one process that acts on the window
   */
  receive(listener: (window: DriftWindow, acts: boolean) => void): void;
}

/** Creates sums without any counts. */
export function createDriftSums(): DriftSums {
  /** Windows by their ends, and counts by variant and model. */
  const open = new Map<number, Map<string, DriftCounts>>();
  let ended = -Infinity;
  let windows = 0;
  return {
    add(end, counts) {
      if (end <= ended) return;
      const sums = open.get(end) ?? new Map<string, DriftCounts>();
      open.set(end, sums);
      for (const one of counts) {
        const key = JSON.stringify([one.variant, one.model]);
        const before = sums.get(key);
        sums.set(key, before ? addCounts(before, one) : one);
      }
    },
    endWindow(end) {
      const models = [...(open.get(end)?.values() ?? [])];
      for (const each of open.keys()) if (each <= end) open.delete(each);
      ended = Math.max(ended, end);
      windows++;
      return { ended: end, windows, models };
    },
  };
}

/** Returns the exchange of a service that is a single process. */
export function exchangeWithinProcess(): DriftExchange {
  const sums = createDriftSums();
  let listener: Parameters<DriftExchange["receive"]>[0] = () => {};
  return {
    interval: Infinity,
    send(end, counts, isLast) {
      sums.add(end, counts);
      if (isLast) listener(sums.endWindow(end), true);
    },
    receive(receiver) {
      listener = receiver;
    },
  };
}

function addCounts(one: DriftCounts, other: DriftCounts): DriftCounts {
  return { ...one, rows: one.rows + other.rows, counts: one.counts.map((count, i) => count + other.counts[i]!) };
}
