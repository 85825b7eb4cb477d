// The one place that every prediction passes: those of a response before it is sent, and those of
// shadows afterwards.

import type { DriftWatch } from "../drift/drift-watch.js";
import { type Audit, pickInputs } from "../log/audit.js";
import type { Metrics } from "../metrics/metrics.js";
import type { ModelStore } from "../model/model-store.js";
import type { PredictionStore } from "../store/prediction-store.js";
import { subjectOf } from "./assignment.js";
import type { NotedPredictions, NotePredictions } from "./noted-predictions.js";
import type { Shadows } from "./shadows.js";

/** What takes note of predictions. */
interface Noters {
  readonly models: ModelStore;
  readonly metrics: Metrics;
  readonly store: PredictionStore | undefined;
  readonly audit: Audit | undefined;
  readonly drift: DriftWatch | undefined;
  readonly shadows: Shadows | undefined;
}

/**
 * Returns a function that counts, stores, audits and watches predictions, and passes them on to the
 * shadows.
 */
export function predictionNoter({ models, metrics, store, audit, drift, shadows }: Noters): NotePredictions {
  const note: NotePredictions = (noted) => {
    const { request, served, ids, rows, records, predictions, seconds, responded } = noted;
    if (store) storePredictions(models, store, noted);
    if (responded) {
      metrics.shadows?.compare(served.variant!, predictions, responded);
      return;
    }
    metrics.countPredictions(served.variant, predictions, seconds);
    audit?.append({ request, served, ids, rows, records, predictions });
    drift?.observe(served, records, predictions);
    shadows?.add(noted, note);
  };
  return note;
}

function storePredictions(models: ModelStore, store: PredictionStore, noted: NotedPredictions): void {
  const { request, served, ids, records, predictions, rows, responded } = noted;
  const { inputs } = served.model;
  store.add(
    { served, predictions, ids: ids!, ...(rows && { rows }), shadow: responded !== undefined },
    (i) => subjectOf(models, request, records[i]),
    (i) => JSON.stringify(pickInputs(records[i] as Record<string, unknown>, inputs)),
  );
}
