// Columns of row groups, as they are stored.

import { type AsyncBuffer, type DecodedArray, type FileMetaData, parquetRead, type SchemaElement } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { Failure } from "../failure.js";

/** A typed array takes a tenth of the memory of a list of BigInts. */
const TYPED = { INT32: Int32Array, INT64: BigInt64Array, FLOAT: Float32Array, DOUBLE: Float64Array } as const;

/**
 * Reads a column.
 *
 * @param metadata with a schema of stored types, so that hyparquet does not convert the values
 * @returns a typed array, or a plain array if values are missing or are not numbers
 * @throws Failure if it cannot be decoded
 */
export async function readColumn(
  file: AsyncBuffer,
  metadata: FileMetaData,
  { name, type }: SchemaElement,
  rowStart: number,
  rowEnd: number,
  fileName: string,
): Promise<DecodedArray> {
  const length = rowEnd - rowStart;
  const Numbers = TYPED[type as keyof typeof TYPED];
  let values: DecodedArray = Numbers ? new Numbers(length) : new Array(length);
  let read = 0;
  try {
    await parquetRead({
      file,
      metadata,
      compressors,
      columns: [name],
      rowStart,
      rowEnd,
      utf8: false,
      geoparquet: false,
      onPage({ columnData, rowStart: pageStart }) {
        const start = pageStart - rowStart;
        if (!Array.isArray(values) && hasMissing(columnData)) values = Array.from<unknown>(values);
        if (Array.isArray(values)) {
          for (let i = 0; i < columnData.length; i++) values[start + i] = columnData[i];
        } else {
          (values as Float64Array).set(columnData as Float64Array, start);
        }
        read += columnData.length;
      },
    });
  } catch (error) {
    const { message } = error as Error;
    throw new Failure(`column ${JSON.stringify(name)} of ${fileName} cannot be decoded: ${message}`);
  }
  if (read !== length) throw new Failure(`column ${JSON.stringify(name)} of ${fileName} is not whole: write it again`);
  return values;
}

/** Whether a value is missing. V8 knows at once of an array of numbers that it holds neither. */
function hasMissing(values: DecodedArray): boolean {
  return Array.isArray(values) && (values.includes(null) || values.includes(undefined));
}
