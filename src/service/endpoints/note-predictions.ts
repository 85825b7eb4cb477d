// The one place that every prediction passes: those of a response before it is sent, and those of
// shadows afterwards.

import type { DriftWatch } from "../drift/drift-watch.js";
import type { Audit } from "../log/audit.js";
import type { Metrics } from "../metrics/metrics.js";
import type { NotePredictions } from "./noted-predictions.js";
import type { Shadows } from "./shadows.js";

/** Returns a function that counts, audits and watches predictions, and passes them on to the shadows. */
export function predictionNoter(
  metrics: Metrics,
  audit: Audit | undefined,
  shadows: Shadows | undefined,
  drift: DriftWatch | undefined,
): NotePredictions {
  const note: NotePredictions = (noted) => {
    const { request, served, records, predictions, seconds, responded } = noted;
    if (responded) {
      metrics.shadows?.compare(served.variant!, predictions, responded);
      return;
    }
    metrics.countPredictions(served.variant, predictions, seconds);
    audit?.append({ request, served, records, predictions });
    drift?.observe(served, records, predictions);
    shadows?.add(noted, note);
  };
  return note;
}
