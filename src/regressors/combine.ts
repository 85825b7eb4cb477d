// How an ensemble makes one number of its members' numbers. Mirrors `predict` of VotingRegressor
// and `_get_median_predict` of AdaBoostRegressor in sklearn.ensemble.

import type { RowFunction } from "../program/columnwise.js";

/** Returns the function that averages by weight. */
export function averageBy(weights: readonly number[]): RowFunction {
  const total = weights.reduce((sum, weight) => sum + weight);
  return (predictions, average) => {
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += predictions[i]! * weights[i]!;
    average[0] = sum / total;
  };
}

/**
 * Returns the function that takes the first prediction in ascending order up to which the weights
 * add up to half of all.
 */
export function medianBy(weights: readonly number[]): RowFunction {
  const order = weights.map((_, i) => i);
  return (predictions, median) => {
    // Equal predictions stand in the order of the members, whatever the order of the last row was.
    order.sort((i, j) => predictions[i]! - predictions[j]! || i - j);
    // numpy adds the weights up in this order, too.
    const half = order.reduce((sum, i) => sum + weights[i]!, 0) / 2;
    let sum = 0;
    const first = order.find((i) => {
      sum += weights[i]!;
      return sum >= half;
    });
    median[0] = predictions[first!]!;
  };
}
