// Random model files, small and valid, for the property tests. Their verification rows come from
// the oracle, not from the engine.

import fc from "fast-check";
import type { Input, ModelFile, Step, SvrRegressor } from "../../src/model-file/types.generated.js";
import { evaluateByOracle, parityBound, transformByOracle } from "./oracle.js";

type Value = number | string | null;

/** A column of the table, with the steps that it goes through. */
interface Draft {
  readonly input: Input;
  readonly steps: Step[];
  readonly width: number;
}

/** Numbers of the sizes that data have, zeros of both signs, and some that are neither. */
const quantity: fc.Arbitrary<number> = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }) },
  { weight: 2, arbitrary: fc.integer({ min: -5, max: 5 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, 5e-324, 1e-160, -1e150) },
);

const positive = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
const word = fc.constantFrom("a", "b", "ab", "é", "\u{1f600}", "", "__proto__", "constructor", "1");
const names = fc.uniqueArray(
  fc.oneof(
    fc.string({ maxLength: 6 }).filter((name) => name !== "__proto__"),
    fc.constantFrom("constructor", "toString", "Age", "a/b", "a~b", "length"),
  ),
  { minLength: 1, maxLength: 5 },
);

const impute = (statistic: number | string): Step => ({ type: "SimpleImputer", statistics: [statistic] });

function draftOf(name: string): fc.Arbitrary<Draft> {
  const scaler: fc.Arbitrary<Step> = fc.oneof(
    fc
      .record({ mean: fc.tuple(quantity), scale: fc.tuple(positive) }, { requiredKeys: [] })
      .map((parts): Step => ({ type: "StandardScaler", ...parts })),
    fc
      .record({ center: fc.tuple(quantity), inverse_scale: fc.tuple(positive) }, { requiredKeys: [] })
      .map((parts): Step => ({ type: "RobustScaler", ...parts })),
    fc.tuple(positive).map((scale): Step => ({ type: "MaxAbsScaler", scale })),
    fc
      .record(
        { scale: fc.tuple(positive), min: fc.tuple(quantity), clip: fc.constant<number[]>([-1, 2.5]) },
        { requiredKeys: ["scale", "min"] },
      )
      .map((parts): Step => ({ type: "MinMaxScaler", ...parts })),
  );
  const number = fc.record({ scaler, statistic: fc.option(quantity, { nil: undefined }) }).map(
    ({ scaler, statistic }): Draft => ({
      input: { name, kind: "number", missing: statistic !== undefined, range: [-10, 10] },
      steps: [...(statistic === undefined ? [] : [impute(statistic)]), scaler],
      width: 1,
    }),
  );
  const indicated = fc.record({ statistic: fc.option(quantity), knn: fc.boolean() }).map(
    ({ statistic, knn }): Draft => ({
      input: { name, kind: "number", missing: true },
      steps: [
        knn
          ? {
              type: "KNNImputer",
              fit_X: [[statistic], [null]],
              n_neighbors: 3,
              weights: "distance",
              statistics: [statistic],
              indicator: [0],
            }
          : { type: "SimpleImputer", statistics: [statistic], indicator: [0] },
      ],
      width: statistic === null ? 1 : 2,
    }),
  );
  const category = fc
    .record({
      categories: fc.oneof(
        fc.uniqueArray(word as fc.Arbitrary<number | string>, { minLength: 1, maxLength: 5 }),
        fc.uniqueArray(fc.integer({ min: -3, max: 9 }) as fc.Arbitrary<number | string>, {
          minLength: 1,
          maxLength: 5,
        }),
      ),
      strict: fc.boolean(),
      missing: fc.constantFrom("refused", "imputed", "known"),
      places: fc.constantFrom("own", "dropped", "shared"),
      ordinal: fc.constantFrom(undefined, -1, null),
      fill: quantity,
    })
    .map(({ categories, strict, missing, places, ordinal, fill }): Draft => {
      const known = missing === "known" ? [...categories, null] : categories;
      const last = known.length - 1;
      const positions = known.map((_, i) => (i < last ? i : places === "dropped" ? null : Math.max(0, last - 1)));
      const unknown = !strict && places === "shared" ? [Math.max(0, last - 1)] : undefined;
      const encoder: Step =
        ordinal === undefined
          ? {
              type: "OneHotEncoder",
              categories: [known],
              handle_unknown: strict ? "error" : "ignore",
              ...(places !== "own" && { positions: [positions] }),
              ...(unknown && { unknown }),
            }
          : {
              type: "OrdinalEncoder",
              categories: [known],
              ...(missing === "known" && places !== "own" && { encoded_missing_value: [ordinal] }),
              ...(!strict && { unknown_value: ordinal }),
            };
      return {
        input: { name, kind: "category", missing: missing !== "refused", categories },
        steps: [
          ...(missing === "imputed" ? [impute(categories[0]!)] : []),
          encoder,
          // What an OrdinalEncoder leaves missing.
          ...(ordinal === null ? [impute(fill)] : []),
        ],
        width:
          ordinal !== undefined ? 1 : places === "own" ? known.length : places === "dropped" ? last : Math.max(1, last),
      };
    });
  const draft = fc.oneof(number, category, indicated);
  return fc
    .tuple(draft, fc.boolean())
    .map(([{ input, ...steps }, boolean]) => ({ input: boolean ? { ...input, boolean: true } : input, ...steps }));
}

/** Any value that the input accepts. */
function acceptedValue(input: Input): fc.Arbitrary<Value> {
  const present = input.kind === "number" ? quantity : fc.constantFrom(...input.categories);
  return input.missing
    ? fc.oneof({ weight: 4, arbitrary: present as fc.Arbitrary<Value> }, fc.constant(null))
    : present;
}

/** A record that the model accepts. */
export function acceptedRecord(model: ModelFile): fc.Arbitrary<Record<string, Value>> {
  return fc
    .tuple(...model.inputs.map(acceptedValue))
    .map((values) => Object.fromEntries(model.inputs.map(({ name }, i) => [name, values[i]!])));
}

/** A valid model file, its support vectors dense or in blocks that repeat. */
export const modelFile: fc.Arbitrary<ModelFile> = names
  .chain((inputNames) => fc.tuple(...inputNames.map(draftOf)))
  .chain((drafts) =>
    fc.record({
      drafts: fc.constant(drafts),
      weights: fc.array(fc.option(positive, { nil: undefined }), {
        minLength: drafts.length,
        maxLength: drafts.length,
      }),
      supportVectors: fc.integer({ min: 0, max: 12 }).chain((count) => arbitrarySupportVectors(drafts, count)),
      gamma: fc.oneof(positive, fc.constantFrom(1e-12, 1e9)),
      intercept: quantity,
      clip: fc.record({ min: fc.double({ min: -50, max: 0, noNaN: true }) }, { requiredKeys: [] }),
      rows: fc.array(fc.tuple(...drafts.map(({ input }) => acceptedValue(input))), { minLength: 1, maxLength: 3 }),
    }),
  )
  .map(({ drafts, weights, supportVectors, gamma, intercept, clip, rows }) => {
    const width = drafts.reduce((sum, draft) => sum + draft.width, 0);
    const model: ModelFile = {
      format: "supportvector",
      version: 1,
      source: { library: "scikit-learn", library_version: "1.2.1", exporter_version: "0.1.0" },
      metadata: { name: "random" },
      inputs: drafts.map(({ input }) => input),
      pipeline: {
        type: "ColumnTransformer",
        transformers: drafts.map(({ steps }, i) => ({
          name: `t${i}`,
          columns: [i],
          step: { type: "Pipeline", steps: steps.map((step, j) => ({ name: `s${j}`, step })) },
          ...(weights[i] !== undefined && { weight: weights[i] }),
        })),
      },
      feature_names_out: Array.from({ length: width }, (_, c) => `c${c}`),
      regressor: { type: "SVR", kernel: "rbf", gamma, intercept, ...supportVectors },
      target: { clip },
      verification: { inputs: rows as Value[][], transformed: [], predictions: [], bounds: { predictions: [] } },
    };
    model.verification.transformed = rows.map((row) => transformByOracle(model, row as Value[]));
    const evaluated = model.verification.transformed.map((row) => evaluateByOracle(model, row));
    model.verification.predictions = evaluated.map(({ value }) => [value]);
    model.verification.bounds.predictions = evaluated.map(({ magnitude }) => [parityBound(magnitude)]);
    return model;
  });

type SupportVectors = Pick<SvrRegressor, "dual_coef" | "support_vectors">;

/** One block per draft, its rows few and repeated, or one dense block. */
function arbitrarySupportVectors(drafts: readonly Draft[], count: number): fc.Arbitrary<SupportVectors> {
  const start = drafts.map((_, i) => drafts.slice(0, i).reduce((sum, { width }) => sum + width, 0));
  const all = drafts.reduce((sum, { width }) => sum + width, 0);
  const span = (first: number, width: number): number[] => Array.from({ length: width }, (_, c) => first + c);
  const row = (width: number) => fc.array(fc.oneof(quantity, fc.constant(0)), { minLength: width, maxLength: width });
  const dense = fc
    .array(row(all), { minLength: count, maxLength: count })
    .map((rows) => [{ columns: span(0, all), rows }]);
  const blocks = fc.tuple(
    ...drafts.map(({ width }, i) =>
      fc
        .array(row(width), { minLength: 1, maxLength: 3 })
        .chain((rows) =>
          fc
            .array(fc.nat({ max: rows.length - 1 }), { minLength: count, maxLength: count })
            .map((index) => ({ columns: span(start[i]!, width), rows, index })),
        ),
    ),
  );
  return fc.record({
    dual_coef: fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: count, maxLength: count }),
    support_vectors: fc.oneof(dense, blocks),
  });
}
