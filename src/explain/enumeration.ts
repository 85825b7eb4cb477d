// Exact Shapley values by the values of all sets of inputs:
//
//   φ_j = Σ_{S ∌ j} |S|! (m − |S| − 1)! / m! · (v(S ∪ j) − v(S))
//
// with m inputs. That takes 2^m predictions for each row of the background.

import type { MixGame, Rows } from "./mix-game.js";

/** With more inputs, enumeration takes too long. */
export const MAX_ENUMERATED = 12;

/**
 * Returns the weight of a set by its size, from 0 to m − 1: |S|! (m − |S| − 1)! / m!, which is the
 * inverse of m · C(m − 1, |S|).
 */
function weightsBySize(m: number): Float64Array {
  const weights = new Float64Array(m);
  for (let size = 0, binomial = 1; size < m; size++) {
    weights[size] = 1 / (m * binomial);
    binomial = (binomial * (m - 1 - size)) / (size + 1);
  }
  return weights;
}

/** Returns how many elements each of the sets from 0 to 2^m − 1 has. */
export function sizesOfSets(m: number): Uint8Array {
  const sizes = new Uint8Array(1 << m);
  for (let set = 1; set < sizes.length; set++) sizes[set] = sizes[set >> 1]! + (set & 1);
  return sizes;
}

/**
 * Adds the Shapley values of a game.
 *
 * @param contributions a number per input for each target, target by target
 * @throws ExplainError `MIX_REJECTED`
 */
export function addByEnumeration(game: MixGame, { record, background }: Rows, contributions: Float64Array): void {
  const { players, targetCount } = game;
  const m = players.length;
  const sizes = sizesOfSets(m);
  const values = new Float64Array(sizes.length * targetCount);
  for (const row of background) {
    const mix = row.slice();
    for (let set = 0; set < sizes.length; set++) {
      for (let k = 0; k < m; k++) mix[players[k]!] = (set >> k) & 1 ? record[players[k]!]! : row[players[k]!]!;
      game.addValues(mix, values, set * targetCount);
    }
  }
  const weights = weightsBySize(m);
  for (let k = 0; k < m; k++)
    for (let t = 0; t < targetCount; t++) {
      let sum = 0;
      for (let set = 0; set < sizes.length; set++)
        if (!((set >> k) & 1))
          sum += weights[sizes[set]!]! * (values[(set | (1 << k)) * targetCount + t]! - values[set * targetCount + t]!);
      contributions[t * record.length + players[k]!]! += sum / background.length;
    }
}
