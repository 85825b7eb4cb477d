// How the chunks of a text are scored. Plain data, so that other threads can be given it.

import type { CsvDialect } from "../../tables/csv-dialect.js";
import type { AnyModel } from "../model.js";
import { createCsvScorer } from "./csv-scorer.js";
import { createRecordScorer, type RecordFrame } from "./record-scorer.js";
import type { Score } from "./scored.js";

/** How chunks are scored. */
export type Plan =
  | { readonly kind: "csv"; readonly dialect: CsvDialect }
  | { readonly kind: "records"; readonly columns: readonly string[]; readonly frame: RecordFrame };

/** Creates what scores chunks. */
export function createScorer(model: AnyModel, plan: Plan): Score {
  if (plan.kind === "csv") return createCsvScorer(model, plan.dialect);
  return createRecordScorer(model, plan.columns, plan.frame);
}
