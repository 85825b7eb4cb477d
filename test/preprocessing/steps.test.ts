// What the steps report if the parts of a model file do not fit each other. That they compute what
// scikit-learn computes is up to test/parity.

import { describe, expect, it } from "vitest";
import { InputError, loadModel } from "../../src/index.js";
import type { Step } from "../../src/model-file/types.generated.js";
import { failureOf } from "../support/failure.js";
import { pathsOf, type TinyModel, tinyModel } from "../support/tiny-model.js";

interface Transformer {
  name: string;
  columns: number[];
  step: Step;
  weight?: number;
}

const transformers = (model: TinyModel) => (model.pipeline as { transformers: Transformer[] }).transformers;
const withStep = (i: number, step: Step) => (model: TinyModel) => {
  transformers(model)[i]!.step = step;
};

describe("ColumnTransformer", () => {
  it("refuses positions that do not exist", () => {
    expect(
      pathsOf((model) => {
        transformers(model)[0]!.columns = [2];
        transformers(model)[1]!.columns = [1, 9];
      }),
    ).toEqual(["/pipeline/transformers/0/columns/0", "/pipeline/transformers/1/columns/1"]);
  });

  it("refuses a weight on strings", () => {
    expect(
      pathsOf((model) => {
        withStep(1, { type: "passthrough" })(model);
        transformers(model)[1]!.weight = 2;
      }),
    ).toEqual(["/pipeline/transformers/1/weight"]);
  });
});

describe("Pipeline", () => {
  it("refuses to hand strings to the regressor", () => {
    expect(pathsOf(withStep(1, { type: "passthrough" }))).toContain("/regressor");
  });
});

describe("SelectorMixin", () => {
  const selector = (columns: number[]): Step => ({ type: "SelectorMixin", class: "VarianceThreshold", columns });

  it("refuses positions that do not exist", () => {
    expect(pathsOf(withStep(1, selector([0, 1])))).toEqual(["/pipeline/transformers/1/step/columns/1"]);
  });

  it("refuses missing values even in columns that it does not keep", () => {
    const select = (before: Step[]) =>
      withStep(0, {
        type: "Pipeline",
        steps: [...before, selector([]), { type: "passthrough" } as Step].map((step, i) => ({ name: `s${i}`, step })),
      });
    const fewer = (before: Step[]) => (model: TinyModel) => {
      select(before)(model);
      model.feature_names_out.shift();
      model.regressor.support_vectors = [{ columns: [0, 1], rows: [[1, 0]] }];
      model.verification.transformed = [[1, 0]];
    };
    expect(pathsOf(fewer([{ type: "SimpleImputer", statistics: [40] }]))).toEqual([]);
    expect(pathsOf(fewer([]))).toEqual(["/inputs/0/missing"]);
  });
});

describe("FeatureUnion", () => {
  it("refuses what its parts refuse", () => {
    const parts: Step[] = [{ type: "passthrough" }, { type: "StandardScaler", scale: [] }];
    const union = {
      type: "FeatureUnion",
      transformers: parts.map((step, i) => ({ name: `p${i}`, columns: [0], step })),
    } as Step;
    expect(pathsOf(withStep(0, union))).toEqual(["/pipeline/transformers/0/step/transformers/1/step/scale"]);
  });
});

describe("SimpleImputer", () => {
  it.each([
    [{ type: "SimpleImputer", statistics: [1, 2] }, "/statistics"],
    [{ type: "SimpleImputer", statistics: ["a"] }, "/statistics/0"],
    [{ type: "SimpleImputer", statistics: [1], indicator: [1] }, "/indicator/0"],
  ] as [Step, string][])("refuses %j", (step, path) => {
    expect(pathsOf(withStep(0, step))).toEqual([`/pipeline/transformers/0/step${path}`]);
  });
});

describe("MissingIndicator", () => {
  it("refuses positions that do not exist", () => {
    expect(pathsOf(withStep(1, { type: "MissingIndicator", features: [0, 1], error_on_new: true }))).toEqual([
      "/pipeline/transformers/1/step/features/1",
    ]);
  });

  it("refuses missing values in columns that it does not watch, if it is to", () => {
    const indicator = (errorOnNew: boolean) => (model: TinyModel) => {
      withStep(0, { type: "MissingIndicator", features: [], error_on_new: errorOnNew })(model);
      model.feature_names_out.shift();
      model.regressor.support_vectors = [{ columns: [0, 1], rows: [[1, 0]] }];
      model.verification.transformed = [[1, 0]];
    };
    expect(pathsOf(indicator(false))).toEqual([]);
    expect(pathsOf(indicator(true))).toEqual(["/inputs/0/missing"]);
  });
});

describe("KNNImputer", () => {
  const imputer = (parts: object) =>
    ({ type: "KNNImputer", fit_X: [[1]], n_neighbors: 1, weights: "uniform", statistics: [1], ...parts }) as Step;

  it.each([
    [{ statistics: [] }, "/statistics"],
    [{ fit_X: [[1], [1, 2]] }, "/fit_X/1"],
    [{ indicator: [2] }, "/indicator/0"],
  ])("refuses %j", (parts, path) => {
    expect(pathsOf(withStep(0, imputer(parts)))).toEqual([`/pipeline/transformers/0/step${path}`]);
  });

  it("refuses strings", () => {
    expect(pathsOf(withStep(1, imputer({})))).toEqual(["/pipeline/transformers/1/step"]);
  });
});

describe("IterativeImputer", () => {
  const imputer = (parts: object, sequence: object = {}) =>
    ({
      type: "IterativeImputer",
      statistics: [1],
      imputation_sequence: [{ feat_idx: 0, coef: [0], intercept: 1, ...sequence }],
      ...parts,
    }) as Step;

  it.each([
    [{ statistics: [] }, {}, "/statistics"],
    [{ statistics: [null] }, {}, "/imputation_sequence/0/coef", "/imputation_sequence/0/feat_idx"],
    [{ indicator: [2] }, {}, "/indicator/0"],
    [{}, { feat_idx: 1 }, "/imputation_sequence/0/feat_idx"],
    [{}, { coef: [0, 0] }, "/imputation_sequence/0/coef"],
  ])("refuses %j with %j", (parts, sequence, ...paths) => {
    const expected = paths.map((path) => `/pipeline/transformers/0/step${path}`);
    expect(pathsOf(withStep(0, imputer(parts, sequence)))).toEqual(expected);
  });

  it("refuses strings", () => {
    expect(pathsOf(withStep(1, imputer({})))).toEqual(["/pipeline/transformers/1/step"]);
  });
});

describe("a number that stands for a missing value", () => {
  const imputed = (step: object) => (model: TinyModel) => withStep(0, step as Step)(model);

  it("does not stand for a string", () => {
    const step = { type: "MissingIndicator", features: [0], error_on_new: false, missing_values: -1 } as Step;
    expect(pathsOf(withStep(1, step))).toEqual(["/pipeline/transformers/1/step"]);
  });

  it("leaves null an error", () => {
    expect(pathsOf(imputed({ type: "SimpleImputer", statistics: [0], missing_values: -1 }))).toContain(
      "/inputs/0/missing",
    );
  });

  it("is found out where what it becomes is infinite", () => {
    const model = loadModel(
      tinyModel((file) => {
        file.inputs[0]!.missing = false;
        withStep(0, {
          type: "Pipeline",
          steps: [
            { name: "impute", step: { type: "SimpleImputer", statistics: [1e300], missing_values: -1 } },
            { name: "scale", step: { type: "StandardScaler", mean: [30], scale: [1e-9] } },
          ],
        })(file);
      }),
    );
    const { issues } = failureOf(InputError, () => model.predict({ Age: -1, Shift: "early" }));
    expect(issues).toMatchObject([{ code: "NOT_FINITE", input: "Age", received: "-1" }]);
  });
});

describe("scalers", () => {
  it.each([
    [{ mean: [1, 2] }, "/mean"],
    [{ scale: [] }, "/scale"],
    [{ inverse_scale: [1, 1] }, "/inverse_scale"],
    [{ scale: [0] }, "/scale/0"],
    [{ scale: [1], inverse_scale: [1] }, ""],
  ])("refuses %j", (parts, path) => {
    expect(pathsOf(withStep(0, { type: "StandardScaler", ...parts }))).toEqual([
      `/pipeline/transformers/0/step${path}`,
    ]);
  });

  it.each([
    [{ type: "RobustScaler", center: [1, 2] }, "/center"],
    [{ type: "RobustScaler", scale: [0] }, "/scale/0"],
    [{ type: "MaxAbsScaler", scale: [1], inverse_scale: [1] }, ""],
    [{ type: "MinMaxScaler", scale: [1], min: [] }, "/min"],
    [{ type: "MinMaxScaler", scale: [1], min: [0], clip: [1, 0] }, "/clip"],
  ] as [Step, string][])("refuses %j", (step, path) => {
    expect(pathsOf(withStep(0, step))).toEqual([`/pipeline/transformers/0/step${path}`]);
  });

  it("refuses strings", () => {
    expect(pathsOf(withStep(1, { type: "StandardScaler" }))).toEqual(["/pipeline/transformers/1/step"]);
  });
});

describe("OneHotEncoder", () => {
  const encoder = (changes: object) =>
    ({ type: "OneHotEncoder", categories: [["early", "late"]], handle_unknown: "error", ...changes }) as Step;

  it.each([
    [{ categories: [] }, "/categories"],
    [{ categories: [["early", 1]] }, "/categories/0"],
    [{ categories: [["early", "early"]] }, "/categories/0"],
    [{ positions: [] }, "/positions"],
    [{ positions: [[0]] }, "/positions/0"],
    [{ positions: [[0, 2]] }, "/positions/0/1"],
    [{ unknown: [] }, "/unknown"],
    [{ positions: [[0, null]], unknown: [1] }, "/unknown/0"],
  ])("refuses %j", (changes, path) => {
    expect(pathsOf(withStep(1, encoder(changes)))[0]).toBe(`/pipeline/transformers/1/step${path}`);
  });

  it("refuses a category that later steps make infinite", () => {
    expect(
      pathsOf((model) => {
        withStep(1, encoder({}))(model);
        transformers(model)[1]!.step = {
          type: "Pipeline",
          steps: [
            { name: "encode", step: encoder({}) },
            { name: "scale", step: { type: "MaxAbsScaler", scale: [1e-300, 1] } },
          ],
        };
        transformers(model)[1]!.weight = 1e300;
      }),
    ).toContain("/inputs/1");
  });
});

describe("OrdinalEncoder", () => {
  it.each([
    [{ categories: [] }, "/categories"],
    [{ categories: [[1]] }, "/categories/0"],
    [{ categories: [[null, null]] }, "/categories/0"],
    [{ encoded_missing_value: [] }, "/encoded_missing_value"],
  ])("refuses %j", (changes, path) => {
    const encoder = { type: "OrdinalEncoder", categories: [["early", "late"]], ...changes } as Step;
    expect(pathsOf(withStep(1, encoder))[0]).toBe(`/pipeline/transformers/1/step${path}`);
  });

  it.each([[{ codes: [[1e300, 0]] }], [{ codes: [[0, -1e300]] }], [{ codes: [[0, 1]], unknown_value: 1e300 }]])(
    "refuses a category that later steps make infinite: %j",
    (changes) => {
      const encoder = { type: "OrdinalEncoder", categories: [["early", "late"]], ...changes } as Step;
      const steps = [
        { name: "encode", step: encoder },
        { name: "scale", step: { type: "MaxAbsScaler", scale: [1e-9] } as Step },
      ];
      expect(pathsOf(withStep(1, { type: "Pipeline", steps }))).toContain("/inputs/1");
    },
  );
});

describe("inputs", () => {
  it.each([
    ["/inputs/1/name", (model: TinyModel) => (model.inputs[1]!.name = "Age")],
    ["/inputs/0/name", (model: TinyModel) => (model.inputs[0]!.name = "__proto__")],
    ["/inputs/1/missing", (model: TinyModel) => (model.inputs[1]!.missing = true)],
    [
      "/inputs/1/categories",
      (model: TinyModel) => ((model.inputs[1] as { categories: string[] }).categories = ["early"]),
    ],
    ["/inputs/0", withStep(0, { type: "StandardScaler", mean: [-1e308], inverse_scale: [1e9] })],
    [
      "/inputs/0/missing",
      withStep(0, {
        type: "Pipeline",
        steps: [
          { name: "impute", step: { type: "SimpleImputer", statistics: [1e300] } },
          { name: "scale", step: { type: "StandardScaler", mean: [30], scale: [1e-9] } },
        ],
      }),
    ],
  ])("%s", (path, change) => {
    expect(pathsOf((model) => void change(model))).toContain(path);
  });

  it("must not be missing where a strict encoder does not know what is imputed", () => {
    const impute = (statistic: string) => (model: TinyModel) => {
      const { step } = transformers(model)[1]!;
      const steps = [
        { name: "impute", step: { type: "SimpleImputer", statistics: [statistic] } as Step },
        { name: "encode", step },
      ];
      transformers(model)[1]!.step = { type: "Pipeline", steps };
      model.inputs[1]!.missing = true;
    };
    expect(pathsOf(impute("late"))).toEqual([]);
    expect(pathsOf(impute("dusk"))).toEqual(["/inputs/1/missing"]);
  });
});

describe("the rest of the file", () => {
  it("must fit the transformed columns and the inputs", () => {
    expect(
      pathsOf((model) => {
        model.feature_names_out.pop();
        model.target = { clip: { min: 2, max: 1 } };
        model.regressor.dual_coef = [1e308, 1e308];
      }),
    ).toEqual(["/target/clip", "/feature_names_out", "/regressor/dual_coef", "/regressor/support_vectors/0/rows"]);
  });

  it("must hold verification rows that fit the model", () => {
    expect(
      pathsOf((model) => {
        model.verification.inputs = [[30, "early"], [30], [30, "dusk"]];
        model.verification.transformed = [[0, 1]];
        model.verification.predictions = [[3], [1, 2], []];
      }),
    ).toEqual([
      "/verification/inputs/1",
      "/verification/transformed",
      "/verification/transformed/0",
      "/verification/predictions/1",
      "/verification/predictions/2",
      "/verification/bounds/predictions",
      "/verification/inputs/1",
      "/verification/inputs/2",
    ]);
  });

  it.each([
    ["a prediction", (model: TinyModel) => (model.verification.predictions = [[3.00000000000002]])],
    ["a transformed column", (model: TinyModel) => (model.verification.transformed = [[1e-300, 1, 0]])],
    ["a coefficient", (model: TinyModel) => (model.regressor.dual_coef = [2.00000000000002])],
  ])("must verify: %s", (_, change) => {
    expect(pathsOf((model) => void change(model), "MODEL_FILE_UNVERIFIED")).toEqual(["/verification"]);
  });

  it("verifies within the bound, not to the bit", () => {
    const model = loadModel(tinyModel((file) => (file.verification.predictions = [[3.000000000000005]])));
    const { maxError, maxErrorRatio } = model.verify();
    expect([maxError, maxErrorRatio]).toEqual([4.884981308350689e-15, 4.884981308350689e-15 / (48 * 2 ** -52)]);
  });
});
