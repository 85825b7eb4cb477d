// Whether the errors of a model are larger than those of its held-out rows. The test may be
// repeated at any time, so it is repeated whenever errors are added.

import {
  addErrors,
  createPerformanceMonitor,
  type ErrorSums,
  MonitoringError,
  restorePerformanceMonitor,
} from "../../monitoring/index.js";
import type { ServedModel } from "../model/served-model.js";
import type { SeriesSummary } from "../store/summaries.js";
import type { ErrorsCondition } from "./rules.js";

/**
 * Measures the errors of a model.
 *
 * @param summaries of all models
 * @returns what an event says about targets with larger errors, or undefined if there are none
 */
export function measureErrors(
  { alpha }: ErrorsCondition,
  { model, name, version, variant = "" }: ServedModel,
  summaries: readonly SeriesSummary[],
): object | undefined {
  const of = (target: string): ErrorSums =>
    summaries
      .filter((series) => series.variant === variant && series.model === name && series.version === version)
      .filter((series) => series.target === target && !series.shadow)
      .reduce((sum, { errors }) => addErrors(sum, errors), { rows: 0, error: 0, absolute: 0, squared: 0 });
  try {
    const monitor = createPerformanceMonitor(model, { alpha });
    const errors = model.targets.map(of);
    const targets = restorePerformanceMonitor(model, { ...monitor.toJSON(), errors })
      .report()
      .filter(({ verdict }) => verdict === "worse")
      .map(({ target, rows, mae, reference, change }) => ({
        target,
        outcomes: rows,
        mae,
        reference_mae: reference!.mae,
        p_value: change!.pValue,
      }));
    return targets.length === 0 ? undefined : { targets };
  } catch (error) {
    // A reference that cannot be used, of which the log has a line if drift is watched.
    if (error instanceof MonitoringError) return undefined;
    throw error;
  }
}
