// The model file's meaning, slow and obvious, with none of the engine's code: the tree of steps
// walked for each row, the SVR by ml-matrix.

import { Matrix } from "ml-matrix";
import type { KNNImputerStep, ModelFile, Step, SvrRegressor } from "../../src/model-file/types.generated.js";

type Value = number | string | null;

/** The row that reaches the regressor. */
export function transformByOracle(model: ModelFile, row: readonly Value[]): number[] {
  return apply(model.pipeline, row) as number[];
}

function apply(step: Step, row: readonly Value[]): Value[] {
  switch (step.type) {
    case "Pipeline":
      return step.steps.reduce<Value[]>((values, part) => apply(part.step, values), [...row]);
    case "SelectorMixin":
      return step.columns.map((c) => row[c]!);
    case "ColumnTransformer":
    case "FeatureUnion":
      return step.transformers.flatMap(({ columns, step: part, weight }) => {
        const written = apply(
          part,
          columns.map((c) => row[c]!),
        );
        return weight === undefined ? written : written.map((value) => (value as number) * weight);
      });
    case "SimpleImputer":
      return [
        ...row
          .map((value, i) => (isMissing(value) ? step.statistics[i]! : value))
          .filter((_, i) => step.statistics[i] !== null),
        ...(step.indicator ?? []).map((c) => (isMissing(row[c]!) ? 1 : 0)),
      ];
    case "MissingIndicator":
      return step.features.map((c) => (isMissing(row[c]!) ? 1 : 0));
    case "KNNImputer":
      return imputeByNeighbours(step, row as (number | null)[]);
    case "IterativeImputer": {
      const kept = (values: readonly Value[]) => values.filter((_, c) => step.statistics[c] !== null) as number[];
      const filled = kept(row.map((value, c) => (isMissing(value) ? step.statistics[c]! : value)));
      const imputed = step.imputation_sequence.reduce((values, { feat_idx, coef, intercept, min_value, max_value }) => {
        const sum = values.reduce((total, value, c) => total + coef[c]! * value, 0) + intercept;
        const clipped = Math.max(min_value ?? -Infinity, Math.min(max_value ?? Infinity, sum));
        return values.map((value, c) => (c === feat_idx && isMissing(kept(row)[c]!) ? clipped : value));
      }, filled);
      return [...imputed, ...(step.indicator ?? []).map((c) => (isMissing(row[c]!) ? 1 : 0))];
    }
    case "StandardScaler":
    case "RobustScaler":
      return row.map((value, i) => {
        if (isMissing(value)) return value;
        const center = step.type === "StandardScaler" ? step.mean : step.center;
        let scaled = value as number;
        if (center) scaled -= center[i]!;
        if (step.scale) scaled /= step.scale[i]!;
        if (step.inverse_scale) scaled *= step.inverse_scale[i]!;
        return scaled;
      });
    case "MaxAbsScaler":
      return row.map((value, i) => {
        if (isMissing(value)) return value;
        return step.scale ? (value as number) / step.scale[i]! : (value as number) * step.inverse_scale![i]!;
      });
    case "MinMaxScaler":
      return row.map((value, i) => {
        if (isMissing(value)) return value;
        const scaled = (value as number) * step.scale[i]! + step.min[i]!;
        return step.clip ? Math.min(Math.max(scaled, step.clip[0]!), step.clip[1]!) : scaled;
      });
    case "OneHotEncoder":
      return row.flatMap((value, i) => {
        const categories = step.categories[i]!;
        const positions = step.positions?.[i] ?? categories.map((_, c) => c);
        const place = placeOf(value, categories);
        const hot = place === -1 ? (step.unknown?.[i] ?? null) : positions[place]!;
        const width = Math.max(...positions.map((position) => (position ?? -1) + 1));
        return Array.from({ length: width }, (_, c) => (c === hot ? 1 : 0));
      });
    case "OrdinalEncoder":
      return row.map((value, i) => {
        const place = placeOf(value, step.categories[i]!);
        if (place === -1) return step.unknown_value!;
        if (isMissing(value) && step.encoded_missing_value) return step.encoded_missing_value[i]!;
        return step.codes ? step.codes[i]![place]! : place;
      });
    default:
      return [...row];
  }
}

function imputeByNeighbours(
  { fit_X: rows, n_neighbors: k, weights, requires_distance, statistics, indicator = [] }: KNNImputerStep,
  row: readonly (number | null)[],
): number[] {
  const far = rows.map((donor) => {
    const squares = row.flatMap((x, c) => (isMissing(x) || donor[c] === null ? [] : [(x! - donor[c]!) ** 2]));
    return squares.length > 0 ? Math.sqrt(squares.reduce((a, b) => a + b) / squares.length) : Infinity;
  });
  const values = row.flatMap((x, c) => {
    const donors = rows.flatMap((donor, i) => (donor[c] === null ? [] : [{ value: donor[c]!, distance: far[i]! }]));
    if (donors.length === 0) return statistics[c] ?? [];
    if (!isMissing(x)) return x!;
    if (donors.every(({ distance }) => distance === Infinity)) return statistics[c]!;
    const nearest = donors.sort((a, b) => (a.distance < b.distance ? -1 : a.distance > b.distance ? 1 : 0)).slice(0, k);
    const counted = requires_distance ? nearest.filter(({ distance }) => distance < Infinity) : nearest;
    const here = nearest.filter(({ distance }) => distance === 0);
    const weighed = weights === "distance" && here.length > 0 ? here : counted;
    const weigh = (distance: number) => (weights === "distance" && here.length === 0 ? 1 / distance : 1);
    const total = weighed.reduce((sum, { distance }) => sum + weigh(distance), 0);
    return weighed.reduce((sum, { value, distance }) => sum + value * weigh(distance), 0) / total;
  });
  return [...values, ...indicator.map((c) => (isMissing(row[c]!) ? 1 : 0))];
}

/** Where the value stands among the categories, −1 if it does not. */
const placeOf = (value: Value, categories: readonly Value[]): number =>
  categories.findIndex((category) => category === value || (category === null && isMissing(value)));

const isMissing = (value: Value): boolean => value === null || Number.isNaN(value);

/**
 * The prediction before clipping, and Σ|αᵢ| Kᵢ (1 + γ‖x − sᵢ‖²) + |b|, which bounds the error of
 * any way of computing it.
 */
export function evaluateByOracle(model: ModelFile, row: readonly number[]): { value: number; magnitude: number } {
  const { dual_coef: dualCoef, gamma, intercept } = model.regressor as SvrRegressor;
  if (dualCoef.length === 0) return { value: intercept, magnitude: Math.abs(intercept) };
  const differences = unfold(model).subRowVector([...row]);
  const exponents = Matrix.pow(differences, 2)
    .sum("row")
    .map((distance) => gamma * distance);
  const kernel = exponents.map((exponent) => Math.exp(-exponent));
  // An infinite exponent makes a kernel of 0.
  const sizes = kernel.map((k, i) => k * (1 + (k > 0 ? exponents[i]! : 0)));
  const alpha = new Matrix([dualCoef]);
  const value = Matrix.mul(alpha, new Matrix([kernel])).sum() + intercept;
  return { value, magnitude: Matrix.mul(Matrix.abs(alpha), new Matrix([sizes])).sum() + Math.abs(intercept) };
}

function unfold({ regressor: anyRegressor, feature_names_out }: ModelFile): Matrix {
  const regressor = anyRegressor as SvrRegressor;
  const vectors = Matrix.zeros(regressor.dual_coef.length, feature_names_out.length);
  for (const { columns, rows, index } of regressor.support_vectors) {
    regressor.dual_coef.forEach((_, i) => {
      const row = rows[index ? index[i]! : i]!;
      columns.forEach((column, c) => {
        vectors.set(i, column, row[c]!);
      });
    });
  }
  return vectors;
}

/**
 * The parity bound: how far two evaluations of the same SVR in float64 may lie apart. The last term
 * is for what both lose near the smallest double.
 */
export function parityBound(magnitude: number): number {
  return 16 * 2 ** -52 * magnitude + 1e-300;
}
