// A window of a model that has ended: all that triggers know of drift.

import type { DriftReport } from "../../monitoring/index.js";
import type { ServedModel } from "../model/served-model.js";

export interface EndedWindow {
  readonly served: ServedModel;
  readonly report: DriftReport;
  /** When it ended, in milliseconds since 1970. */
  readonly ended: number;
  /** In milliseconds. */
  readonly length: number;
}
