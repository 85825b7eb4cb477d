// Strings as numbers, so that a row of cells is one Float64Array: every string that the model file names gets a code, every other one −1.

const UNKNOWN = -1;

/** The strings that the steps of one pipeline know. */
export class Vocabulary {
  private readonly codes: Map<string, number> = new Map();

  /** The code that a cell holds for a value of the model file: a number stands for itself. */
  add(value: number | string): number {
    if (typeof value === "number") return value;
    const code = this.codes.get(value) ?? this.codes.size;
    this.codes.set(value, code);
    return code;
  }

  /** The code of a string, −1 if the model file does not name it. */
  codeOf(value: string): number {
    return this.codes.get(value) ?? UNKNOWN;
  }
}
