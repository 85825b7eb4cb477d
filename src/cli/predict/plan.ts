// How the chunks of a text are scored. Plain data, so that other threads can be given it.

import type { CsvDialect } from "../../tables/csv-dialect.js";
import { createCsvScorer, createCsvTableScorer } from "./csv-scorer.js";
import { createRecordScorer, createRecordTableScorer, type RecordFrame, type RecordJoint } from "./record-scorer.js";
import type { RowPredictor } from "./row-predictor.js";
import type { Score } from "./scored.js";
import type { Table } from "./table.js";

/** How chunks are scored whose good rows keep their text. */
export type TextPlan =
  | { readonly kind: "csv"; readonly dialect: CsvDialect }
  | {
      readonly kind: "records";
      readonly frame: RecordFrame;
      readonly joint: RecordJoint;
    };

/** How chunks are scored whose good rows become tables. */
export type TablePlan =
  | { readonly kind: "csv table"; readonly dialect: CsvDialect }
  | {
      readonly kind: "record table";
      readonly frame: RecordFrame;
      /** Names of the columns. */
      readonly names: readonly string[];
    };

/** How chunks are scored that become this. */
export type Plan<Good = Uint8Array | Table> = Good extends Uint8Array ? TextPlan : TablePlan;

/** Creates what scores chunks. */
export function createScorer<Good extends Uint8Array | Table>(predictor: RowPredictor, plan: Plan<Good>): Score<Good>;
export function createScorer(predictor: RowPredictor, plan: Plan): Score<Uint8Array | Table> {
  switch (plan.kind) {
    case "csv":
      return createCsvScorer(predictor, plan.dialect);
    case "csv table":
      return createCsvTableScorer(predictor, plan.dialect);
    case "records":
      return createRecordScorer(predictor, plan.frame, plan.joint);
    case "record table":
      return createRecordTableScorer(predictor, plan.frame, plan.names);
  }
}
