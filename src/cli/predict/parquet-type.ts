// What the stored values of a Parquet column stand for. Old files say it by a converted type, new
// ones by a logical type, most by both.

import type { ConvertedType, LogicalType, SchemaElement } from "hyparquet";

const INTEGERS = {
  INT_8: { type: "INTEGER", bitWidth: 8, isSigned: true },
  INT_16: { type: "INTEGER", bitWidth: 16, isSigned: true },
  INT_32: { type: "INTEGER", bitWidth: 32, isSigned: true },
  INT_64: { type: "INTEGER", bitWidth: 64, isSigned: true },
  UINT_8: { type: "INTEGER", bitWidth: 8, isSigned: false },
  UINT_16: { type: "INTEGER", bitWidth: 16, isSigned: false },
  UINT_32: { type: "INTEGER", bitWidth: 32, isSigned: false },
  UINT_64: { type: "INTEGER", bitWidth: 64, isSigned: false },
} as const satisfies Partial<Record<ConvertedType, LogicalType>>;

/** The logical types that mean the same as converted types. DECIMAL has parameters of its own. */
const LOGICAL: Partial<Record<ConvertedType, LogicalType>> = {
  ...INTEGERS,
  UTF8: { type: "STRING" },
  ENUM: { type: "ENUM" },
  JSON: { type: "JSON" },
  BSON: { type: "BSON" },
  DATE: { type: "DATE" },
  TIME_MILLIS: { type: "TIME", isAdjustedToUTC: true, unit: "MILLIS" },
  TIME_MICROS: { type: "TIME", isAdjustedToUTC: true, unit: "MICROS" },
  TIMESTAMP_MILLIS: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" },
  TIMESTAMP_MICROS: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" },
  INTERVAL: { type: "INTERVAL" },
};

/** Returns the logical type of a column, and undefined for a column that is what it stores. */
export function logicalType({
  logical_type,
  converted_type,
  scale = 0,
  precision = 0,
}: SchemaElement): LogicalType | undefined {
  // A logical type that hyparquet does not know has no `type`.
  if (logical_type?.type !== undefined || converted_type === undefined) return logical_type;
  return converted_type === "DECIMAL" ? { type: "DECIMAL", scale, precision } : LOGICAL[converted_type];
}

/** Returns a column without its logical type: values are carried through as they are stored. */
export function toStored({ name, type, type_length, repetition_type }: SchemaElement): SchemaElement {
  return {
    name,
    ...(type !== undefined && { type }),
    ...(type_length !== undefined && { type_length }),
    ...(repetition_type !== undefined && { repetition_type }),
  };
}

/**
 * Returns the column that is written for a column that was read.
 *
 * hyparquet-writer 0.17.0 writes the bit width of a logical integer type as 32 bits. The format
 * says 8 bits, so DuckDB and pyarrow refuse the whole file: `npx vitest run predict-duckdb` fails
 * without this function. The converted type means the same, and is written right. This function can
 * go when the writer writes 8 bits.
 */
export function toWritable(element: SchemaElement): SchemaElement {
  const { logical_type: logical, ...others } = element;
  if (logical?.type !== "INTEGER") return element;
  const converted = `${logical.isSigned ? "" : "U"}INT_${logical.bitWidth}` as keyof typeof INTEGERS;
  return { ...others, converted_type: converted };
}
