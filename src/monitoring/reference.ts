// The reference of a model file: histograms of the rows that the model was fitted on. The engine
// does not look into it, so it is validated here.

import { describeMismatch, describeValue } from "../describe-value.js";
import type { InputInfo, Model, ReferenceInfo } from "../model.js";
import { total } from "./histogram.js";
import { type Report, requireValid } from "./monitoring-error.js";

/** A model whose file may have a reference. */
export type MonitoredModel = Pick<Model<never, never>, "info" | "inputs" | "targets" | "reference">;

/**
 * Returns the reference of a model.
 *
 * @throws MonitoringError `REFERENCE_MISSING` if there is none, `REFERENCE_INVALID` with every
 * problem
 */
export function readReference({ inputs, targets, reference }: MonitoredModel): ReferenceInfo {
  requireValid("REFERENCE_MISSING", "The model cannot be monitored", (report) => {
    if (reference === undefined)
      report("/reference", "is not in the model file. A newer exporter writes it: export the model again");
  });
  requireValid("REFERENCE_INVALID", "The reference of the model file cannot be used", (report) => {
    const { rows, inputs: inputHistograms, predictions } = reference as unknown as Record<string, unknown>;
    if (!isCount(rows) || rows === 0) report("/rows", describeMismatch("a positive integer", describeValue(rows)));
    checkEach("/inputs", inputHistograms, inputs, report, (path, histogram, input) => {
      checkHistogram(path, histogram, input, report);
      checkSum(path, histogram, [histogram["missing"]], rows, report);
    });
    checkEach("/predictions", predictions, targets, report, (path, histogram) => {
      checkHistogram(path, histogram, undefined, report);
      checkSum(path, histogram, [], rows, report);
    });
  });
  return reference!;
}

/** Tells whether the categories of an input are text. */
export function holdsText(input: InputInfo): boolean {
  return input.kind === "category" && typeof input.categories[0] === "string";
}

/** Tells whether a value is a number of rows. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Checks a list of objects, one for each of others. */
function checkEach<T>(
  path: string,
  list: unknown,
  others: readonly T[],
  report: Report,
  check: (path: string, item: Record<string, unknown>, other: T) => void,
): void {
  if (!Array.isArray(list) || list.length !== others.length) {
    const received = Array.isArray(list) ? `one of length ${list.length}` : describeValue(list);
    report(path, describeMismatch(`a list of length ${others.length}`, received));
    return;
  }
  list.forEach((item: unknown, i) => {
    if (typeof item !== "object" || item === null)
      report(`${path}/${i}`, describeMismatch("an object", describeValue(item)));
    else check(`${path}/${i}`, item as Record<string, unknown>, others[i]!);
  });
}

/** @param input undefined for predictions */
function checkHistogram(
  path: string,
  { edges, categories, counts }: Record<string, unknown>,
  input: InputInfo | undefined,
  report: Report,
): void {
  let bins: number;
  if (input?.kind === "category") {
    const type = holdsText(input) ? "string" : "number";
    const accepts = (value: unknown): boolean => typeof value === type && !Number.isNaN(value);
    if (!Array.isArray(categories) || !categories.every(accepts) || new Set(categories).size < categories.length) {
      report(`${path}/categories`, `expected different ${type}s, got other values`);
      return;
    }
    bins = categories.length;
  } else {
    const ascends = (edge: unknown, i: number, all: unknown[]): boolean =>
      Number.isFinite(edge) && (i === 0 || (all[i - 1] as number) < (edge as number));
    if (!Array.isArray(edges) || !edges.every(ascends)) {
      report(`${path}/edges`, "expected ascending numbers, got other values");
      return;
    }
    bins = edges.length + 1;
  }
  if (!Array.isArray(counts) || counts.length !== bins || !counts.every(isCount))
    report(`${path}/counts`, `expected ${bins} numbers of rows, got other values`);
}

/** Checks that each row of the reference is counted once. */
function checkSum(
  path: string,
  { counts }: Record<string, unknown>,
  others: readonly unknown[],
  rows: unknown,
  report: Report,
): void {
  if (!isCount(rows) || !Array.isArray(counts) || !counts.every(isCount)) return;
  const sum = others.every(isCount) ? total(counts) + total(others) : NaN;
  if (sum !== rows) report(path, `expected counts of ${rows} rows with the missing ones, got ${sum}`);
}
