// What a program takes that does no more than every loader must: it loads the library, which parses
// and checks the file, evaluates the verification rows and predicts once. A loop over the support
// vectors stands for the rest of the library. It has no steps, no limits, no plan and no reader.
import { readFileSync } from "node:fs";
import { finish } from "./finish.js";

const [folder, dist] = process.argv.slice(2);
const { loadModel } = await import(`${dist}/index.js`);
const text = readFileSync(`${folder}/model.json`, "utf8");
try {
  // The library refuses this file as soon as it has checked all of it against the schema.
  loadModel(`${text.slice(0, text.lastIndexOf("}"))},"extra":1}`);
} catch ({ code, issues }) {
  if (code !== "MODEL_FILE_INVALID" || issues.length > 1) throw new Error(`expected one issue, got ${code}`);
}
const { regressor, verification } = JSON.parse(text);
const { dual_coef: coefficients, support_vectors: blocks, gamma, intercept } = regressor;
for (const row of [...verification.transformed, verification.transformed[0]]) predict(row);
finish(regressor);

function predict(row) {
  const distances = new Float64Array(coefficients.length);
  for (const { columns, rows, index } of blocks) {
    const squared = rows.map((values) => values.reduce((sum, value, c) => sum + (row[columns[c]] - value) ** 2, 0));
    for (let i = 0; i < distances.length; i++) distances[i] += squared[index ? index[i] : i];
  }
  return coefficients.reduce((sum, coefficient, i) => sum + coefficient * Math.exp(-gamma * distances[i]), intercept);
}
