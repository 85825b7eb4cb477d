// How far a run has come: a bar on standard error, where that is a terminal that shows nothing else.

import { Presets, SingleBar } from "cli-progress";

/** Told of what has been done. */
export interface Progress {
  /** @param position bytes, or rows, of the input's size */
  update(position: number, rows: number): void;
  stop(): void;
}

const NONE: Progress = { update() {}, stop() {} };

/** @param size what `position` ends at; undefined where that is not known */
export function startProgress(size: number | undefined, writesToTerminal: boolean): Progress {
  if (!process.stderr.isTTY || writesToTerminal) return NONE;
  const known = "{bar} {percentage} % | {rows} rows | {rate} rows/s | {eta_formatted} left";
  const format = size === undefined ? "{rows} rows | {rate} rows/s" : known;
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true, clearOnComplete: true }, Presets.rect);
  const start = performance.now();
  bar.start(size ?? 0, 0, { rows: 0, rate: 0 });
  return {
    update(position, rows) {
      const seconds = (performance.now() - start) / 1000;
      bar.update(position, { rows, rate: Math.round(rows / seconds) });
    },
    stop: () => bar.stop(),
  };
}
