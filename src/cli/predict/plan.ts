// How the chunks of a text are scored. Plain data, so that other threads can be given it.

import type { CsvDialect } from "../../tables/csv-dialect.js";
import type { AnyModel } from "../model.js";
import { createCsvScorer, createCsvTableScorer } from "./csv-scorer.js";
import { createRecordScorer, createRecordTableScorer, type RecordFrame, type RecordJoint } from "./record-scorer.js";
import type { Score } from "./scored.js";
import type { Table } from "./table.js";

/** How chunks are scored whose good rows keep their text. */
export type TextPlan =
  | { readonly kind: "csv"; readonly dialect: CsvDialect }
  | {
      readonly kind: "records";
      readonly columns: readonly string[];
      readonly frame: RecordFrame;
      readonly joint: RecordJoint;
    };

/** How chunks are scored whose good rows become tables. */
export type TablePlan =
  | { readonly kind: "csv table"; readonly dialect: CsvDialect }
  | {
      readonly kind: "record table";
      readonly columns: readonly string[];
      readonly frame: RecordFrame;
      /** Names of the columns. */
      readonly names: readonly string[];
    };

/** How chunks are scored that become this. */
export type Plan<Good = Uint8Array | Table> = Good extends Uint8Array ? TextPlan : TablePlan;

/** Creates what scores chunks. */
export function createScorer<Good extends Uint8Array | Table>(model: AnyModel, plan: Plan<Good>): Score<Good>;
export function createScorer(model: AnyModel, plan: Plan): Score<Uint8Array | Table> {
  switch (plan.kind) {
    case "csv":
      return createCsvScorer(model, plan.dialect);
    case "csv table":
      return createCsvTableScorer(model, plan.dialect);
    case "records":
      return createRecordScorer(model, plan.columns, plan.frame, plan.joint);
    case "record table":
      return createRecordTableScorer(model, plan.columns, plan.frame, plan.names);
  }
}
