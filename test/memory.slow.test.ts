// What a loaded model keeps in memory, measured in a process of its own.

import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

const COUNT = 4000;
const WIDTH = 100;

/** Loads a dense model and prints the bytes that stay, over those of its numbers. */
const program = `
  import { loadModel } from "./dist/index.js";
  let state = 1;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const draw = (length) => Array.from({ length }, random);
  const makeFile = (count, width) => JSON.parse(JSON.stringify({
    format: "supportvector",
    version: 1,
    source: { library: "scikit-learn", library_version: "1.2.1", exporter_version: "0.1.0" },
    metadata: { name: "dense" },
    inputs: Array.from({ length: width }, (_, c) => ({ name: "x" + c, kind: "number", missing: false })),
    pipeline: { type: "Pipeline", steps: [] },
    feature_names_out: Array.from({ length: width }, (_, c) => "x" + c),
    regressor: {
      type: "SVR", kernel: "rbf", gamma: 1e6, intercept: 1, dual_coef: draw(count),
      support_vectors: [{ columns: Array.from({ length: width }, (_, c) => c), rows: Array.from({ length: count }, () => draw(width)) }],
    },
    target: {},
    verification: {
      inputs: [Array(width).fill(9)], transformed: [Array(width).fill(9)], predictions: [[1]], bounds: { predictions: [[1e-12]] },
    },
  }));
  const load = (count, width) => loadModel(makeFile(count, width));
  const use = () => {
    for (let i = 0; i < 5; i++) gc();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  load(10, 10);
  const before = use();
  const model = load(${COUNT}, ${WIDTH});
  const bytes = use() - before;
  console.log(model.plan, bytes / (${COUNT} * ${WIDTH + 1} * 8));`;

it("is less than 1.3 times the numbers of a dense model", () => {
  const output = execFileSync(process.execPath, ["--expose-gc", "--input-type=module", "-e", program], {
    cwd: new URL("../", import.meta.url),
    encoding: "utf8",
  });
  const [, plan, ratio] = /^(dense: .*) (\S+)\n$/.exec(output)!;
  expect(plan).toBe(`dense: ${COUNT} of ${WIDTH}`);
  expect(Number(ratio)).toBeGreaterThan(0.9);
  expect(Number(ratio)).toBeLessThan(1.3);
});
