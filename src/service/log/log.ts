// The log: JSON lines, written in the background and in chunks of several lines.

import type { Logger } from "pino";
import { importPeer } from "../peers.js";
import { type LogFile, openLogFile } from "./log-file.js";

/** Options of the log. */
export interface LogOptions {
  /** The lowest level that is logged. Default: `info`. */
  readonly level?: "debug" | "info" | "warn" | "error" | "fatal" | "silent";
  /** Path of a file to append to. Default: standard output. */
  readonly file?: string;
}

/** Receives lines for standard output or for a file. */
export interface LogStream {
  write(line: string): void;
  /** Calls `done` once everything is written, or after two seconds. */
  flush(done?: () => void): void;
}

/** The log of a service. */
export interface Log {
  readonly logger: Logger;
  /** The stream that the logger writes to. */
  readonly stream: LogStream;
  /**
   * Opens the file of the log anew, after it has been renamed. Does nothing for standard output.
   *
   * @throws Error of the file system. The old file then stays in use
   */
  reopen(): void;
}

/**
 * Longest delay of a line, in milliseconds. One write per line would take longer than a prediction.
 */
const MAX_DELAY = 250;

/**
 * Opens a log.
 *
 * @throws Error of the file system, if the file cannot be opened
 */
export async function createLog({ level = "info", file }: LogOptions): Promise<Log> {
  const { pino } = await importPeer("pino", () => import("pino"));
  const opened = openLogFile(file);
  const stream = bufferLines(opened);
  return { logger: pino({ level, base: { pid: process.pid } }, stream), stream, reopen: opened.reopen };
}

/**
 * Returns a stream that joins lines into chunks. Not sonic-boom, pino's own stream, which copies
 * all buffered text again for every line.
 */
function bufferLines(file: LogFile): LogStream {
  const size = file.chunkSize;
  let chunk = Buffer.allocUnsafe(size);
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;
  // A written chunk is used again. Its memory is outside V8's heap, and new chunks would trigger
  // one full garbage collection after another.
  let spare: Buffer<ArrayBuffer> | undefined;
  // A UTF-16 unit takes at most three bytes of UTF-8, so most lines need no exact measuring.
  const fits = (line: string, room: number): boolean => line.length * 3 <= room || Buffer.byteLength(line) <= room;
  let unwritten = 0;
  const onTimer = (): void => {
    // A waiting chunk occupies its whole size, however little it holds. So there is only one until
    // the earlier ones are written.
    if (unwritten > 0) timer = setTimeout(onTimer, MAX_DELAY).unref();
    else pass();
  };
  const pass = (): void => {
    if (bytes === 0) return;
    clearTimeout(timer);
    process.off("exit", passAtExit);
    const full = chunk;
    chunk = spare ?? Buffer.allocUnsafe(size);
    spare = undefined;
    unwritten++;
    file.write(full.subarray(0, bytes), () => {
      unwritten--;
      spare = full;
    });
    bytes = 0;
  };
  const passAtExit = (): void => {
    pass();
    file.flushSync();
  };
  return {
    write(line) {
      if (!fits(line, size - bytes)) pass();
      if (!fits(line, size)) {
        file.write(Buffer.from(line), () => {});
        return;
      }
      if (bytes === 0) {
        timer = setTimeout(onTimer, MAX_DELAY).unref();
        process.once("exit", passAtExit);
      }
      bytes += chunk.write(line, bytes);
    },
    flush(done = () => {}) {
      pass();
      file.flush(done);
    },
  };
}
