// The messages between the primary process and its workers, about metrics and drift. Everything
// else goes by signals.

import type { DriftCounts, DriftWindow } from "../../service/index.js";

/** The metrics of one process, in the form that prom-client's registries exchange. */
export type ProcessMetrics = readonly { readonly name: string; readonly type: string }[];

/** A worker asks for the metrics of all workers. */
interface MetricsRequest {
  readonly about: "metrics request";
}

/** The primary's response: text for Prometheus. */
interface MetricsResponse {
  readonly about: "metrics response";
  readonly text: string;
}

/** The primary asks a worker for its own metrics. */
interface ReportRequest {
  readonly about: "report request";
}

/** The worker's response. */
interface Report {
  readonly about: "report";
  readonly metrics: ProcessMetrics;
}

/** What a worker has counted for a window of drift since its last message. */
interface CountsMessage {
  readonly about: "drift counts";
  /** When the window ends. */
  readonly end: number;
  readonly counts: readonly DriftCounts[];
  /** Whether the worker has ended the window. */
  readonly isLast: boolean;
}

/** A window that has ended in all workers. */
interface WindowMessage {
  readonly about: "drift window";
  readonly window: DriftWindow;
  /** Whether this worker acts on it. */
  readonly acts: boolean;
}

export type FromWorker = MetricsRequest | Report | CountsMessage;
export type FromPrimary = MetricsResponse | ReportRequest | WindowMessage;
