// Model files that grow: kinds of files that claim much in few bytes, and files of fixtures whose
// lists, numbers and steps multiply. A size of 1 is about a megabyte.

import type { Json } from "./mutation.js";

const times = <T>(count: number, item: T): T[] => new Array<T>(Math.max(1, Math.round(count))).fill(item);
const range = <T>(count: number, item: (i: number) => T): T[] => times(count, 0).map((_, i) => item(i));
const number = (name: string, missing = false) => ({ name, kind: "number", missing });
const linear = (coef: number[]) => ({ type: "LinearModel", class: "Ridge", coef, intercept: 0 });
const pipeline = (...steps: object[]) => ({ type: "Pipeline", steps: steps.map((step) => ({ name: "", step })) });
const select = (columns: number[]) => ({ type: "SelectorMixin", class: "", columns, allow_nan: true });
const voting = (regressors: object[]) => ({
  type: "VotingRegressor",
  estimators: regressors.map((regressor) => ({ name: "", regressor })),
});
const svr = (kernel: string, dual_coef: number[], support_vectors: object[], more: object = {}) => ({
  type: "SVR",
  kernel,
  gamma: 1,
  dual_coef,
  intercept: 0,
  support_vectors,
  ...more,
});
const block = (width: number, vectors: number) => ({
  columns: range(width, (i) => i),
  rows: [times(width, 1)],
  index: times(vectors, 0),
});
/** The groups of a column each, joined one after the other. */
const chained = (width: number) => ({
  groups: range(width, (i) => [i]),
  joins: [[0, 1], ...range(width - 2, (i) => [i + 2, width + i])],
  second: 2 * width - 2,
});
const verification = (rows: number, input: Json[], prediction = 0) => ({
  inputs: times(rows, input),
  transformed: times(rows, []),
  predictions: times(rows, [prediction]),
  bounds: { predictions: times(rows, [1e300]) },
});

/** Returns a model of one input, but for these parts. */
function file(parts: object): object {
  return {
    format: "supportvector",
    version: 1,
    source: { library: "scikit-learn", library_version: "1.2.1", exporter_version: "0.1.0" },
    metadata: { name: "grown" },
    inputs: [number("a")],
    pipeline: { type: "passthrough" },
    feature_names_out: [],
    regressor: linear([1]),
    target: {},
    verification: verification(1, [0]),
    ...parts,
  };
}

/** Returns a model of one category. */
function encoded(size: number, encoder: object, regressor: object): object {
  const categories = range(40_000 * size, (i) => `c${i}`);
  return file({
    inputs: [{ name: "a", kind: "category", missing: false, categories }],
    pipeline: { ...encoder, categories: [categories] },
    regressor,
    verification: verification(1, ["c0"]),
  });
}

/** Returns a model of many inputs. */
function wide(inputs: number, parts: object): object {
  return file({
    inputs: range(inputs, (i) => number(`i${i}`)),
    verification: verification(1, times(inputs, 0)),
    ...parts,
  });
}

/** Kinds of files. Each makes one of a size, from above 0 to 1. */
export const grownKinds = {
  categories: (s: number) =>
    encoded(s, { type: "OneHotEncoder", handle_unknown: "ignore" }, linear(times(40_000 * s, 1))),
  codes: (s: number) => encoded(s, { type: "OrdinalEncoder" }, linear([1])),
  functions: (s: number) =>
    file({
      pipeline: pipeline(
        select(times(250_000 * s, 0)),
        ...times(5000 * s, { type: "FunctionTransformer", func: "sin" }),
        select([0]),
      ),
    }),
  deepSteps: (s: number) => file({ pipeline: pipeline(...times(12_000 * s, { type: "Binarizer", threshold: 0 })) }),
  normalizers: (s: number) =>
    wide(4000 * s, {
      pipeline: pipeline(...times(5000 * s, { type: "Normalizer", norm: "l1", least: 0 }), select([0])),
    }),
  emptyProducts: (s: number) =>
    wide(4000 * s, {
      pipeline: { type: "PolynomialFeatures", combinations: times(120_000 * s, []) },
      regressor: linear(times(120_000 * s, 1)),
    }),
  dotProducts: (s: number) =>
    file({
      pipeline: select(times(40_000 * s, 0)),
      regressor: svr("poly", times(100_000 * s, 1), [block(40_000 * s, 100_000 * s)], { degree: 1 }),
    }),
  supportVectors: (s: number) =>
    file({
      pipeline: select(times(200 * s, 0)),
      regressor: svr("rbf", times(10_000 * s, 1), [block(200 * s, 10_000 * s)]),
    }),
  wideVectors: (s: number) =>
    file({
      pipeline: select(times(80_000 * s, 0)),
      regressor: svr("rbf", [1], [{ columns: range(80_000 * s, (i) => i), rows: [times(80_000 * s, 1)] }]),
    }),
  factors: (s: number) =>
    file({
      pipeline: select(times(40_000 * s, 0)),
      regressor: svr("rbf", [1], [block(40_000 * s, 1)], { factors: chained(Math.max(3, Math.round(40_000 * s))) }),
    }),
  neighbors: (s: number) =>
    file({
      inputs: [number("a", true)],
      pipeline: {
        type: "KNNImputer",
        fit_X: range(120_000 * s, (i) => [-i]),
        n_neighbors: 1e9,
        weights: "uniform",
        statistics: [0],
      },
      verification: verification(1, [null]),
    }),
  neighborRows: (s: number) =>
    file({
      inputs: range(20, (i) => number(`i${i}`, true)),
      pipeline: {
        type: "KNNImputer",
        fit_X: range(5000 * s, (i) => range(20, (c) => (i * c) % 7)),
        n_neighbors: 50,
        weights: "distance",
        statistics: times(20, 0),
      },
      regressor: linear(times(20, 1)),
      verification: verification(1, times(20, null)),
    }),
  splineDegree: (s: number) =>
    file({
      pipeline: pipeline(
        {
          type: "SplineTransformer",
          degree: Math.round(80_000 * s),
          knots: [range(2 * Math.round(80_000 * s) + 2, (i) => i)],
          extrapolation: "continue",
          include_bias: true,
        },
        select([0]),
      ),
    }),
  bins: (s: number) =>
    file({
      pipeline: pipeline(
        select(times(150_000 * s, 0)),
        { type: "KBinsDiscretizer", bin_edges: times(150_000 * s, []), encode: "onehot" },
        select([0]),
      ),
    }),
  quantiles: (s: number) =>
    file({
      pipeline: pipeline(
        select(times(120_000 * s, 0)),
        {
          type: "QuantileTransformer",
          quantiles: times(120_000 * s, [0]),
          references: [0],
          output_distribution: "normal",
        },
        select([0]),
      ),
    }),
  indicators: (s: number) =>
    file({
      pipeline: pipeline(
        select(times(200_000 * s, 0)),
        { type: "MissingIndicator", features: range(80_000 * s, (i) => i), error_on_new: true },
        select([0]),
      ),
    }),
  verificationRows: (s: number) =>
    file({
      pipeline: pipeline(select(times(20_000 * s, 0)), { type: "Normalizer", norm: "l1", least: 0 }, select([0])),
      verification: verification(30_000 * s, [0]),
    }),
  members: (s: number) => file({ regressor: voting(times(8000 * s, svr("rbf", [], [{ columns: [0], rows: [] }]))) }),
  linearMembers: (s: number) => file({ regressor: voting(times(11_000 * s, linear([1]))) }),
  chain: (s: number) =>
    file({
      pipeline: select(times(200_000 * s, 0)),
      regressor: {
        type: "RegressorChain",
        estimators: range(5000 * s, (i) => ({ name: `t${i}`, columns: [0], regressor: linear([1]) })),
      },
    }),
  kernels: (s: number) =>
    file({
      pipeline: {
        type: "Nystroem",
        kernel: "rbf",
        gamma: 1,
        support_vectors: range(80_000 * s, (i) => [i]),
        components: [times(80_000 * s, 1)],
      },
    }),
  imputations: (s: number) =>
    file({
      pipeline: {
        type: "IterativeImputer",
        statistics: [0],
        imputation_sequence: times(20_000 * s, { feat_idx: 0, coef: [0], intercept: 1 }),
      },
    }),
  failingProducts: (s: number) =>
    wide(3000 * s, {
      pipeline: { type: "PolynomialFeatures", combinations: times(30_000 * s, [0, 1]) },
      regressor: linear(times(30_000 * s, 1)),
      verification: verification(4, [1e308, 1e308, ...times(3000 * s - 2, 0)]),
    }),
  issues: (s: number) => file({ regressor: { ...linear([]), coef: times(200_000 * s, null) } }),
  positions: (s: number) => file({ pipeline: select(times(480_000 * s, 7)) }),
  rejectedRows: (s: number) => file({ verification: verification(30_000 * s, [""]) }),
};

/** The name of a kind. */
export type GrownKind = keyof typeof grownKinds;

/** Numbers from 0 to 1, always the same for a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Makes a file grow somewhere, in place: a list repeats, or a number becomes large. */
export function grow(root: Json, random: () => number, characters: number): void {
  const lists: Json[][] = [];
  const numbers: [Record<string, Json>, string][] = [];
  const visit = (value: Json): void => {
    if (typeof value !== "object" || value === null) return;
    if (Array.isArray(value) && value.length > 0) lists.push(value);
    for (const [key, member] of Object.entries(value)) {
      if (typeof member === "number") numbers.push([value as Record<string, Json>, key]);
      visit(member);
    }
  };
  visit(root);
  const pick = <T>(items: T[]): T | undefined => items[Math.floor(random() ** 2 * items.length)];
  const list = pick(lists);
  const [holder, key] = pick(numbers) ?? [];
  if (holder && key !== undefined && random() < 0.2) holder[key] = Math.round(10 ** (random() * 9));
  else if (list) {
    const item = list[Math.floor(random() * list.length)]!;
    // The room is shared by all changes to come.
    const most = characters / (JSON.stringify(item).length + 1);
    const copies = Math.floor(Math.max(1, most) ** random());
    for (let i = 0; i < copies; i++) list.push(item);
  }
}
