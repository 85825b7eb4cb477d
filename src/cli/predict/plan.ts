// How pieces of a text are scored: plain data, so that other threads can be told.

import type { AnyModel } from "../model.js";
import type { CsvDialect } from "./csv-dialect.js";
import { createCsvScorer } from "./csv-scorer.js";
import { createRecordScorer, type RecordFrame } from "./record-scorer.js";
import type { Score } from "./scored.js";

/** How pieces are scored. */
export type Plan =
  | { readonly kind: "csv"; readonly dialect: CsvDialect }
  | { readonly kind: "records"; readonly columns: readonly string[]; readonly frame: RecordFrame };

/** What scores pieces. */
export function createScorer(model: AnyModel, plan: Plan): Score {
  if (plan.kind === "csv") return createCsvScorer(model, plan.dialect);
  return createRecordScorer(model, plan.columns, plan.frame);
}
