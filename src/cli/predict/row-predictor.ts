// What predicts the rows of a run: a model, with intervals if a coverage is given.

import type { SchemaElement } from "hyparquet";
import type { InputColumns, InputInfo, InputIssue, InputRecord, InputWarning, Prediction } from "../../index.js";
import type { Interval, IntervalPredictor, PredictionInterval } from "../../intervals/index.js";
import { nameIntervalColumns, namePredictionColumns } from "../../tables/prediction-columns.js";
import type { AnyModel } from "../model.js";
import { numberColumn, predictionColumn } from "./table.js";

/** Number of an added column. Null stands for an end of an interval that is infinite. */
export type AddedNumber = number | null;

/** The numbers of an added column. */
export type AddedList = Float64Array | AddedNumber[];

interface Found {
  readonly issues: readonly InputIssue[];
  readonly warnings: readonly InputWarning[];
}

/** Predicts rows, and reports those that the model rejects. Looks for warnings as well. */
export interface RowPredictor {
  readonly inputs: readonly InputInfo[];
  /** The columns that are added to each row. */
  readonly added: readonly SchemaElement[];
  /** Returns a list for each added column. A rejected row has any number. */
  predictColumns(columns: InputColumns): Found & { readonly lists: readonly AddedList[] };
  /** Returns for each record a number for each added column, or null if it is rejected. */
  predictRecords(
    records: readonly InputRecord[],
  ): Found & { readonly rows: readonly (readonly AddedNumber[] | null)[] };
}

const WARNINGS = { warnings: true };

/** Creates what adds predictions. */
export function addPredictions(model: AnyModel): RowPredictor {
  const { inputs, targets } = model;
  return {
    inputs,
    added: namePredictionColumns(model).map(predictionColumn),
    predictColumns(columns) {
      const { predictions, ...found } = model.tryPredictColumns(columns, WARNINGS);
      return { ...found, lists: targets.map((target) => ofTarget<Float64Array>(predictions, target)) };
    },
    predictRecords(records) {
      const { predictions, ...found } = model.tryPredictBatch(records, WARNINGS);
      const toRow = (prediction: Prediction): number[] => targets.map((target) => ofTarget<number>(prediction, target));
      return { ...found, rows: predictions.map((prediction) => (prediction === null ? null : toRow(prediction))) };
    },
  };
}

/** Creates what adds predictions, each with the ends of its interval behind it. */
export function addIntervals(predictor: IntervalPredictor<InputRecord, Prediction>, coverage: number): RowPredictor {
  const { model } = predictor;
  const { inputs, targets } = model;
  const options = { ...WARNINGS, coverage };
  const ends = nameIntervalColumns(model);
  return {
    inputs,
    added: namePredictionColumns(model).flatMap((name, t) => [predictionColumn(name), ...ends[t]!.map(numberColumn)]),
    predictColumns(columns) {
      const { predictions, lower, upper, ...found } = predictor.tryPredictIntervalColumns(columns, options);
      const lists = targets.flatMap((target) => [
        ofTarget<Float64Array>(predictions, target),
        ...[lower, upper].map((list) => finiteOrNull(ofTarget<Float64Array>(list, target))),
      ]);
      return { ...found, lists };
    },
    predictRecords(records) {
      const { predictions, ...found } = predictor.tryPredictIntervalBatch(records, options);
      const toRow = (interval: Interval<Prediction>): AddedNumber[] =>
        targets.flatMap((target) => {
          const { prediction, lower, upper } = (
            targets.length === 1 ? interval : interval[target as never]
          ) as PredictionInterval;
          return [prediction, ...finiteOrNull([lower, upper])];
        });
      return { ...found, rows: predictions.map((interval) => (interval === null ? null : toRow(interval))) };
    },
  };
}

function finiteOrNull(numbers: Float64Array | number[]): AddedList {
  const isInfinite = (number: number): boolean => number === Infinity || number === -Infinity;
  if (!numbers.some(isInfinite)) return numbers;
  return Array.from(numbers, (number) => (isInfinite(number) ? null : number));
}

/** Returns what there is for a target, of several by name or of the only one. */
function ofTarget<T>(values: unknown, target: string): T {
  const areNamed = typeof values === "object" && !(values instanceof Float64Array);
  return (areNamed ? (values as Record<string, unknown>)[target] : values) as T;
}
