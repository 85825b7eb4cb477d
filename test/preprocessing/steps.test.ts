// What the steps refuse when a model file's parts do not fit each other. That they compute what scikit-learn computes is test/parity's.

import { describe, expect, it } from "vitest";
import { loadModel } from "../../src/index.js";
import type { Step } from "../../src/model-file/types.generated.js";
import { issuesOf, type TinyModel, tinyModel } from "../support/tiny-model.js";

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
      issuesOf((model) => {
        transformers(model)[0]!.columns = [2];
        transformers(model)[1]!.columns = [1, 9];
      }),
    ).toEqual([
      "/pipeline/transformers/0/columns/0 expected a position below 2, got 2",
      "/pipeline/transformers/1/columns/1 expected a position below 2, got 9",
    ]);
  });

  it("refuses a weight on strings", () => {
    expect(
      issuesOf((model) => {
        withStep(1, { type: "passthrough" })(model);
        transformers(model)[1]!.weight = 2;
      }),
    ).toEqual(["/pipeline/transformers/1/weight computes with column 0, which holds strings"]);
  });
});

describe("Pipeline", () => {
  it("refuses to hand strings to the regressor", () => {
    expect(issuesOf(withStep(1, { type: "passthrough" }))).toContain(
      "/regressor computes with column 1, which holds strings",
    );
  });
});

describe("SelectorMixin", () => {
  const selector = (columns: number[]): Step => ({ type: "SelectorMixin", class: "VarianceThreshold", columns });

  it("refuses positions that do not exist", () => {
    expect(issuesOf(withStep(1, selector([0, 1])))).toEqual([
      "/pipeline/transformers/1/step/columns/1 expected a position below 1, got 1",
    ]);
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
    expect(issuesOf(fewer([{ type: "SimpleImputer", statistics: [40] }]))).toEqual([]);
    expect(issuesOf(fewer([]))).toEqual([
      "/inputs/0/missing expected false: nothing imputes every column that this input becomes",
    ]);
  });
});

describe("FeatureUnion", () => {
  it("refuses what its parts refuse", () => {
    const parts: Step[] = [{ type: "passthrough" }, { type: "StandardScaler", scale: [] }];
    const union = {
      type: "FeatureUnion",
      transformers: parts.map((step, i) => ({ name: `p${i}`, columns: [0], step })),
    } as Step;
    expect(issuesOf(withStep(0, union))).toEqual([
      "/pipeline/transformers/0/step/transformers/1/step/scale expected 1 items, one per column, got 0",
    ]);
  });
});

describe("SimpleImputer", () => {
  it.each([
    [{ type: "SimpleImputer", statistics: [1, 2] }, "/statistics expected 1 items, one per column, got 2"],
    [{ type: "SimpleImputer", statistics: ["a"] }, "/statistics/0 expected only numbers, as the column holds"],
    [{ type: "SimpleImputer", statistics: [1], indicator: [1] }, "/indicator/0 expected a position below 1, got 1"],
  ] as [Step, string][])("refuses %j", (step, issue) => {
    expect(issuesOf(withStep(0, step))).toEqual([`/pipeline/transformers/0/step${issue}`]);
  });
});

describe("MissingIndicator", () => {
  it("refuses positions that do not exist", () => {
    expect(issuesOf(withStep(1, { type: "MissingIndicator", features: [0, 1], error_on_new: true }))).toEqual([
      "/pipeline/transformers/1/step/features/1 expected a position below 1, got 1",
    ]);
  });

  it("refuses missing values in columns that it does not watch, if it is to", () => {
    const indicator = (errorOnNew: boolean) => (model: TinyModel) => {
      withStep(0, { type: "MissingIndicator", features: [], error_on_new: errorOnNew })(model);
      model.feature_names_out.shift();
      model.regressor.support_vectors = [{ columns: [0, 1], rows: [[1, 0]] }];
      model.verification.transformed = [[1, 0]];
    };
    expect(issuesOf(indicator(false))).toEqual([]);
    expect(issuesOf(indicator(true))).toEqual([
      "/inputs/0/missing expected false: nothing imputes every column that this input becomes",
    ]);
  });
});

describe("KNNImputer", () => {
  const imputer = (parts: object) =>
    ({ type: "KNNImputer", fit_X: [[1]], n_neighbors: 1, weights: "uniform", statistics: [1], ...parts }) as Step;

  it.each([
    [{ statistics: [] }, "/statistics expected 1 items, one per column, got 0"],
    [{ fit_X: [[1], [1, 2]] }, "/fit_X/1 expected 1 items, one per column, got 2"],
    [{ indicator: [2] }, "/indicator/0 expected a position below 1, got 2"],
  ])("refuses %j", (parts, issue) => {
    expect(issuesOf(withStep(0, imputer(parts)))).toEqual([`/pipeline/transformers/0/step${issue}`]);
  });

  it("refuses strings", () => {
    expect(issuesOf(withStep(1, imputer({})))).toEqual([
      "/pipeline/transformers/1/step computes with column 0, which holds strings",
    ]);
  });
});

describe("a number that stands for a missing value", () => {
  const imputed = (step: object) => (model: TinyModel) => withStep(0, step as Step)(model);

  it("does not stand for a string", () => {
    const step = { type: "MissingIndicator", features: [0], error_on_new: false, missing_values: -1 } as Step;
    expect(issuesOf(withStep(1, step))).toEqual([
      "/pipeline/transformers/1/step computes with column 0, which holds strings",
    ]);
  });

  it("leaves null an error", () => {
    expect(issuesOf(imputed({ type: "SimpleImputer", statistics: [0], missing_values: -1 }))).toContain(
      "/inputs/0/missing expected false: nothing imputes every column that this input becomes",
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
    expect(() => model.predict({ Age: -1, Shift: "early" })).toThrow(
      '"Age" expected a number for which every step gives a finite number, got -1',
    );
  });
});

describe("scalers", () => {
  it.each([
    [{ mean: [1, 2] }, "/mean expected 1 items, one per column, got 2"],
    [{ scale: [] }, "/scale expected 1 items, one per column, got 0"],
    [{ inverse_scale: [1, 1] }, "/inverse_scale expected 1 items, one per column, got 2"],
    [{ scale: [0] }, "/scale/0 expected a number other than 0"],
    [{ scale: [1], inverse_scale: [1] }, ' expected "scale" or "inverse_scale", got both'],
  ])("refuses %j", (parts, issue) => {
    expect(issuesOf(withStep(0, { type: "StandardScaler", ...parts }))).toEqual([
      `/pipeline/transformers/0/step${issue}`,
    ]);
  });

  it.each([
    [{ type: "RobustScaler", center: [1, 2] }, "/center expected 1 items, one per column, got 2"],
    [{ type: "RobustScaler", scale: [0] }, "/scale/0 expected a number other than 0"],
    [{ type: "MaxAbsScaler", scale: [1], inverse_scale: [1] }, ' expected "scale" or "inverse_scale", got both'],
    [{ type: "MinMaxScaler", scale: [1], min: [] }, "/min expected 1 items, one per column, got 0"],
    [{ type: "MinMaxScaler", scale: [1], min: [0], clip: [1, 0] }, "/clip expected min up to max, got 1 and 0"],
  ] as [Step, string][])("refuses %j", (step, issue) => {
    expect(issuesOf(withStep(0, step))).toEqual([`/pipeline/transformers/0/step${issue}`]);
  });

  it("refuses strings", () => {
    expect(issuesOf(withStep(1, { type: "StandardScaler" }))).toEqual([
      "/pipeline/transformers/1/step computes with column 0, which holds strings",
    ]);
  });
});

describe("OneHotEncoder", () => {
  const encoder = (changes: object) =>
    ({ type: "OneHotEncoder", categories: [["early", "late"]], handle_unknown: "error", ...changes }) as Step;

  it.each([
    [{ categories: [] }, "/categories expected 1 items, one per column, got 0"],
    [{ categories: [["early", 1]] }, "/categories/0 expected only strings, as the column holds"],
    [{ categories: [["early", "early"]] }, "/categories/0 names a category twice"],
    [{ positions: [] }, "/positions expected 1 items, one per column, got 0"],
    [{ positions: [[0]] }, "/positions/0 expected 2 items, one per category, got 1"],
    [{ positions: [[0, 2]] }, "/positions/0/1 expected a position below 2, got 2"],
    [{ unknown: [] }, "/unknown expected 1 items, one per column, got 0"],
    [{ positions: [[0, null]], unknown: [1] }, "/unknown/0 expected a position below 1, got 1"],
  ])("refuses %j", (changes, issue) => {
    expect(issuesOf(withStep(1, encoder(changes)))[0]).toBe(`/pipeline/transformers/1/step${issue}`);
  });

  it("refuses a category that later steps make infinite", () => {
    expect(
      issuesOf((model) => {
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
    ).toContain("/inputs/1 leads to a transformed column that a category makes infinite");
  });
});

describe("OrdinalEncoder", () => {
  it.each([
    [{ categories: [] }, "/categories expected 1 items, one per column, got 0"],
    [{ categories: [[1]] }, "/categories/0 expected only strings, as the column holds"],
    [{ categories: [[null, null]] }, "/categories/0 names a category twice"],
    [{ encoded_missing_value: [] }, "/encoded_missing_value expected 1 items, one per column, got 0"],
  ])("refuses %j", (changes, issue) => {
    const encoder = { type: "OrdinalEncoder", categories: [["early", "late"]], ...changes } as Step;
    expect(issuesOf(withStep(1, encoder))[0]).toBe(`/pipeline/transformers/1/step${issue}`);
  });
});

describe("inputs", () => {
  it.each([
    [
      '/inputs/1/name is not possible as a key, or stands twice: "Age"',
      (model: TinyModel) => (model.inputs[1]!.name = "Age"),
    ],
    [
      '/inputs/0/name is not possible as a key, or stands twice: "__proto__"',
      (model: TinyModel) => (model.inputs[0]!.name = "__proto__"),
    ],
    [
      "/inputs/1/missing expected false: nothing imputes every column that this input becomes",
      (model: TinyModel) => (model.inputs[1]!.missing = true),
    ],
    [
      "/inputs/1/categories expected the values that every encoder of this input knows",
      (model: TinyModel) => ((model.inputs[1] as { categories: string[] }).categories = ["early"]),
    ],
    [
      "/inputs/0 leads to a transformed column that is never finite",
      withStep(0, { type: "StandardScaler", mean: [-1e308], inverse_scale: [1e9] }),
    ],
    [
      "/inputs/0/missing expected false: what is imputed becomes infinite",
      withStep(0, {
        type: "Pipeline",
        steps: [
          { name: "impute", step: { type: "SimpleImputer", statistics: [1e300] } },
          { name: "scale", step: { type: "StandardScaler", mean: [30], scale: [1e-9] } },
        ],
      }),
    ],
  ])("%s", (issue, change) => {
    expect(issuesOf((model) => void change(model))).toContain(issue);
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
    expect(issuesOf(impute("late"))).toEqual([]);
    expect(issuesOf(impute("dusk"))).toEqual([
      "/inputs/1/missing expected false: nothing imputes every column that this input becomes",
    ]);
  });
});

describe("the rest of the file", () => {
  it("must fit the transformed columns and the inputs", () => {
    expect(
      issuesOf((model) => {
        model.feature_names_out.pop();
        model.target = { clip: { min: 2, max: 1 } };
        model.regressor.dual_coef = [1e308, 1e308];
      }),
    ).toEqual([
      "/target/clip expected min up to max, got 2 and 1",
      "/feature_names_out expected 3 names, one per transformed column, got 2",
      "/regressor/dual_coef adds up to more than a double holds",
      "/regressor/support_vectors/0/rows expected 2 items, one per support vector, got 1",
    ]);
  });

  it("must hold verification rows that fit the model", () => {
    expect(
      issuesOf((model) => {
        model.verification.inputs = [[30, "early"], [30], [30, "dusk"]];
        model.verification.transformed = [[0, 1]];
        model.verification.predictions = [[3], [1, 2], []];
      }),
    ).toEqual([
      "/verification/inputs/1 expected 2 values, got 1",
      '/verification/inputs/1 row 1: "Shift" expected one of "early", "late", got nothing',
      '/verification/inputs/2 row 2: "Shift" expected one of "early", "late", got "dusk"',
      "/verification/transformed expected 3 rows, one per row of inputs, got 1",
      "/verification/transformed/0 expected 3 values, got 2",
      "/verification/predictions/1 expected 1 values, got 2",
      "/verification/predictions/2 expected 1 values, got 0",
      "/verification/bounds/predictions expected 3 rows, one per row of inputs, got 1",
    ]);
  });

  it.each([
    ["a prediction", (model: TinyModel) => (model.verification.predictions = [[3.00000000000002]])],
    ["a transformed column", (model: TinyModel) => (model.verification.transformed = [[1e-300, 1, 0]])],
    ["a coefficient", (model: TinyModel) => (model.regressor.dual_coef = [2.00000000000002])],
  ])("must verify: %s", (_, change) => {
    const [issue] = issuesOf((model) => void change(model), "MODEL_FILE_UNVERIFIED");
    expect(issue).toMatch(/^\/verification expected 1 rows to come out as in Python/);
  });

  it("verifies within the bound, not to the bit", () => {
    const model = loadModel(tinyModel((file) => (file.verification.predictions = [[3.000000000000005]])));
    const { maxError, maxErrorRatio } = model.verify();
    expect([maxError, maxErrorRatio]).toEqual([4.884981308350689e-15, 4.884981308350689e-15 / (48 * 2 ** -52)]);
  });
});
