// KNNImputer where numpy leaves the choice to its partitioning, and where distances are none. The
// rest is test/parity's.

import { describe, expect, it } from "vitest";
import { loadModel } from "../../src/index.js";
import type { KNNImputerStep, ModelFile } from "../../src/model-file/types.generated.js";
import { transformByOracle } from "../support/oracle.js";
import { tinyModel } from "../support/tiny-model.js";

/** What the imputer makes of (a, b). */
function impute(parts: Partial<KNNImputerStep>, a: number | null, b: number | null): number[] {
  const file = imputing(parts);
  const transformed = loadModel(file).transform({ a, b });
  expect(transformed).toEqual(transformByOracle(file, [a, b]));
  return transformed;
}

/** A model file that imputes (a, b). */
function imputing(parts: Partial<KNNImputerStep>): ModelFile {
  return tinyModel((model) => {
    model.inputs = ["a", "b"].map((name) => ({ name, kind: "number", missing: true }));
    model.pipeline = {
      type: "KNNImputer",
      fit_X: [],
      n_neighbors: 1,
      weights: "uniform",
      statistics: [7, 8],
      ...parts,
    };
    model.feature_names_out = ["a", "b"];
    model.regressor = { ...model.regressor, dual_coef: [], support_vectors: [{ columns: [0, 1], rows: [] }] };
    model.verification = {
      inputs: [[1, 1]],
      transformed: [transformByOracle(model, [1, 1])],
      predictions: [[1]],
      bounds: { predictions: [[0]] },
    };
  });
}

describe("KNNImputer", () => {
  const ties = [
    [1, 10],
    [-1, 20],
    [1, 40],
    [0.5, null],
  ];

  it("takes the first of rows that are as near as each other", () => {
    expect(impute({ fit_X: ties }, 0, null)).toEqual([0, 10]);
    expect(impute({ fit_X: ties, n_neighbors: 2 }, 0, null)).toEqual([0, 15]);
    expect(impute({ fit_X: ties, n_neighbors: 9 }, 0, null)).toEqual([0, 70 / 3]);
  });

  it("counts rows at no distance alone", () => {
    expect(impute({ fit_X: ties, n_neighbors: 3, weights: "distance" }, 1, null)).toEqual([1, 25]);
  });

  it("counts rows without a distance only where there are too few others", () => {
    const fitX = [
      [null, 100],
      [3, 10],
    ];
    expect(impute({ fit_X: fitX }, 0, null)).toEqual([0, 10]);
    expect(impute({ fit_X: fitX, n_neighbors: 2 }, 0, null)).toEqual([0, 55]);
    expect(impute({ fit_X: fitX, n_neighbors: 2, weights: "distance" }, 0, null)).toEqual([0, 10]);
    expect(impute({ fit_X: fitX, n_neighbors: 2, requires_distance: true }, 0, null)).toEqual([0, 10]);
    expect(impute({ fit_X: fitX, n_neighbors: 2, requires_distance: true }, null, null)).toEqual([7, 8]);
  });

  it("takes the mean where no row has a distance, be it that none is finite", () => {
    expect(impute({ fit_X: ties }, null, null)).toEqual([7, 8]);
    expect(impute({ fit_X: ties, n_neighbors: 2, weights: "distance" }, 1e200, null)).toEqual([1e200, 8]);
  });
});

describe("ties of neighbors", () => {
  const fitX = [
    [1, 10],
    [-1, 20],
    [3, 30],
    [-3, 30],
    [null, 40],
  ];
  const warn = (parts: Partial<KNNImputerStep>, a: number | null, b: number | null = null) =>
    loadModel(imputing({ fit_X: fitX, ...parts }))
      .warnings({ a, b })
      .map(({ code, input, received }) => [code, input, received]);

  it.each<[string, Partial<KNNImputerStep>, number]>([
    ["at the same distance", {}, 0],
    ["whose distances differ by a rounding", {}, 1e-12],
    [
      "of which the farther ones count in part",
      {
        n_neighbors: 2,
        fit_X: [
          [0, 1],
          [2, 1],
          [-2, 2],
        ],
      },
      0,
    ],
    ["without a distance", { n_neighbors: 5, fit_X: [...fitX, [null, 50]] }, 0],
  ])("makes a prediction doubtful: %s", (_, parts, a) => {
    expect(warn(parts, a)).toEqual([["TIED_NEIGHBORS", "b", "null"]]);
  });

  it.each<[string, Partial<KNNImputerStep>, number | null]>([
    ["if all of them count", { n_neighbors: 2 }, 0],
    ["if they hold the same value", { n_neighbors: 3 }, 0],
    ["if one is nearer", {}, 0.001],
    [
      "if they count nothing, as another is at no distance",
      {
        n_neighbors: 2,
        weights: "distance",
        fit_X: [
          [0, 1],
          [2, 1],
          [-2, 2],
        ],
      },
      0,
    ],
    ["if they do not count", { n_neighbors: 9, fit_X: [...fitX, [null, 50]], requires_distance: true }, 0],
    ["if the mean is imputed", {}, null],
  ])("do not: %s", (_, parts, a) => {
    expect(warn(parts, a, a === null ? 5 : null).filter(([, input]) => input === "b")).toEqual([]);
  });

  it("are found row by row, with predictions of one evaluator or several", () => {
    const batch = [
      { a: 0, b: null },
      { a: 0.5, b: null },
      { a: 0, b: 1 },
      { a: "0", b: null },
      { a: 0, b: null },
    ];
    const file = imputing({ fit_X: fitX });
    const several = structuredClone(file);
    several.regressor = { type: "VotingRegressor", estimators: [{ name: "svr", regressor: file.regressor }] };
    for (const model of [loadModel(file), loadModel(several)]) {
      const { warnings } = model.tryPredictBatch(batch as never, { warnings: true });
      expect(warnings.map(({ row, input }) => [row, input])).toEqual([
        [0, "b"],
        [4, "b"],
      ]);
      const columns = { a: [0.5, 0], b: [null, null] };
      expect(model.tryPredictColumns(columns, { warnings: true }).warnings).toHaveLength(1);
    }
  });
});
