// Where lines of the log go: each waits a little for others.

import type { Logger } from "pino";
import type { LogOptions } from "./options.js";
import { importPeer } from "./peers.js";

/** Lines on their way to standard output, or to a file. */
export interface LogStream {
  write(line: string): void;
  flush(done?: (error?: Error) => void): void;
}

/** What a service writes its log with. */
export interface Log {
  readonly logger: Logger;
  /** What the logger writes to. */
  readonly stream: LogStream;
}

/** What takes bytes in the end. */
interface LogFile {
  write(bytes: Uint8Array): void;
  /** Tells when all has been written. */
  on(event: "drain", listener: () => void): void;
  flush(done?: (error?: Error) => void): void;
  flushSync(): void;
}

/** Bytes that are written at once, at most: a pipe takes as many without tearing them apart, so that lines of several processes do not mix. */
const PIPE_CHUNK = 4096;
/** A file takes any number. */
const FILE_CHUNK = 262_144;

/** Milliseconds that lines wait for others, at most. A write for every line would take longer than a prediction. */
const LONGEST_WAIT = 250;

/** A log of JSON, written in the background. */
export async function createLog({ level = "info", file }: LogOptions): Promise<Log> {
  const { destination, pino } = await importPeer("pino", () => import("pino"));
  const chunk = file === undefined ? PIPE_CHUNK : FILE_CHUNK;
  // Without a least length, flushing would not wait until all is written.
  const options = { dest: file ?? 1, sync: false, minLength: 1, maxWrite: chunk, contentMode: "buffer" } as const;
  // Its types know of text alone.
  const stream = gatherLines(destination(options) as unknown as LogFile, chunk);
  return { logger: pino({ level, base: { pid: process.pid } }, stream), stream };
}

/** Lines that wait for others. pino's own stream can do that too, but reads all that waits again for every line. */
function gatherLines(stream: LogFile, size: number): LogStream {
  let chunk = Buffer.allocUnsafe(size);
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;
  // Chunks are filled again once they are written: new ones, of memory outside of V8's heap, would make it collect all garbage again and again.
  let passed: Buffer<ArrayBuffer> | undefined;
  let spare: Buffer<ArrayBuffer> | undefined;
  stream.on("drain", () => {
    spare = passed;
  });
  // No character of a text takes more than three bytes: most lines need not be measured.
  const fits = (line: string, room: number): boolean => line.length * 3 <= room || Buffer.byteLength(line) <= room;
  const pass = (): void => {
    if (bytes === 0) return;
    clearTimeout(timer);
    process.off("exit", passAtExit);
    stream.write(chunk.subarray(0, bytes));
    passed = chunk;
    chunk = spare ?? Buffer.allocUnsafe(size);
    spare = undefined;
    bytes = 0;
  };
  const passAtExit = (): void => {
    pass();
    stream.flushSync();
  };
  return {
    write(line) {
      if (!fits(line, size - bytes)) pass();
      if (!fits(line, size)) {
        stream.write(Buffer.from(line));
        return;
      }
      if (bytes === 0) {
        timer = setTimeout(pass, LONGEST_WAIT);
        process.once("exit", passAtExit);
      }
      bytes += chunk.write(line, bytes);
    },
    flush(done) {
      pass();
      stream.flush(done);
    },
  };
}
