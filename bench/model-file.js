// A model file as the exporter would write it: a StandardScaler for numbers, a OneHotEncoder for
// categories, and an SVR.

import { drawInput } from "./draw.js";
import { planFactors } from "./factors.js";
import { makeNormal, makeRandom } from "./random.js";
import { referenceOf } from "./reference.js";

/**
 * @param name of the model
 * @param inputs numbers first, then categories
 * @param scaler `mean` and `scale` of the numbers
 * @param regressor of the model file
 */
export function makeModelFile(name, inputs, scaler, regressor) {
  const numeric = scaler.mean.length;
  const places = inputs.map((_, i) => i);
  const [scaled, encoded] = [places.slice(0, numeric), places.slice(numeric)];
  const categories = encoded.map((i) => inputs[i].categories);
  const transformers = [
    { name: "number", columns: scaled, step: { type: "StandardScaler", ...scaler } },
    { name: "category", columns: encoded, step: { type: "OneHotEncoder", categories, handle_unknown: "ignore" } },
  ].filter(({ columns }) => columns.length > 0);
  const inputOf = inputs.flatMap(({ categories }, i) => (i < numeric ? [i] : categories.map(() => i)));
  const file = {
    format: "supportvector",
    version: 1,
    source: { library: "scikit-learn", library_version: "1.2.1", exporter_version: "0.1.0" },
    metadata: { name },
    inputs,
    pipeline: {
      type: "Pipeline",
      steps: [{ name: "preprocess", step: { type: "ColumnTransformer", transformers } }],
    },
    feature_names_out: Array.from({ length: numeric + categories.flat().length }, (_, c) => `column ${c}`),
    regressor: { type: "SVR", kernel: "rbf", ...regressor, ...planFactors(regressor.support_vectors, inputOf) },
    target: {},
  };
  return { ...file, verification: verify(file, scaler) };
}

/** The SVR of a model file, its support vectors unfolded. */
export function readSvr({ regressor, feature_names_out: { length: width } }) {
  const { dual_coef: dualCoef, support_vectors: blocks, gamma, intercept } = regressor;
  const vectors = new Float64Array(dualCoef.length * width);
  for (const { columns, rows, index } of blocks)
    for (let i = 0; i < dualCoef.length; i++) {
      const row = rows[index ? index[i] : i];
      columns.forEach((column, c) => {
        vectors[i * width + column] = row[c];
      });
    }
  return { dualCoef: Float64Array.from(dualCoef), vectors, gamma, intercept, width };
}

/**
 * Three rows that a model file must carry. The bounds are generous: what a peer is off is measured,
 * not demanded.
 */
function verify(file, { mean, scale }) {
  const random = makeRandom(3);
  const normal = makeNormal(random);
  const inputs = [1, 2, 3].map(() => file.inputs.map((input) => drawInput(input, random, normal)));
  const transformed = inputs.map((row) =>
    row.flatMap((value, i) =>
      i < mean.length
        ? [(value - mean[i]) / scale[i]]
        : file.inputs[i].categories.map((category) => (category === value ? 1 : 0)),
    ),
  );
  const svr = readSvr(file);
  const references = transformed.map((row) => referenceOf(svr, row));
  return {
    inputs,
    transformed,
    predictions: references.map(({ value }) => [value]),
    bounds: { predictions: references.map(({ size }) => [1e-12 * size]) },
  };
}
