// A model of any size with random support vectors and coefficients.

import { makeModelFile } from "./model-file.js";
import { makeNormal, makeRandom } from "./random.js";

const CATEGORIES = 5;

/**
 * Each categorical input is five columns. gamma is 1/(2 · columns), so that most support vectors
 * count.
 */
export function makeRandomFile({ id, family, vectorCount, width }) {
  const random = makeRandom(vectorCount * 1000 + width);
  const normal = makeNormal(random);
  const share = { continuous: 0, "half categorical": 0.5, "all categorical": 1 }[family];
  const categorical = Math.floor((share * width) / CATEGORIES);
  const numeric = width - categorical * CATEGORIES;
  const values = Array.from({ length: CATEGORIES }, (_, i) => i);
  const one = values.map((i) => values.map((j) => (i === j ? 1 : 0)));

  const scaled = Array.from({ length: numeric }, (_, c) => c);
  const mean = scaled.map(() => 10 + normal() / 10);
  const scale = scaled.map(() => 3 + random() / 10);

  const supportVectors = [];
  if (numeric > 0)
    supportVectors.push({
      columns: scaled,
      rows: Array.from({ length: vectorCount }, () => scaled.map(() => normal())),
    });
  for (let c = 0; c < categorical; c++)
    supportVectors.push({
      columns: values.map((i) => numeric + CATEGORIES * c + i),
      rows: one,
      index: Array.from({ length: vectorCount }, (_, i) =>
        // Every category occurs: a file holds no rows that are not used.
        i < CATEGORIES ? i : Math.floor(random() * CATEGORIES),
      ),
    });
  const inputs = Array.from({ length: numeric + categorical }, (_, i) =>
    i < numeric
      ? { name: `number ${i}`, kind: "number", missing: false }
      : { name: `category ${i - numeric}`, kind: "category", missing: false, categories: values },
  );
  return makeModelFile(
    id,
    inputs,
    { mean, scale },
    {
      gamma: 1 / (2 * width),
      dual_coef: Array.from({ length: vectorCount }, () => 2 * random() - 1),
      // A hundredth of what the coefficients add up to, as in the included model: predictions are
      // more than rounding noise.
      intercept: vectorCount / 200,
      support_vectors: supportVectors,
    },
  );
}
