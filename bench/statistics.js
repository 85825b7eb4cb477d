// Medians and quartiles: a busy machine makes a few measurements far too long, and a mean would
// show those.

/** @param share 0.5 for the median. Between two measurements, a straight line */
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low] + (at - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
}

export function summarise(numbers) {
  return { median: quantile(numbers, 0.5), low: quantile(numbers, 0.25), high: quantile(numbers, 0.75) };
}

/**
 * How many times as long `a` takes as `b`, within each round: what slows a whole round down does
 * not count.
 */
export function ratioOf(a, b) {
  return summarise(a.map((time, round) => time / b[round]));
}
