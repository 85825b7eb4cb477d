// A histogram for prom-client's registry, which only uses the public methods of a metric: its name,
// `get` and `reset`. prom-client's own histogram finds labels and buckets by text for every value.
// That takes 0.5 µs with labels and 0.1 µs without, here it takes 0.01 µs: 4 % of a request. A test
// compares both. Can go once prom-client's `labels()` keeps what it has found.

import type { Metric, Registry } from "prom-client";

type Labels = Readonly<Record<string, string | number>>;

/** A number of the histogram, with its name and labels. */
interface Sample {
  readonly metricName: string;
  readonly labels: Labels;
  readonly value: number;
}

/** The values with the same labels. */
export interface Series {
  observe(value: number): void;
}

/** Options of a histogram. */
export interface HistogramOptions {
  readonly name: string;
  readonly help: string;
  /** Upper bounds, ascending. */
  readonly buckets: readonly number[];
  readonly registry: Registry;
}

/** Counts values by size. */
export interface Histogram {
  /** Returns a new series. To be called once for the same labels. */
  series(labels: Labels): Series;
}

export function createHistogram({ name, help, buckets, registry }: HistogramOptions): Histogram {
  const all: { readonly labels: Labels; readonly counts: Float64Array; sum: number }[] = [];
  const samples = (): Sample[] =>
    all.flatMap(({ labels, counts, sum }) => {
      let count = 0;
      const cumulated = Array.from(counts, (number, i): Sample => {
        count += number;
        return { metricName: `${name}_bucket`, labels: { le: buckets[i] ?? "+Inf", ...labels }, value: count };
      });
      return [
        ...cumulated,
        { metricName: `${name}_sum`, labels, value: sum },
        { metricName: `${name}_count`, labels, value: count },
      ];
    });
  const metric = {
    name,
    reset() {
      for (const series of all) {
        series.counts.fill(0);
        series.sum = 0;
      }
    },
    get: async () => ({ name, help, type: "histogram", aggregator: "sum", values: samples() }),
  };
  // The type of the parameter is a union of prom-client's classes.
  registry.registerMetric(metric as unknown as Metric);
  return {
    series(labels) {
      // The last count is that of values above all bounds.
      const series = { labels, counts: new Float64Array(buckets.length + 1), sum: 0 };
      all.push(series);
      return {
        observe(value) {
          let i = 0;
          while (i < buckets.length && value > buckets[i]!) i++;
          series.counts[i]!++;
          series.sum += value;
        },
      };
    },
  };
}
