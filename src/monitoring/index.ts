// Watches a model in production: `supportvector/monitoring`.

export { createDriftMonitor, type DriftMonitor, type DriftOptions, restoreDriftMonitor } from "./drift-monitor.js";
export type { DriftMeasures, DriftReport, InputDrift, PredictionDrift } from "./drift-report.js";
export type { DriftSnapshot, WindowSnapshot } from "./drift-snapshot.js";
export { MonitoringError, type MonitoringErrorCode, type MonitoringIssue } from "./monitoring-error.js";
