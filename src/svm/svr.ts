// A fitted SVR, and what its evaluators have in common:
//
//   f(x) = Σ_i α_i · K(x, s_i) + b
//
// with n dual coefficients α, n support vectors s of d features, a kernel K and an intercept b.
// Mirrors svm_predict_values of libsvm's svm.cpp, which sklearn.svm.SVR and NuSVR call.

import type { Factors, SupportVectorBlock } from "../model-file/types.generated.js";
import { packedDoubles } from "../numeric/packed-doubles.js";
import type { Kernel } from "./kernels.js";

/** A fitted SVR without its support vectors. */
interface Svr extends Kernel {
  /** n numbers. */
  readonly dualCoef: Float64Array;
  readonly intercept: number;
  /** Features, d. */
  readonly width: number;
}

/**
 * An SVR whose support vectors are those of a model file: blocks of columns that repeat together.
 */
export interface BlockedSvr extends Svr {
  readonly blocks: readonly SupportVectorBlock[];
  readonly factors: Factors | undefined;
}

/** An SVR whose support vectors are a matrix. */
export interface DenseSvr extends Svr {
  /** n × d numbers, row by row. */
  readonly supportVectors: Float64Array;
}

/** The features, as an evaluator reads them. */
export interface Features {
  /** The cell that holds the value of each feature. */
  readonly cells: readonly number[];
  /**
   * Returns the cells that decide the values of some features, each once. They are the keys of
   * caches.
   */
  keysOf(features: readonly number[]): readonly number[];
  /** Returns a function that computes the values of some features from the inputs. */
  computing(features: readonly number[]): (cells: Float64Array) => void;
}

/** The most rows that an evaluator holds between `load` and `predict`. */
export const CHUNK = 64;

/**
 * Evaluates one regressor for up to `CHUNK` rows at a time. The bits of a prediction do not depend
 * on the other rows.
 */
export interface Evaluator {
  /**
   * Loads one row.
   *
   * @param cells hold the keys of the features
   * @param i position of the row among those of the next `predict`, from 0 without gaps
   * @param isTransformed whether they hold the values of the features, too. They may afterwards
   */
  load(cells: Float64Array, i: number, isTransformed: boolean): void;
  /**
   * Predicts the rows that were loaded.
   *
   * @param count rows
   * @param predictions receives `count` numbers. What follows them means nothing
   */
  predict(count: number, predictions: Float64Array): void;
}

/**
 * Creates an evaluator that gathers the values of all features.
 *
 * @param predict reads `count` rows of one number per feature, one row after the other
 */
export function overRows(
  { cells: from, computing }: Features,
  predict: (rows: readonly number[], count: number, predictions: Float64Array) => void,
): Evaluator {
  const { length } = from;
  // Grows row by row, so that a wide model loads sooner, and one within an ensemble stays small.
  const rows = packedDoubles(length);
  let transform: ((cells: Float64Array) => void) | undefined;
  return {
    load(cells, i, isTransformed) {
      if (!isTransformed) {
        transform ??= computing(from.map((_, c) => c));
        transform(cells);
      }
      while (rows.length < (i + 1) * length) rows.push(0.5);
      for (let c = 0, to = i * length; c < length; c++) rows[to++] = cells[from[c]!]!;
    },
    predict: (count, predictions) => predict(rows, count, predictions),
  };
}

/**
 * Creates an evaluator that gains nothing from several rows at once.
 *
 * @param evaluate predicts the row that begins at `at`
 */
export function rowByRow(features: Features, evaluate: (rows: readonly number[], at: number) => number): Evaluator {
  return overRows(features, (rows, count, predictions) => {
    for (let i = 0; i < count; i++) predictions[i] = evaluate(rows, i * features.cells.length);
  });
}
