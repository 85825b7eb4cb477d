// The metrics of shadows: how many records they predicted, and how far from the response.

import type { Counter, Registry } from "prom-client";
import type { Prediction } from "../../index.js";
import { createHistogram, type Series } from "./histogram.js";

/** Why a shadow predicted a record or did not. */
type ShadowResult = "predicted" | "refused" | "failed" | "dropped";

/** Counts what shadows do. */
export interface ShadowMetrics {
  /** Counts records of a shadow. */
  count(variant: string, result: ShadowResult, records: number): void;
  /**
   * Counts the predictions of a shadow, and their absolute differences to those of the response.
   *
   * @param responded one for each of the predictions, of the same targets
   */
  compare(variant: string, predictions: readonly Prediction[], responded: readonly Prediction[]): void;
}

/** @param buckets upper bounds of the histogram of differences */
export function createShadowMetrics(
  { Counter: CounterClass }: { readonly Counter: typeof Counter },
  registry: Registry,
  buckets: readonly number[],
): ShadowMetrics {
  const counts = new Map<string, { readonly labels: { variant: string; result: ShadowResult }; records: number }>();
  new CounterClass({
    name: "supportvector_shadow_records_total",
    help: "Records for shadows, by what became of them.",
    labelNames: ["variant", "result"],
    registers: [registry],
    // Counted here, because prom-client finds labels by text for every value.
    collect() {
      this.reset();
      for (const { labels, records } of counts.values()) this.inc(labels, records);
    },
  });
  const differences = createHistogram({
    name: "supportvector_shadow_difference",
    help: "Absolute difference of a shadow's prediction to that of the response, in the unit of their target.",
    buckets,
    registry,
  });
  const series = new Map<string, Series>();
  const observe = (variant: string, difference: number, target?: string): void => {
    const key = `${variant} ${target ?? ""}`;
    let known = series.get(key);
    if (!known) {
      known = differences.series({ variant, ...(target !== undefined && { target }) });
      series.set(key, known);
    }
    known.observe(Math.abs(difference));
  };
  const count = (variant: string, result: ShadowResult, records: number): void => {
    const key = `${variant} ${result}`;
    const known = counts.get(key);
    if (known) known.records += records;
    else counts.set(key, { labels: { variant, result }, records });
  };
  return {
    count,
    compare(variant, predictions, responded) {
      count(variant, "predicted", predictions.length);
      for (const [i, prediction] of predictions.entries()) {
        const other = responded[i]!;
        if (typeof prediction === "number") observe(variant, prediction - (other as number));
        else
          for (const [target, value] of Object.entries(prediction))
            observe(variant, value - (other as Readonly<Record<string, number>>)[target]!, target);
      }
    },
  };
}
