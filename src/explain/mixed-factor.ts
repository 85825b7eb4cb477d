// The factor of several inputs that share columns, as a KNNImputer, a PCA or PolynomialFeatures
// mix them. Its kernels are computed for each set of inputs that may come from the record.

import { sizesOfSets } from "./enumeration.js";
import { type Factor, type FactorRows, kernelsOf } from "./factor.js";
import type { Mixer } from "./mixer.js";
import { LANES } from "./passes.js";

/** The factor of several inputs. */
export class MixedFactor implements Factor {
  readonly players: readonly number[];
  readonly rowCount: number;
  readonly size: number;
  private readonly rows: FactorRows;
  private readonly mixer: Mixer;
  private readonly inputCount: number;
  /** How many inputs each set has. */
  private readonly sizes: Uint8Array;
  /**
   * For each class, sums over the sets of one size: m + 1 lists of kernels, then m lists for each
   * player of what it changes in them.
   */
  private sums: Float64Array = new Float64Array(0);
  private readonly powers: Float64Array;

  constructor(players: readonly number[], rows: FactorRows, mixer: Mixer, inputCount: number) {
    const m = players.length;
    this.players = players;
    this.rows = rows;
    this.mixer = mixer;
    this.inputCount = inputCount;
    this.rowCount = rows.count;
    this.size = (m + 1 + m * m) * rows.count;
    this.sizes = sizesOfSets(m);
    this.powers = new Float64Array(m + 1);
  }

  prepare(record: Float64Array, classes: readonly Float64Array[]): void {
    const { players, rows, rowCount, mixer, sizes, size } = this;
    const m = players.length;
    const sums = new Float64Array(classes.length * size);
    classes.forEach((cells, c) => {
      const mix = cells.slice(0, this.inputCount);
      const kernels = Array.from(sizes, (_, set) => {
        for (let k = 0; k < m; k++) mix[players[k]!] = ((set >> k) & 1 ? record : cells)[players[k]!]!;
        mixer.run(mix);
        return kernelsOf(rows, mixer.cells);
      });
      kernels.forEach((own, set) => {
        addTo(sums, c * size + sizes[set]! * rowCount, own, 1);
        for (let k = 0; k < m; k++) {
          const isIn = (set >> k) & 1;
          const list = m + 1 + k * m + sizes[set]! - isIn;
          addTo(sums, c * size + list * rowCount, own, isIn ? 1 : -1);
        }
      });
    });
    this.sums = sums;
  }

  evaluate(nodes: Float64Array, ofClass: number, values: Float64Array, at: number): void {
    const { players, sums, size, rowCount } = this;
    nodes.forEach((t, lane) => {
      const powers = this.powersOf(t, players.length);
      for (let row = 0; row < rowCount; row++) {
        let value = 0;
        for (let s = 0, i = ofClass * size + row; s <= players.length; s++, i += rowCount)
          value += powers[s]! * sums[i]!;
        values[at + LANES * row + lane] = value;
      }
    });
  }

  contribute(
    nodes: Float64Array,
    weights: Float64Array,
    ofClass: number,
    derivatives: Float64Array,
    at: number,
    times: number,
    contributions: Float64Array,
  ): void {
    const { players, sums, size, rowCount } = this;
    const m = players.length;
    nodes.forEach((t, lane) => {
      const powers = this.powersOf(t, m - 1);
      let i = ofClass * size + (m + 1) * rowCount;
      for (const player of players)
        for (let s = 0; s < m; s++) {
          let sum = 0;
          for (let row = 0; row < rowCount; row++) sum += derivatives[at + LANES * row + lane]! * sums[i++]!;
          contributions[player]! += times * weights[lane]! * powers[s]! * sum;
        }
    });
  }

  /** Returns t^s (1 − t)^(degree − s) for each s. */
  private powersOf(t: number, degree: number): Float64Array {
    const { powers } = this;
    for (let s = 0, power = 1; s <= degree; s++, power *= t) powers[s] = power;
    for (let s = degree, power = 1; s >= 0; s--, power *= 1 - t) powers[s]! *= power;
    return powers;
  }
}

function addTo(sums: Float64Array, at: number, values: readonly number[], sign: number): void {
  for (let i = 0; i < values.length; i++) sums[at + i]! += sign * values[i]!;
}
