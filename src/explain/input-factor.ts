// The factor of an input that shares its columns with no other.

import { type Factor, type FactorRows, kernelsOf } from "./factor.js";
import { LANES } from "./passes.js";

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

  evaluate(nodes: Float64Array, ofClass: number, values: Float64Array, at: number): void {
    interpolate(nodes, this.ofRecord, this.ofClasses, ofClass * this.rowCount, values, at);
  }

  contribute(
    _nodes: Float64Array,
    weights: Float64Array,
    ofClass: number,
    derivatives: Float64Array,
    at: number,
    times: number,
    contributions: Float64Array,
  ): void {
    const change = weigh(weights, this.ofRecord, this.ofClasses, ofClass * this.rowCount, derivatives, at);
    contributions[this.players[0]!]! += times * change;
  }
}

/** Writes b + t · (a − b) for each row and each t. */
function interpolate(
  nodes: Float64Array,
  ofRecord: Float64Array,
  ofClasses: Float64Array,
  from: number,
  values: Float64Array,
  at: number,
): void {
  const node0 = nodes[0]!;
  const node1 = nodes[1]!;
  const node2 = nodes[2]!;
  const node3 = nodes[3]!;
  for (let row = 0, to = at; row < ofRecord.length; row++, to += LANES) {
    const kernel = ofClasses[from + row]!;
    const change = ofRecord[row]! - kernel;
    values[to] = kernel + node0 * change;
    values[to + 1] = kernel + node1 * change;
    values[to + 2] = kernel + node2 * change;
    values[to + 3] = kernel + node3 * change;
  }
}

/** Returns Σ (a − b) · derivative · weight over the rows and the lanes. */
function weigh(
  weights: Float64Array,
  ofRecord: Float64Array,
  ofClasses: Float64Array,
  from: number,
  derivatives: Float64Array,
  at: number,
): number {
  const weight0 = weights[0]!;
  const weight1 = weights[1]!;
  const weight2 = weights[2]!;
  const weight3 = weights[3]!;
  let sum = 0;
  for (let row = 0, i = at; row < ofRecord.length; row++, i += LANES) {
    const derivative =
      weight0 * derivatives[i]! +
      weight1 * derivatives[i + 1]! +
      (weight2 * derivatives[i + 2]! + weight3 * derivatives[i + 3]!);
    sum += derivative * (ofRecord[row]! - ofClasses[from + row]!);
  }
  return sum;
}
