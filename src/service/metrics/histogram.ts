// A histogram for prom-client's registry, which asks a metric for its name, what `get` says, and `reset`. prom-client's own looks up labels and buckets
// by their texts for every value, which takes longer than a prediction.

import type { Metric, Registry } from "prom-client";

type Labels = Readonly<Record<string, string | number>>;

/** A number of the histogram, with its name and labels. */
interface Sample {
  readonly metricName: string;
  readonly labels: Labels;
  readonly value: number;
}

/** The values that have the same labels. */
export interface Series {
  observe(value: number): void;
}

/** What a histogram is told. */
export interface HistogramOptions {
  readonly name: string;
  readonly help: string;
  /** Upper bounds, rising. */
  readonly buckets: readonly number[];
  readonly registry: Registry;
}

/** Counts values by size. */
export interface Histogram {
  /** Begins to count values with these labels. To be called once for any. */
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
  // The registry's types want one of its own classes.
  registry.registerMetric(metric as unknown as Metric);
  return {
    series(labels) {
      // The last is of what is above all bounds.
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
