// Numbers, for people. A prediction's exact value stands beside it where a program may want it.

import type { Field, Value } from "./model/field.js";

const numbers = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
const predictions = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const counts = new Intl.NumberFormat("en");

/** A value of an input, or a figure of a model file. */
export const formatNumber = (value: number): string => numbers.format(value);

/** A prediction, to three digits. */
export const formatPrediction = (value: number): string => predictions.format(value);

/** How many of something. */
export const formatCount = (count: number): string => counts.format(count);

/** "1 row", "2,000 rows". */
export const formatPlural = (count: number, singular: string): string =>
  `${formatCount(count)} ${singular}${count === 1 ? "" : "s"}`;

/** A number and its unit, if it has one. */
export const withUnit = (number: string, unit: string | undefined): string => (unit ? `${number} ${unit}` : number);

/** The name of a quantity and its unit, if it has one that the name does not say. */
export const nameWithUnit = (name: string, unit: string | undefined): string =>
  unit && !name.endsWith(unit) ? `${name}, ${unit}` : name;

/** A value of a field, by the name that the field's control gives it. */
export function formatValue({ control, unit }: Field, value: Value): string {
  if (control.kind === "choice") return control.options.find((option) => option.value === value)?.label ?? `${value}`;
  if (control.kind === "switch") return value === 1 ? "yes" : "no";
  return withUnit(formatNumber(Number(value)), unit);
}
