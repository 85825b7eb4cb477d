// Chunks of whole CSV rows, scored.

import type { CsvDialect } from "../../tables/csv-dialect.js";
import { readInputs } from "../../tables/csv-inputs.js";
import { createCsvRowReader } from "../../tables/csv-rows.js";
import { formatRows } from "../../tables/csv-writer.js";
import type { RowPredictor } from "./row-predictor.js";
import { inOrder, predictAccepted, type Score } from "./scored.js";
import { pick, type Table, toMissing } from "./table.js";

/** Creates what scores the chunks of a CSV file. Good rows keep their text. */
export function createCsvScorer(predictor: RowPredictor, dialect: CsvDialect): Score {
  const score = createScorer(predictor, dialect);
  return (chunk) => {
    const { read, predicted, ...scored } = score(chunk);
    return { good: Buffer.from(formatRows(read, predicted.rows, predicted.added, dialect)), ...scored };
  };
}

/**
 * Creates what scores the chunks of a CSV file. Good rows become tables. Their columns of inputs
 * hold the values that the model read.
 */
export function createCsvTableScorer(predictor: RowPredictor, dialect: CsvDialect): Score<Table> {
  const score = createScorer(predictor, dialect);
  const inputAt = new Map(predictor.inputs.map(({ name }, i) => [dialect.positions[i]!, name]));
  return (chunk) => {
    const { read, inputs, predicted, ...scored } = score(chunk);
    const { rows, added } = predicted;
    const lists = Array.from({ length: dialect.width }, (_, c) => {
      const name = inputAt.get(c);
      if (name !== undefined) return toMissing(pick(inputs[name]!, rows));
      return rows.map((row) => read.rows[row]![c] || null);
    });
    return {
      good: { rows: rows.length, lists: [...lists, ...added.map((list) => pick(list, rows))] },
      ...scored,
    };
  };
}

function createScorer(predictor: RowPredictor, dialect: CsvDialect) {
  const reader = createCsvRowReader(dialect);
  return (chunk: Uint8Array) => {
    const read = reader.read(chunk);
    const inputs = readInputs(predictor.inputs, read.rows, dialect);
    const predicted = predictAccepted(predictor, inputs, (row) => read.places[row]!);
    return {
      read,
      inputs,
      predicted,
      rows: read.count,
      kept: predicted.rows.length,
      problems: inOrder([...read.problems, ...predicted.problems]),
      warnings: predicted.warnings,
    };
  };
}
