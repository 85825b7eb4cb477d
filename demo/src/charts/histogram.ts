// How many predictions lie where, in bins with round ends.

import uPlot from "uplot";
import { axis, type Chart, color, createChart } from "./chart.js";

export interface Histogram {
  /** Lower end of the first bin. */
  readonly start: number;
  readonly width: number;
  readonly counts: readonly number[];
}

const LARGEST_BIN_COUNT = 40;

/**
 * Counts values in bins.
 *
 * @param values at least one, all finite
 */
export function countBins(values: Float64Array): Histogram {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const width = roundUp((high - low) / LARGEST_BIN_COUNT || Math.abs(low) / 10 || 1);
  const first = Math.floor(low / width);
  const counts = new Array<number>(Math.floor(high / width) - first + 1).fill(0);
  for (const value of values) counts[Math.floor(value / width) - first]!++;
  return { start: first * width, width, counts };
}

/** The next of …, 0.1, 0.2, 0.5, 1, 2, 5, 10, … */
function roundUp(width: number): number {
  let power = 1;
  while (power < width) power *= 10;
  while (power / 10 >= width) power /= 10;
  return [0.2, 0.5].map((part) => part * power).find((step) => step >= width) ?? power;
}

/** Draws a histogram. */
export function drawHistogram(place: HTMLElement, { start, width, counts }: Histogram, label: string): Chart {
  const middles = counts.map((_, i) => start + (i + 0.5) * width);
  const end = start + counts.length * width;
  const options: Omit<uPlot.Options, "width" | "height"> = {
    scales: { x: { time: false, range: [start, end] }, y: { range: (_, __, most) => [0, most * 1.05] } },
    axes: [axis(label), axis("Rows", { size: 62 })],
    series: [
      {},
      { paths: uPlot.paths.bars!({ size: [0.9] }), fill: () => color("accent"), width: 0, points: { show: false } },
    ],
    cursor: { show: false },
  };
  return createChart(place, options, [middles, [...counts]]);
}
