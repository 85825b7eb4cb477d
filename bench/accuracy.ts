// `npm run bench:accuracy`: the errors of scikit-learn and of both evaluators of the RBF kernel,
// against predictions in 40 digits (accuracy.py). A quarter of a minute.
//
//   --write   writes the tables of docs/accuracy.md

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { SvrRegressor } from "../src/model-file/types.generated.js";
import { createDenseRbf } from "../src/svm/dense-rbf.js";
import { createFactoredRbf } from "../src/svm/factored-rbf.js";
import { planFactors } from "../src/svm/factors.js";
import { mergeEqual } from "../src/svm/merge.js";
import type { BlockedSvr } from "../src/svm/svr.js";
import { evaluateRow, featuresOf } from "../test/support/evaluate-rows.js";
import { requireProgram } from "../test/support/programs.js";
import { writeTables } from "../test/support/written-tables.js";

interface Model {
  readonly target: string;
  readonly C: number;
  readonly regressor: SvrRegressor;
  readonly samples: readonly Sample[];
}

/** Rows at one distance from the data. */
interface Sample {
  /** By how many standard deviations quantities were moved. */
  readonly spread: number;
  /** γ‖x − s‖² of the nearest record, in the median. */
  readonly nearest: number;
  readonly rows: readonly Row[];
}

interface Row {
  readonly row: readonly number[];
  /** scikit-learn's prediction. */
  readonly predicted: number;
  /** The prediction in 40 digits: the sum of these. */
  readonly reference: readonly [number, number];
  /** Σ|αᵢ|Kᵢ */
  readonly kernels: number;
  /** Σ|αᵢ|Kᵢ · γ‖x − sᵢ‖² */
  readonly exponents: number;
}

const EPSILON = 2 ** -52;

const { values: options } = parseArgs({ options: { write: { type: "boolean", default: false } } });
const tables = drawTables(readModels());
console.log(tables);
if (options.write) writeTables("accuracy.md", "bench:accuracy", tables);

function readModels(): Model[] {
  const script = fileURLToPath(new URL("accuracy.py", import.meta.url));
  return JSON.parse(execFileSync(requireProgram("scikit-learn"), [script], { encoding: "utf8", maxBuffer: 1 << 28 }));
}

function drawTables(models: readonly Model[]): string {
  const { samples } = models[0]!;
  const head = ["target", "C", "\\|b\\| ÷ Σ\\|αᵢ\\|", ...samples.map(({ spread }) => `${spread} σ`)];
  const exponents = samples.map(({ nearest }) => String(Number(nearest.toPrecision(2))));
  const draw = (size: (row: Row, b: number) => number, digits: number): string =>
    [
      head,
      head.map((_, c) => (c ? "--:" : "---")),
      ...models.map((model) => drawRow(model, size, digits)),
      ["*γ‖x − s‖² of the nearest s*", "", "", ...exponents],
    ]
      .map((cells) => `| ${cells.join(" | ")} |`)
      .join("\n");
  return [
    "Largest errors in units of 2⁻⁵² · (Σ|αᵢ|Kᵢ + |b|):",
    draw(({ kernels }, b) => EPSILON * (kernels + b), 2),
    "Largest errors in percent of the bound:",
    draw(({ kernels, exponents }, b) => 0.16 * EPSILON * (kernels + exponents + b), 1),
  ].join("\n\n");
}

/**
 * Returns the row of a model: the largest errors of scikit-learn, of the dense and of the factored
 * evaluator.
 *
 * @param size the unit of an error
 */
function drawRow(
  { target, C, regressor, samples }: Model,
  size: (row: Row, b: number) => number,
  digits: number,
): string[] {
  const { gamma, intercept, support_vectors: blocks, factors } = regressor;
  const dualCoef = Float64Array.from(regressor.dual_coef);
  const width = samples[0]!.rows[0]!.row.length;
  const svr: BlockedSvr = { kernel: "rbf", gamma, coef0: 0, degree: 0, dualCoef, intercept, width, blocks, factors };
  const features = featuresOf(width);
  const dense = createDenseRbf(mergeEqual(svr), features);
  const factored = createFactoredRbf(svr, features, planFactors(factors!, blocks, dualCoef.length));
  const b = Math.abs(intercept);
  const total = dualCoef.reduce((sum, alpha) => sum + Math.abs(alpha), 0);
  const programs = [
    ({ predicted }: Row) => predicted,
    ({ row }: Row) => evaluateRow(dense, Float64Array.from(row)),
    ({ row }: Row) => evaluateRow(factored, Float64Array.from(row)),
  ];
  const cells = samples.map(({ rows }) =>
    programs.map((predict) => {
      const errors = rows.map((row) => Math.abs(predict(row) - row.reference[0] - row.reference[1]) / size(row, b));
      return Math.max(...errors).toFixed(digits);
    }),
  );
  return [target, String(C), b === 0 ? "0" : (b / total).toExponential(0), ...cells.map((cell) => cell.join(" / "))];
}
