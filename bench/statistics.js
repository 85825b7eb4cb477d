// Medians and quartiles: a busy machine makes a few measurements far too long, and a mean would show those.

/** @param share 0.5 for the median; between two measurements, a straight line */
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low] + (at - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
}

export function summarise(numbers) {
  return { median: quantile(numbers, 0.5), low: quantile(numbers, 0.25), high: quantile(numbers, 0.75) };
}

/** How many times as long `a` takes as `b`, whose measurements alternated: the quartiles are those of the ratios within the rounds. */
export function ratioOf(a, b) {
  const ratios = a.map((time, round) => time / b[round]);
  return {
    median: quantile(a, 0.5) / quantile(b, 0.5),
    low: quantile(ratios, 0.25),
    high: quantile(ratios, 0.75),
  };
}
