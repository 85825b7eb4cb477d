// The progress of a run: a bar on standard error, if that is a terminal that shows nothing else.

import { Presets, SingleBar } from "cli-progress";
import { atEnd } from "./at-end.js";

/** Shows the progress. */
export interface Progress {
  /** @param position in the units of the input's size: bytes, or rows of Parquet */
  update(position: number, rows: number): void;
  stop(): void;
}

const NONE: Progress = { update() {}, stop() {} };

/**
 * Starts to show the progress.
 *
 * @param size the last position. Undefined if it is not known
 */
export function startProgress(size: number | undefined, writesToTerminal: boolean): Progress {
  if (!process.stderr.isTTY || writesToTerminal) return NONE;
  const known = "{bar} {percentage} % | {rows} rows | {rate} rows/s | {eta_formatted} left";
  const format = size === undefined ? "{rows} rows | {rate} rows/s" : known;
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true, clearOnComplete: true }, Presets.rect);
  const start = performance.now();
  bar.start(size ?? 0, 0, { rows: 0, rate: 0 });
  // It shows the cursor again.
  const forget = atEnd(() => bar.stop());
  return {
    update(position, rows) {
      const seconds = (performance.now() - start) / 1000;
      bar.update(position, { rows, rate: Math.round(rows / seconds) });
    },
    stop() {
      bar.stop();
      forget();
    },
  };
}
