// Writes the chunks of the log to a file or to standard output, one at a time and in order. Neither
// requests nor the exit of the process wait for them for long: a disk may be full, and the reader
// of a pipe may hang. sonic-boom, pino's own writer, retries without limit in both cases.

import { type BigIntStats, closeSync, constants, fstatSync, openSync, write, writeSync } from "node:fs";

const { O_APPEND, O_CREAT, O_NONBLOCK, O_WRONLY } = constants;
/** A write to a full pipe then fails, instead of blocking a thread and with it the exit. */
const APPENDING = O_WRONLY | O_APPEND | O_NONBLOCK;

/** An open log file. */
export interface LogFile {
  /** Largest chunk. Up to this size, the lines of several processes do not mix. */
  readonly chunkSize: number;
  /**
   * Writes a chunk, which must not change until then.
   *
   * @param done is called when the chunk is written or lost
   */
  write(bytes: Uint8Array, done: () => void): void;
  /** Calls `done` once everything is written, or after two seconds. */
  flush(done: () => void): void;
  /** Writes what can be written immediately, at the exit of the process. */
  flushSync(): void;
  /**
   * Opens the path anew, after the file has been renamed. Chunks that are not yet written go to the
   * new file. Does nothing for standard output.
   *
   * @throws Error of the file system. The old file then stays in use
   */
  reopen(): void;
}

/** A pipe takes this many bytes without splitting them. */
const PIPE_CHUNK = 4096;
/** A file takes any number of bytes. */
const FILE_CHUNK = 262_144;
/** Limit on the waiting bytes. Chunks beyond it are lost. */
const MAX_WAITING = 16_777_216;
/** Longest wait of `flush`, in milliseconds. */
const FLUSH_TIMEOUT = 2000;
/** How long an exiting process waits for the reader of a pipe, in milliseconds. */
const EXIT_TIMEOUT = 100;
/**
 * Milliseconds until the next attempt to write to a full pipe. The delay doubles with each attempt,
 * up to the delay after other failures.
 */
const MIN_DELAY = 2;
const MAX_DELAY = 250;

/**
 * Opens a file for appending, or standard output.
 *
 * @throws Error of the file system
 */
export function openLogFile(path: string | undefined): LogFile {
  const open = (): number => (path === undefined ? openStandardOutput() : openSync(path, APPENDING | O_CREAT, 0o600));
  let file = open();
  const kind = statOf(file);
  // Such a write takes a few microseconds, and a thread of the pool would only delay it.
  const neverBlocks = file !== 1 && kind.isFIFO();
  /** The new file, while a write to the old one is in progress. */
  let replacement: number | undefined;
  const waiting: { readonly bytes: Uint8Array; readonly done: () => void }[] = [];
  let bytesWaiting = 0;
  /** Bytes of the first chunk that are written. */
  let written = 0;
  let isWriting = false;
  let isExiting = false;
  /** Set once the reader of the pipe has closed it. Nobody will read from it again. */
  let isClosed = false;
  let delay = MIN_DELAY;
  let hasWarned = false;
  let listeners: (() => void)[] = [];

  function begin(): void {
    if (isWriting || isExiting) return;
    while (waiting.length > 0) {
      const { bytes } = waiting[0]!;
      if (!neverBlocks) {
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
    hasWarned = false;
    process.off("exit", flushSync);
    for (const done of listeners.splice(0)) done();
  }

  function end(error: NodeJS.ErrnoException | null, count: number): void {
    isWriting = false;
    if (error) fail(error);
    else succeed(count);
    if (replacement !== undefined) use(replacement);
    if (!error) begin();
  }

  function use(opened: number): void {
    closeSync(file);
    file = opened;
    replacement = undefined;
    isClosed = false;
    // A chunk that is written in part begins again, so that the new file has whole lines.
    written = 0;
  }

  function succeed(count: number): void {
    delay = MIN_DELAY;
    advance(count);
  }

  /** Schedules the next attempt. */
  function fail({ code }: NodeJS.ErrnoException): void {
    const isFull = code === "EAGAIN";
    if (!isFull) warn(`it cannot be written (${code})`);
    delay = isFull ? Math.min(delay * 2, MAX_DELAY) : MAX_DELAY;
    isClosed = code === "EPIPE";
    if (isClosed) while (waiting.length > 0) advance(waiting[0]!.bytes.length);
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

  /** Emits one warning until the log can be written again. */
  function warn(reason: string): void {
    if (!hasWarned) process.emitWarning(`the log loses lines: ${reason}`);
    hasWarned = true;
  }

  function flushSync(): void {
    const last = performance.now() + EXIT_TIMEOUT;
    isExiting = true;
    // A thread completes the write that is in progress.
    if (isWriting) advance(waiting[0]!.bytes.length);
    isWriting = false;
    while (waiting.length > 0)
      try {
        advance(writeSync(file, waiting[0]!.bytes, written));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EAGAIN" || performance.now() > last) return;
        sleep(MIN_DELAY);
      }
  }

  return {
    chunkSize: kind.isFIFO() || kind.isSocket() ? PIPE_CHUNK : FILE_CHUNK,
    write(bytes, done) {
      const isTooMuch = bytesWaiting + bytes.length > MAX_WAITING;
      if (isTooMuch) warn("its reader is too slow");
      if (isTooMuch || isClosed) {
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
      const timer = setTimeout(finish, FLUSH_TIMEOUT);
      function finish(): void {
        clearTimeout(timer);
        listeners = listeners.filter((listener) => listener !== finish);
        done();
      }
      listeners.push(finish);
    },
    flushSync,
    reopen() {
      if (path === undefined) return;
      const opened = open();
      if (replacement !== undefined) closeSync(replacement);
      if (isWriting) replacement = opened;
      else use(opened);
    },
  };
}

/**
 * Opens a pipe on standard output a second time, so that O_NONBLOCK does not affect other programs
 * that write to it.
 */
function openStandardOutput(): number {
  try {
    if (statOf(1).isFIFO()) return openSync("/proc/self/fd/1", APPENDING);
  } catch {
    // Only Linux has this path.
  }
  return 1;
}

/**
 * Returns the state of a file, as big integers. After a call that returns numbers for a pipe,
 * `import` no longer follows symbolic links: https://github.com/nodejs/node/issues/51142. Once that
 * is fixed in all supported versions, `bigint` can go.
 */
function statOf(file: number): BigIntStats {
  return fstatSync(file, { bigint: true });
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
