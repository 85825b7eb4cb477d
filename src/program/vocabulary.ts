// The vocabulary: codes for strings, so that a row of cells is one Float64Array. Every string that
// the steps of a model file name has a code from 0 on.

/** The code of every other string. */
const UNKNOWN = -1;

/** The strings that the steps of one pipeline name. */
export class Vocabulary {
  private readonly codes: Map<string, number> = new Map();

  /** Returns the cell that holds a value of the model file. A number stands for itself. */
  add(value: number | string): number {
    if (typeof value === "number") return value;
    const code = this.codes.get(value) ?? this.codes.size;
    this.codes.set(value, code);
    return code;
  }

  /** Returns the code of a string, −1 if the model file does not name it. */
  codeOf(value: string): number {
    return this.codes.get(value) ?? UNKNOWN;
  }
}
