// The messages between the primary process and its workers. All are about metrics. Everything else
// goes by signals.

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

export type FromWorker = MetricsRequest | Report;
export type FromPrimary = MetricsResponse | ReportRequest;
