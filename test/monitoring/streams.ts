// Streams of absolute errors, and when a comparison of them would have raised an alarm.

import type { ErrorSums } from "../../src/monitoring/error-sums.js";
import { type ComparisonOptions, compareMeans } from "../../src/monitoring/mean-difference.js";

const OPTIONS: Required<ComparisonOptions> = { alpha: 0.05, effect: 0.2, minOutcomes: 100 };

/** Quantiles of the absolute errors of the included model on the rows of its data set, in hours. */
const ABSENTEEISM = [
  [0, 0],
  [0.2, 0],
  [0.3, 0.01],
  [0.4, 0.05],
  [0.5, 0.65],
  [0.6, 1],
  [0.7, 1.18],
  [0.8, 4],
  [0.9, 6.72],
  [0.95, 16],
  [0.98, 36.72],
  [0.99, 71.99],
  [0.995, 103.05],
  [1, 112],
] as const;

/** Absolute errors, from tame to heavy-tailed. */
export const DISTRIBUTIONS: Record<string, (random: () => number) => number> = {
  exponential: (random) => -Math.log(1 - random()),
  "log-normal": (random) => Math.exp(Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())),
  "2 % of them 20 times as large": (random) => -Math.log(1 - random()) * (random() < 0.02 ? 20 : 1),
  "Pareto with a shape of 3": (random) => (1 - random()) ** (-1 / 3),
  "those of the included model": (random) => {
    const share = random();
    const i = ABSENTEEISM.findIndex(([end]) => end > share);
    const [[from, low], [to, high]] = [ABSENTEEISM[i - 1]!, ABSENTEEISM[i]!];
    return low + ((share - from) / (to - from)) * (high - low);
  },
};

/** Sums to which errors are added in place, because streams are long. */
type RunningSums = { -readonly [key in keyof ErrorSums]: number };

const noErrors = (): RunningSums => ({ rows: 0, error: 0, absolute: 0, squared: 0 });

function add(sums: RunningSums, error: number): void {
  sums.rows++;
  sums.error += error;
  sums.absolute += error;
  sums.squared += error * error;
}

/** Returns −1, 0 or 1: whether the interval lies below 0, holds it, or lies above. */
function alarmOf(first: ErrorSums, second: ErrorSums): number {
  if (!mayAlarm(first, second)) return 0;
  const { interval: [low, high] = [0, 0] } = compareMeans(first, second, OPTIONS) ?? {};
  return low > 0 ? 1 : high < 0 ? -1 : 0;
}

/**
 * Tells whether the difference is beyond √(2 V ln(1/α)). The interval is always wider, so that most
 * comparisons can be left out.
 */
function mayAlarm(first: ErrorSums, second: ErrorSums): boolean {
  const meanOf = ({ rows, absolute }: ErrorSums): number => absolute / rows;
  const varianceOf = (sums: ErrorSums): number => (sums.squared / sums.rows - meanOf(sums) ** 2) / sums.rows;
  const variance = varianceOf(first) + varianceOf(second);
  return (meanOf(second) - meanOf(first)) ** 2 > 2 * variance * Math.log(1 / OPTIONS.alpha);
}

/**
 * Runs an experiment and looks at it after every outcome.
 *
 * @param share of the challenger
 * @param scale the challenger's errors are so many times as large
 * @returns after how many outcomes it ended, and how
 */
export function runExperiment(
  draw: (random: () => number) => number,
  random: () => number,
  { share, scale, outcomes }: { share: number; scale: number; outcomes: number },
): { outcomes: number; alarm: number } {
  const [champion, challenger] = [noErrors(), noErrors()];
  for (let i = 1; i <= outcomes; i++) {
    if (random() < share) add(challenger, draw(random) * scale);
    else add(champion, draw(random));
    const alarm = alarmOf(champion, challenger);
    if (alarm !== 0) return { outcomes: i, alarm };
  }
  return { outcomes: Infinity, alarm: 0 };
}

/**
 * Draws the held-out errors of a reference, and watches a model whose errors do not change.
 *
 * @param rows of the reference
 */
export function watchUnchanged(
  draw: (random: () => number) => number,
  random: () => number,
  { rows, outcomes }: { rows: number; outcomes: number },
): number {
  const [reference, live] = [noErrors(), noErrors()];
  for (let i = 0; i < rows; i++) add(reference, draw(random));
  for (let i = 0; i < outcomes; i++) {
    add(live, draw(random));
    const alarm = alarmOf(reference, live);
    if (alarm !== 0) return alarm;
  }
  return 0;
}
