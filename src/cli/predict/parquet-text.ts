// Stored values of Parquet → text, for CSV, NDJSON and JSON. Numbers keep all their digits.

import type { LogicalType, SchemaElement } from "hyparquet";
import { toText } from "../../tables/number-text.js";
import { Failure } from "../failure.js";
import { logicalType } from "./parquet-type.js";
import { type StoredNumber, toBigInt, toUnsigned } from "./parquet-value.js";

/** What the text of a column stands for: JSON has literals for numbers and booleans. */
export interface ColumnText {
  /** Writes a stored value. Null stands for a missing value, and NaN is one. */
  readonly write: (value: unknown) => string | null;
  readonly isLiteral: boolean;
}

/** Returns how the values of a column are written. Undefined for types that have no text. */
export function columnText(element: SchemaElement): ColumnText | undefined {
  const logical = logicalType(element);
  const found = logical ? logicalText(logical, element) : storedText(element);
  if (!found) return undefined;
  const { write, isLiteral } = found;
  return { isLiteral, write: (value) => (value === null || value === undefined ? null : write(value as never)) };
}

interface Text {
  readonly isLiteral: boolean;
  write(value: never): string | null;
}

const literal = (write: Text["write"]): Text => ({ isLiteral: true, write });
const quoted = (write: Text["write"]): Text => ({ isLiteral: false, write });

function storedText({ type }: SchemaElement): Text | undefined {
  if (type === "INT32" || type === "INT64" || type === "BOOLEAN") return literal(String);
  if (type === "FLOAT" || type === "DOUBLE") return literal(writeFloat);
  return quoted((bytes: Uint8Array) => Buffer.from(bytes).toString("base64"));
}

function logicalText(logical: LogicalType, { name }: SchemaElement): Text | undefined {
  switch (logical.type) {
    case "INTEGER":
      return literal(logical.isSigned ? String : (value: number | bigint) => String(toUnsigned(value)));
    case "DECIMAL":
      return literal((value: StoredNumber) => writeDecimal(toBigInt(value), logical.scale));
    case "STRING":
    case "ENUM":
    case "JSON":
      return quoted((value: string | Uint8Array) => (typeof value === "string" ? value : decoder.decode(value)));
    case "UUID":
      return quoted(writeUuid);
    case "DATE":
      return quoted((days: number) => writeDay(days, name));
    case "TIME":
      return quoted((value: number | bigint) => writeTime(BigInt(value), UNITS[logical.unit]));
    case "TIMESTAMP":
      return quoted((value: bigint) => {
        const perDay = SECONDS_PER_DAY * 10n ** BigInt(UNITS[logical.unit]);
        const time = ((value % perDay) + perDay) % perDay;
        const day = writeDay(Number((value - time) / perDay), name);
        return `${day}T${writeTime(time, UNITS[logical.unit])}${logical.isAdjustedToUTC ? "Z" : ""}`;
      });
    case "NULL":
      return literal(() => null);
    default:
      return undefined;
  }
}

const decoder = new TextDecoder();
const SECONDS_PER_DAY = 86_400n;
const MILLISECONDS_PER_DAY = 86_400_000;
/** Digits behind the second. */
const UNITS = { MILLIS: 3, MICROS: 6, NANOS: 9 } as const;

function writeFloat(value: number): string | null {
  return Number.isNaN(value) ? null : toText(value);
}

/** `-5` with a scale of 2 is −0.05. */
function writeDecimal(unscaled: bigint, scale: number): string {
  if (scale === 0) return String(unscaled);
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, "0");
  return `${unscaled < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function writeUuid(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** @throws Failure for a day that ISO 8601 cannot name in JavaScript */
function writeDay(days: number, column: string): string {
  const date = new Date(days * MILLISECONDS_PER_DAY);
  if (!Number.isNaN(date.getTime())) return date.toISOString().replace(/T.*/, "");
  const advice = "name an output for Parquet, or leave the column out";
  throw new Failure(`column ${JSON.stringify(column)} has a date beyond the year 275760: ${advice}`);
}

function writeTime(time: bigint, digits: number): string {
  const perSecond = 10n ** BigInt(digits);
  const seconds = time / perSecond;
  const parts = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map((part) => String(part).padStart(2, "0"));
  const fraction = time % perSecond;
  return parts.join(":") + (fraction === 0n ? "" : `.${String(fraction).padStart(digits, "0")}`);
}
