// How the command ends when it does not end well: one line on standard error, which says what to do, and an exit code.

/** What the process ends with; 0 if all went as it should. */
export const EXIT = {
  /** It could not start, a row of the input is bad, or it met a fault of its own. */
  failed: 1,
  /** The command line, or a variable of the environment, is not one that it understands. */
  usage: 2,
  /** The grace time was over before all requests were answered. */
  cutOff: 3,
  /** The model file cannot be read, or is refused. */
  model: 4,
} as const;

/** An end that is the user's to know of. */
export class Failure extends Error {
  override readonly name: string = "Failure";
  readonly exitCode: number;

  /** @param message one sentence: what was expected, what came, what to do */
  constructor(message: string, exitCode: number = EXIT.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}
