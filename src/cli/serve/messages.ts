// What the primary process and its workers say to each other: all of it is about metrics. Everything else goes by signals.

/** The metrics of one process, as prom-client's registries give and take them. */
export type ProcessMetrics = readonly { readonly name: string; readonly type: string }[];

/** A worker was asked for the metrics of all. */
interface MetricsWanted {
  readonly about: "metrics wanted";
}

/** The answer: text for Prometheus. */
interface MetricsOfAll {
  readonly about: "metrics of all";
  readonly text: string;
}

/** The primary asks a worker for its own. */
interface ReportWanted {
  readonly about: "report wanted";
}

/** The answer. */
interface Report {
  readonly about: "report";
  readonly metrics: ProcessMetrics;
}

export type FromWorker = MetricsWanted | Report;
export type FromPrimary = MetricsOfAll | ReportWanted;
