// KNNImputer where numpy leaves the choice to its partitioning, and where distances are none. The
// rest is test/parity's.

import { describe, expect, it } from "vitest";
import { loadModel } from "../../src/index.js";
import type { KNNImputerStep } from "../../src/model-file/types.generated.js";
import { transformByOracle } from "../support/oracle.js";
import { tinyModel } from "../support/tiny-model.js";

/** What the imputer makes of (a, b). */
function impute(parts: Partial<KNNImputerStep>, a: number | null, b: number | null): number[] {
  const file = tinyModel((model) => {
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
  const transformed = loadModel(file).transform({ a, b });
  expect(transformed).toEqual(transformByOracle(file, [a, b]));
  return transformed;
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
