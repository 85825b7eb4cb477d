// The factor of an input that shares its columns with no other.

import { type Factor, type FactorRows, kernelsOf } from "./factor.js";

/** The factor of one input. */
export class InputFactor implements Factor {
  readonly players: readonly number[];
  readonly rowCount: number;
  readonly size: number;
  private readonly rows: FactorRows;
  private ofRecord: Float64Array = new Float64Array(0);
  /** The kernels of the classes, one class after the other. */
  private ofClasses: Float64Array = new Float64Array(0);
  private classes: readonly Float64Array[] | undefined;

  constructor(player: number, rows: FactorRows) {
    this.players = [player];
    this.rows = rows;
    this.rowCount = rows.count;
    this.size = rows.count;
  }

  prepare(record: Float64Array, classes: readonly Float64Array[]): void {
    this.ofRecord = Float64Array.from(kernelsOf(this.rows, record));
    if (classes === this.classes) return;
    this.classes = classes;
    this.ofClasses = new Float64Array(classes.length * this.rowCount);
    classes.forEach((cells, c) => {
      this.ofClasses.set(kernelsOf(this.rows, cells), c * this.rowCount);
    });
  }

  evaluate(t: number, ofClass: number, values: Float64Array, at: number): void {
    const { ofRecord, ofClasses, rowCount } = this;
    const from = ofClass * rowCount;
    for (let row = 0; row < rowCount; row++) {
      const kernel = ofClasses[from + row]!;
      values[at + row] = kernel + t * (ofRecord[row]! - kernel);
    }
  }

  contribute(
    _t: number,
    ofClass: number,
    derivatives: Float64Array,
    at: number,
    weight: number,
    contributions: Float64Array,
  ): void {
    const { ofRecord, ofClasses, rowCount } = this;
    const from = ofClass * rowCount;
    let sum = 0;
    for (let row = 0; row < rowCount; row++) sum += derivatives[at + row]! * (ofRecord[row]! - ofClasses[from + row]!);
    contributions[this.players[0]!]! += weight * sum;
  }
}
