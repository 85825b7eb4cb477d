// Watches a model in production: `supportvector/monitoring`.

export { createDriftMonitor, type DriftMonitor, type DriftOptions, restoreDriftMonitor } from "./drift-monitor.js";
export type { DriftMeasures, DriftReport, InputDrift, PredictionDrift } from "./drift-report.js";
export type { DriftSnapshot, WindowSnapshot } from "./drift-snapshot.js";
export { addErrors, type ErrorSummary, type ErrorSums, sumsOf } from "./error-sums.js";
export { compareVariants, type ExperimentReport } from "./experiment.js";
export type { IntervalCounts } from "./interval-counts.js";
export type { ComparisonOptions, MeanDifference } from "./mean-difference.js";
export { MonitoringError, type MonitoringErrorCode, type MonitoringIssue } from "./monitoring-error.js";
export {
  createPerformanceMonitor,
  type ObservedInterval,
  type PerformanceMonitor,
  type PerformanceSnapshot,
  restorePerformanceMonitor,
  type TargetPerformance,
} from "./performance-monitor.js";
