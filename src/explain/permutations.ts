// Estimates of Shapley values by permutations: inputs change from the background's value to the
// record's one after the other, in a random order, and then in the reverse order (an antithetic
// pair). Every row of the background has as many pairs, so the only error is that of the orders.
// The orders come from a fixed seed, so the same record gets the same estimates.
// The method: R. Mitchell, J. Cooper, E. Frank and G. Holmes, "Sampling permutations for Shapley
// value estimation", JMLR 23 (2022).

import type { MixGame, Rows } from "./mix-game.js";

const SEED = 0x9e3779b9;

/** Returns a function that draws integers from 0 to `end` − 1: Marsaglia's xorshift. */
function createRandom(): (end: number) => number {
  let state = SEED;
  return (end) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 4294967296) * end);
  };
}

/** Shuffles a list in place, as R. A. Fisher and F. Yates do. */
function shuffle(list: number[], random: (end: number) => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = random(i + 1);
    const taken = list[i]!;
    list[i] = list[j]!;
    list[j] = taken;
  }
}

/**
 * Adds estimates of the Shapley values of a game.
 *
 * @param pairs of permutations for each row of the background, at least 2
 * @param contributions a number per input for each target, target by target
 * @param variances of the contributions. Receives those of the estimates
 * @throws ExplainError `MIX_REJECTED`
 */
export function addByPermutations(
  game: MixGame,
  { record, background }: Rows,
  pairs: number,
  contributions: Float64Array,
  variances: Float64Array,
): void {
  const { players, targetCount } = game;
  const random = createRandom();
  const order = [...players];
  const values = new Float64Array(targetCount);
  const previous = new Float64Array(targetCount);
  const end = new Float64Array(targetCount);
  const begin = new Float64Array(targetCount);
  const change = new Float64Array(contributions.length);
  const mean = new Float64Array(contributions.length);
  const squares = new Float64Array(contributions.length);
  game.addValues(record, end.fill(0), 0);

  /** Adds half of what each input changes in this order to `change`. */
  const walk = (row: Float64Array): void => {
    const mix = row.slice();
    previous.set(begin);
    order.forEach((player, position) => {
      mix[player] = record[player]!;
      if (position < order.length - 1) game.addValues(mix, values.fill(0), 0);
      else values.set(end);
      for (let t = 0; t < targetCount; t++) change[t * record.length + player]! += (values[t]! - previous[t]!) / 2;
      previous.set(values);
    });
  };

  for (const row of background) {
    game.addValues(row, begin.fill(0), 0);
    mean.fill(0);
    squares.fill(0);
    for (let pair = 1; pair <= pairs; pair++) {
      change.fill(0);
      shuffle(order, random);
      walk(row);
      order.reverse();
      walk(row);
      // The mean and the sum of squared differences from it, as B. P. Welford updates them.
      for (let i = 0; i < change.length; i++) {
        const difference = change[i]! - mean[i]!;
        mean[i]! += difference / pair;
        squares[i]! += difference * (change[i]! - mean[i]!);
      }
    }
    for (let i = 0; i < change.length; i++) {
      contributions[i]! += mean[i]! / background.length;
      variances[i]! += squares[i]! / (pairs - 1) / pairs / background.length / background.length;
    }
  }
}
