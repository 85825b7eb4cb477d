// Models with a reference, counted here in a slow and obvious way.

import type { InputInfo, InputRecord, Model } from "../../src/index.js";

/** A value as the engine reads it. Missing values are undefined. */
function read(input: InputInfo | undefined, value: unknown): number | string | undefined {
  if (value === null || Number.isNaN(value)) return undefined;
  return typeof value === "boolean" && input?.boolean ? +value : (value as number | string);
}

/** The bins of numbers between three quartiles, as the exporter's between more quantiles. */
function countNumbers(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const quartiles = [0.25, 0.5, 0.75].map((share) => sorted[Math.floor(share * sorted.length)]);
  const edges = [...new Set(quartiles)].filter((edge) => edge !== undefined);
  return { edges, counts: binNumbers(edges, values) };
}

export function binNumbers(edges: readonly number[], values: readonly number[]): number[] {
  return [...edges, Infinity].map(
    (edge, j) => values.filter((value) => value <= edge && value > (edges[j - 1] ?? -Infinity)).length,
  );
}

function countCategories(values: readonly (number | string)[]) {
  const categories = [...new Set(values)];
  return { categories, counts: categories.map((category) => values.filter((value) => value === category).length) };
}

/** The reference of these records, in the form of the model file. */
export function countReference<P>(model: Model<InputRecord, P>, records: readonly InputRecord[]) {
  const predictions = records.map((record) => model.predict(record));
  return {
    rows: records.length,
    inputs: model.inputs.map((input) => {
      const values = records.flatMap((record) => read(input, record[input.name]) ?? []);
      const histogram = input.kind === "category" ? countCategories(values) : countNumbers(values as number[]);
      return { missing: records.length - values.length, ...histogram };
    }),
    predictions: model.targets.map((target) =>
      countNumbers(
        predictions.map((prediction) =>
          typeof prediction === "number" ? prediction : (prediction as Record<string, number>)[target]!,
        ),
      ),
    ),
  };
}
