// The drift of the last window as gauges. Workers all have the same window, so any of them may
// report it.

import type { Metric, Registry } from "prom-client";
import type { InputDrift, PredictionDrift } from "../../monitoring/index.js";
import type { DriftWatch } from "./drift-watch.js";

/** An input or a target of a model. */
interface Variable {
  readonly labels: Readonly<Record<string, string>>;
  readonly drift: PredictionDrift | InputDrift;
}

/** Returns the value of a gauge, or undefined if it has none. */
type Measure = (drift: PredictionDrift | InputDrift) => number | "too few" | undefined;

const GAUGES: readonly (readonly [string, string, Measure])[] = [
  [
    "supportvector_drift_psi",
    "The population stability index of the last window.",
    ({ drift }) => (drift === "too few" ? drift : drift.psi),
  ],
  [
    "supportvector_drift_adjusted_p_value",
    "The p-value of the last window, adjusted by Benjamini-Hochberg.",
    ({ drift }) => (drift === "too few" ? drift : drift.adjustedPValue),
  ],
  [
    "supportvector_drift_missing_ratio",
    "The share of missing values in the last window.",
    (drift) => ("missingRate" in drift ? drift.missingRate : undefined),
  ],
  [
    "supportvector_drift_unknown_rows",
    "Rows of the last window with a category that the reference lacks.",
    (drift) => ("unknown" in drift ? drift.unknown : undefined),
  ],
  [
    "supportvector_drift_out_of_range_rows",
    "Rows of the last window with a number outside the training range.",
    (drift) => ("outOfRange" in drift ? drift.outOfRange : undefined),
  ],
];

/** Adds the gauges to a registry. */
export function addDriftMetrics(registry: Registry, watch: DriftWatch): void {
  for (const [name, help, measure] of GAUGES) {
    const values = (): object[] =>
      variablesOf(watch).flatMap(({ labels, drift }) => {
        const value = measure(drift);
        return typeof value === "number" ? { labels, value } : [];
      });
    const metric = {
      name,
      reset() {},
      get: async () => ({ name, help, type: "gauge", aggregator: "first", values: values() }),
    };
    // The type of the parameter is a union of prom-client's classes.
    registry.registerMetric(metric as unknown as Metric);
  }
}

function variablesOf(watch: DriftWatch): Variable[] {
  return watch.report().flatMap(({ served: { variant, version }, report }) => {
    if (!report) return [];
    const model = { ...(variant !== undefined && { variant }), version };
    return [
      ...report.inputs.map((drift) => ({ labels: { ...model, input: drift.name }, drift })),
      ...report.predictions.map((drift) => ({ labels: { ...model, target: drift.name }, drift })),
    ];
  });
}
