// How the command fails: an exit code, and one line on standard error that says what to do.

/** Exit codes. 0 stands for success. */
export const EXIT = {
  /** The command could not start, a row was rejected, or the command has a bug. */
  failed: 1,
  /** The command line or an environment variable is not valid. */
  usage: 2,
  /** `serve` shut down before it had responded to all requests. */
  cutOff: 3,
  /** The model file cannot be read or loaded. */
  model: 4,
} as const;

/** A failure that the user can do something about. */
export class Failure extends Error {
  override readonly name: string = "Failure";
  readonly exitCode: number;

  /** @param message one sentence: what was expected, what came, what to do */
  constructor(message: string, exitCode: number = EXIT.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** What an error of the file system means. Its code alone says little to most users. */
const MEANINGS: Readonly<Record<string, string>> = {
  EISDIR: "it is a folder, name a file",
  EACCES: "this user may not do that",
  EPERM: "this user may not do that",
  EFBIG: "it would be larger than this user may write",
  ENOSPC: "the disk is full",
  EROFS: "the disk is read-only",
};

/**
 * Returns the failure for an error of the file system.
 *
 * @param name of the file, for the message
 */
export function fileFailure(error: unknown, name: string, done: "read" | "written", exitCode?: number): Failure {
  const { code = "" } = error as NodeJS.ErrnoException;
  const absent = done === "read" ? "there is no such file" : "there is no such folder";
  const meaning = code === "ENOENT" ? absent : (MEANINGS[code] ?? "name another file");
  return new Failure(`${name} cannot be ${done} (${code}): ${meaning}`, exitCode);
}
