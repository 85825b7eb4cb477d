// Bytes on their way to a file or to standard output, one write at a time, in the order in which they came. Nothing waits for them for long, neither requests
// nor the end of the process: a disk may be full, and who reads a pipe may have stopped. sonic-boom, which pino brings, tries for ever in both cases.

import { type BigIntStats, constants, fstatSync, openSync, write, writeSync } from "node:fs";

const { O_APPEND, O_CREAT, O_NONBLOCK, O_WRONLY } = constants;
/** A write to a pipe that is full fails then, instead of waiting and keeping the process from ending. */
const APPENDING = O_WRONLY | O_APPEND | O_NONBLOCK;

/** What takes the bytes of a log. */
export interface LogFile {
  /** Most bytes that are written as one, so that those of several processes do not mix. */
  readonly chunk: number;
  /**
   * Takes bytes, which must stay as they are for a while.
   *
   * @param done is called when they are written, or lost
   */
  write(bytes: Uint8Array, done: () => void): void;
  /** Calls `done` when all is written, or after two seconds. */
  flush(done: () => void): void;
  /** Writes what can be written at once: the process ends. */
  flushSync(): void;
}

/** A pipe takes as many without tearing them apart. */
const PIPE_CHUNK = 4096;
/** A file takes any number. */
const FILE_CHUNK = 262_144;
/** Bytes that wait, at most; what comes after them is lost. */
const MOST_WAITING = 16_777_216;
/** Milliseconds that `flush` waits. */
const PATIENCE = 2000;
/** Milliseconds that a process that ends waits for the reader of a pipe. */
const LAST_PATIENCE = 100;
/** Milliseconds until a write to a full pipe is tried again; each time twice as many, and in the end as many as for other failures. */
const SHORTEST_DELAY = 2;
const LONGEST_DELAY = 250;

/**
 * Opens a file, to append to it, or standard output.
 *
 * @throws Error of the file system
 */
export function openLogFile(path: string | undefined): LogFile {
  const file = path === undefined ? openStandardOutput() : openSync(path, APPENDING | O_CREAT, 0o600);
  const kind = kindOf(file);
  // Then a write takes a few microseconds, and other threads would only make it later.
  const neverWaits = file !== 1 && kind.isFIFO();
  const waiting: { readonly bytes: Uint8Array; readonly done: () => void }[] = [];
  let bytesWaiting = 0;
  /** How much of the first is written. */
  let written = 0;
  let isWriting = false;
  let isEnding = false;
  /** Nobody will ever read from a pipe whose reader has gone. */
  let isGone = false;
  let delay = SHORTEST_DELAY;
  let hasComplained = false;
  let listeners: (() => void)[] = [];

  function begin(): void {
    if (isWriting || isEnding) return;
    while (waiting.length > 0) {
      const { bytes } = waiting[0]!;
      if (!neverWaits) {
        isWriting = true;
        write(file, bytes, written, bytes.length - written, null, end);
        return;
      }
      try {
        succeed(writeSync(file, bytes, written));
      } catch (error) {
        fail(error as NodeJS.ErrnoException);
        return;
      }
    }
    hasComplained = false;
    process.off("exit", flushSync);
    for (const done of listeners.splice(0)) done();
  }

  function end(error: NodeJS.ErrnoException | null, count: number): void {
    isWriting = false;
    if (error) {
      fail(error);
      return;
    }
    succeed(count);
    begin();
  }

  function succeed(count: number): void {
    delay = SHORTEST_DELAY;
    advance(count);
  }

  /** Tries again later. */
  function fail({ code }: NodeJS.ErrnoException): void {
    const isFull = code === "EAGAIN";
    if (!isFull) complain(`it cannot be written (${code})`);
    delay = isFull ? Math.min(delay * 2, LONGEST_DELAY) : LONGEST_DELAY;
    isGone = code === "EPIPE";
    if (isGone) while (waiting.length > 0) advance(waiting[0]!.bytes.length);
    setTimeout(begin, delay).unref();
  }

  function advance(count: number): void {
    const { bytes, done } = waiting[0]!;
    written += count;
    if (written < bytes.length) return;
    waiting.shift();
    bytesWaiting -= bytes.length;
    written = 0;
    done();
  }

  /** Says what is wrong with the log, once until it is right again. */
  function complain(what: string): void {
    if (!hasComplained) process.emitWarning(`the log loses lines: ${what}`);
    hasComplained = true;
  }

  function flushSync(): void {
    const last = performance.now() + LAST_PATIENCE;
    isEnding = true;
    // What is being written goes on without us.
    if (isWriting) advance(waiting[0]!.bytes.length);
    isWriting = false;
    while (waiting.length > 0)
      try {
        advance(writeSync(file, waiting[0]!.bytes, written));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EAGAIN" || performance.now() > last) return;
        sleep(SHORTEST_DELAY);
      }
  }

  return {
    chunk: kind.isFIFO() || kind.isSocket() ? PIPE_CHUNK : FILE_CHUNK,
    write(bytes, done) {
      const isTooMuch = bytesWaiting + bytes.length > MOST_WAITING;
      if (isTooMuch) complain("nobody reads it fast enough");
      if (isTooMuch || isGone) {
        done();
        return;
      }
      waiting.push({ bytes, done });
      bytesWaiting += bytes.length;
      if (waiting.length > 1) return;
      process.once("exit", flushSync);
      begin();
    },
    flush(done) {
      if (waiting.length === 0) {
        done();
        return;
      }
      const timer = setTimeout(tell, PATIENCE);
      function tell(): void {
        clearTimeout(timer);
        listeners = listeners.filter((listener) => listener !== tell);
        done();
      }
      listeners.push(tell);
    },
    flushSync,
  };
}

/** A pipe is opened once more, since others write to it as well, who may have to wait. */
function openStandardOutput(): number {
  try {
    if (kindOf(1).isFIFO()) return openSync("/proc/self/fd/1", APPENDING);
  } catch {
    // Not everywhere can it be opened by a path.
  }
  return 1;
}

/** As big integers: `fs.realpathSync`, by which modules are found, looks at the numbers of the last call that gave others, and gives up where that was a pipe. */
function kindOf(file: number): BigIntStats {
  return fstatSync(file, { bigint: true });
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
