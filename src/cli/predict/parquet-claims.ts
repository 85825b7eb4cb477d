// What the footer of a Parquet file claims about its row groups, checked before they are read.

import type { ColumnChunk, FileMetaData, RowGroup } from "hyparquet";
import { Failure } from "../failure.js";
import { startOf } from "./parquet-writer.js";

const GIB = 2 ** 30;
/** A row group is in memory at once. */
const LARGEST_GROUP = 2 * GIB;
const BYTES_OF_A_NUMBER = 8;

/**
 * Checks that each row group fits into memory, and that its columns are in the file.
 *
 * @param size of the file, in bytes
 * @param inputs names of the columns that are decoded
 * @throws Failure if not
 */
export function checkClaims(metadata: FileMetaData, size: number, inputs: ReadonlySet<string>, file: string): void {
  metadata.row_groups.forEach((group, g) => {
    const bytes = countBytes(group, inputs);
    if (bytes > LARGEST_GROUP) {
      const claim = `${group.num_rows} rows and ${(bytes / GIB).toPrecision(2)} GiB`;
      const advice = `at most ${LARGEST_GROUP / GIB} GiB are read at once, so write row groups of 100000 rows`;
      throw new Failure(`row group ${g + 1} of ${file} claims ${claim}: ${advice}`);
    }
    if (group.num_rows < 0n || !group.columns.every((chunk) => isWithin(chunk, size)))
      throw new Failure(`row group ${g + 1} of ${file} is damaged, or not all of it is there: fetch the file again`);
  });
}

/** Returns the most memory that a part of the work takes: its numbers, its pages or its copy. */
function countBytes({ num_rows, columns }: RowGroup, inputs: ReadonlySet<string>): number {
  const chunks = columns.flatMap(({ meta_data }) => meta_data ?? []);
  const decoded = chunks.filter(({ path_in_schema }) => inputs.has(path_in_schema[0]!));
  const add = (sizes: readonly bigint[]): number => sizes.reduce((sum, size) => sum + Number(size), 0);
  return Math.max(
    BYTES_OF_A_NUMBER * Number(num_rows) * inputs.size,
    add(decoded.map((chunk) => chunk.total_uncompressed_size)),
    add(chunks.map((chunk) => chunk.total_compressed_size)),
  );
}

function isWithin(chunk: ColumnChunk, size: number): boolean {
  if (chunk.meta_data === undefined || chunk.file_path !== undefined) return true;
  const start = startOf(chunk);
  const length = chunk.meta_data.total_compressed_size;
  return start >= 0n && length >= 0n && start + length <= BigInt(size);
}
