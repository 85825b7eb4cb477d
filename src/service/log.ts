// Where lines of the log go: each waits a little for others.

import type { Logger } from "pino";
import { type LogFile, openLogFile } from "./log-file.js";
import type { LogOptions } from "./options.js";
import { importPeer } from "./peers.js";

/** Lines on their way to standard output, or to a file. */
export interface LogStream {
  write(line: string): void;
  /** Calls `done` when all is written, or after two seconds. */
  flush(done?: () => void): void;
}

/** What a service writes its log with. */
export interface Log {
  readonly logger: Logger;
  /** What the logger writes to. */
  readonly stream: LogStream;
}

/** Milliseconds that lines wait for others, at most. A write for every line would take longer than a prediction. */
const LONGEST_WAIT = 250;

/**
 * A log of JSON, written in the background.
 *
 * @throws Error of the file system, if the file cannot be opened
 */
export async function createLog({ level = "info", file }: LogOptions): Promise<Log> {
  const { pino } = await importPeer("pino", () => import("pino"));
  const stream = gatherLines(openLogFile(file));
  return { logger: pino({ level, base: { pid: process.pid } }, stream), stream };
}

/** Lines that wait for others. pino's own stream can do that too, but reads all that waits again for every line. */
function gatherLines(file: LogFile): LogStream {
  const size = file.chunk;
  let chunk = Buffer.allocUnsafe(size);
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;
  // A chunk is filled again once it is written: new ones, of memory outside of V8's heap, would make it collect all garbage again and again.
  let spare: Buffer<ArrayBuffer> | undefined;
  // No character of a text takes more than three bytes: most lines need not be measured.
  const fits = (line: string, room: number): boolean => line.length * 3 <= room || Buffer.byteLength(line) <= room;
  let unwritten = 0;
  const gathered = (): void => {
    // A chunk that waits takes all of its memory, however little is in it: so there is one, until those before it are written.
    if (unwritten > 0) timer = setTimeout(gathered, LONGEST_WAIT).unref();
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
        timer = setTimeout(gathered, LONGEST_WAIT).unref();
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
