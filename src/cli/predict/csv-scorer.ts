// Chunks of whole CSV rows → the same rows, with predictions.

import type { CsvDialect } from "../../tables/csv-dialect.js";
import { readInputs } from "../../tables/csv-inputs.js";
import { createCsvRowReader } from "../../tables/csv-rows.js";
import { formatRows } from "../../tables/csv-writer.js";
import type { AnyModel } from "../model.js";
import { inOrder, predictAccepted, type Score } from "./scored.js";

/** Creates what scores the chunks of a CSV file. */
export function createCsvScorer(model: AnyModel, dialect: CsvDialect): Score {
  const reader = createCsvRowReader(dialect);
  return (chunk) => {
    const read = reader.read(chunk);
    const accepted = predictAccepted(model, readInputs(model.inputs, read.rows, dialect), read.places);
    return {
      bytes: Buffer.from(formatRows(read, accepted.rows, accepted.predictions, dialect)),
      rows: read.count,
      kept: accepted.rows.length,
      problems: inOrder([...read.problems, ...accepted.problems]),
    };
  };
}
