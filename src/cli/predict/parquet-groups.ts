// Row groups of Parquet, scored. Columns are read as they are stored. Only inputs are decoded.

import type { AsyncBuffer, DecodedArray, FileMetaData, RowGroup } from "hyparquet";
import { readColumn } from "./parquet-column.js";
import { type ParquetColumns, readInputs } from "./parquet-columns.js";
import type { RowPredictor } from "./row-predictor.js";
import { type Predicted, predictAccepted } from "./scored.js";
import { pick, type Table } from "./table.js";

/** A row group, scored. */
export interface ScoredGroup extends Predicted {
  readonly group: RowGroup;
  /** How many rows it has. */
  readonly count: number;
  /** Reads the columns that are no inputs, too. Returns the accepted rows and their predictions. */
  readTable(): Promise<Table>;
}

/**
 * Scores row groups. Reads the inputs alone.
 *
 * @param metadata whose schema says how values are stored, not what they stand for
 */
export async function* scoreGroups(
  predictor: RowPredictor,
  buffer: AsyncBuffer,
  metadata: FileMetaData,
  parquet: ParquetColumns,
  file: string,
): AsyncGenerator<ScoredGroup> {
  const [, ...stored] = metadata.schema;
  const isInput = new Set(predictor.inputs.map(({ name }) => name));
  const [inputs, others] = [true, false].map((wanted) => stored.filter(({ name }) => isInput.has(name) === wanted));
  let start = 0;
  for (const group of metadata.row_groups) {
    const rowStart = start;
    const count = Number(group.num_rows);
    start += count;
    const values = new Map<string, DecodedArray>();
    const read = async (elements: typeof stored): Promise<void> => {
      for (const element of elements)
        values.set(element.name, await readColumn(buffer, metadata, element, rowStart, rowStart + count, file));
    };
    await read(inputs!);
    const predicted = predictAccepted(predictor, readInputs(predictor, parquet, values), (row) => row);
    const { rows, added } = predicted;
    const readTable = async (): Promise<Table> => {
      await read(others!);
      const lists = [...stored.map(({ name }) => values.get(name)!), ...added];
      return { rows: rows.length, lists: lists.map((list) => pick(list, rows)) };
    };
    yield { ...predicted, group, count, readTable };
  }
}
