// The snapshot of a drift monitor: what `JSON.stringify` writes of it. It holds numbers of rows
// only, and the fingerprint of the model whose rows they are.

import { describeMismatch, describeValue } from "../describe-value.js";
import type { Layout, Variable } from "./drift-layout.js";
import { total } from "./histogram.js";
import { type Report, requireValid } from "./monitoring-error.js";
import { isCount } from "./reference.js";

/** The counts of a window. */
export interface WindowSnapshot {
  readonly rows: number;
  /** How many rows fell into each slot. */
  readonly counts: readonly number[];
}

/** The state of a drift monitor, for `restoreDriftMonitor`. */
export interface DriftSnapshot {
  /** The fingerprint of the model. */
  readonly model: string;
  /** Rows of a window. It is null for Infinity, which JSON does not have. */
  readonly window: number | null;
  readonly minRows: number;
  /** How many windows have ended. */
  readonly windows: number;
  /** The last window that has ended. */
  readonly ended: WindowSnapshot;
  /** The window that is being filled. */
  readonly open: WindowSnapshot;
}

/**
 * Checks a snapshot.
 *
 * @throws MonitoringError `SNAPSHOT_INVALID`, `MODEL_MISMATCH`
 */
export function readSnapshot(snapshot: unknown, layout: Layout): DriftSnapshot {
  const given = (typeof snapshot === "object" && snapshot !== null ? snapshot : {}) as Partial<DriftSnapshot>;
  requireValid("SNAPSHOT_INVALID", "The snapshot cannot be restored", (report) => {
    if (typeof given.model !== "string") report("/model", describeMismatch("a string", describeValue(given.model)));
    checkCount("/windows", given.windows, report);
    // The counts of another model have another layout.
    if (given.model !== layout.model) return;
    checkWindow("/ended", given.ended, layout, report);
    checkWindow("/open", given.open, layout, report);
  });
  requireModel(layout.model, given.model!, "The snapshot cannot be restored");
  return given as DriftSnapshot;
}

/**
 * Checks that counts are those of a model.
 *
 * @param what cannot be done, as the beginning of the message
 * @throws MonitoringError `MODEL_MISMATCH`
 */
export function requireModel(expected: string, received: string, what: string): void {
  requireValid("MODEL_MISMATCH", what, (report) => {
    if (expected !== received)
      report("/model", `${describeMismatch(`counts of the model ${expected}`, `those of ${received}`)}. Load that one`);
  });
}

/** Adds up two snapshots of one model with the same options. */
export function addSnapshots(one: DriftSnapshot, other: DriftSnapshot): DriftSnapshot {
  const add = (window: WindowSnapshot, another: WindowSnapshot): WindowSnapshot => ({
    rows: window.rows + another.rows,
    counts: window.counts.map((count, i) => count + another.counts[i]!),
  });
  const windows = one.windows + other.windows;
  return { ...one, windows, ended: add(one.ended, other.ended), open: add(one.open, other.open) };
}

function checkCount(path: string, value: unknown, report: Report): void {
  if (!isCount(value)) report(path, describeMismatch("an integer of at least 0", describeValue(value)));
}

/** Checks that each row is in one slot of each variable. */
function checkWindow(path: string, window: unknown, { inputs, predictions, slots }: Layout, report: Report): void {
  const { rows, counts } = (window ?? {}) as Partial<WindowSnapshot>;
  checkCount(`${path}/rows`, rows, report);
  if (!Array.isArray(counts) || counts.length !== slots || !counts.every(isCount))
    report(`${path}/counts`, `expected a list of ${slots} integers of at least 0, got other values`);
  else if (
    [...inputs, ...predictions].some(
      ({ start, slots: own }: Variable) => total(counts.slice(start, start + own)) !== rows,
    )
  )
    report(`${path}/counts`, `expected each variable to count ${rows} rows, got other sums`);
}
