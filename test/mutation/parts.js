// The parts of the sources that `npm run test:mutation` changes, each with the tests that must
// notice, the quick ones first. Tests of many random models are left out. They notice little that
// others do not, and take most of the time.

const PREPROCESSING = ["steps", "encoders", "function-transformer", "inputs", "knn-imputer", "numeric-steps"];
const MODELS = [
  "test/model.test.ts",
  ...PREPROCESSING.map((name) => `test/preprocessing/${name}.test.ts`),
  "test/inputs/limits.test.ts",
  "test/inputs/key-order.test.ts",
  "test/targets.test.ts",
  "test/regressors/combine.test.ts",
  "test/regressors/regressor.test.ts",
  "test/parity/parity.test.ts",
];
const ofSvm = (...names) => names.map((name) => `test/svm/${name}.test.ts`);
const ofNumeric = (...names) => names.map((name) => `test/numeric/${name}.test.ts`);
const ofService = (...names) => names.map((name) => `test/service/${name}.test.ts`);

export const PARTS = {
  numeric: {
    sources: "src/numeric",
    tests: ofNumeric("cbrt", "expm1", "exp", "log", "trigonometric", "tanh", "double-double", "pow", "normal", "sqrt"),
  },
  svm: {
    sources: "src/svm",
    tests: [
      ...ofSvm("factors", "contraction", "cache", "merge", "unique-rows"),
      ...MODELS,
      ...ofSvm("evaluators", "factored-rbf"),
    ],
  },
  preprocessing: { sources: "src/preprocessing", tests: MODELS },
  inputs: { sources: "src/inputs", tests: MODELS },
  program: {
    sources: "src/program",
    tests: ["test/program/budget.test.ts", "test/program/program.test.ts", ...MODELS],
  },
  regressors: { sources: "src/regressors", tests: MODELS },
  access: {
    sources: "src/service/access",
    tests: ofService("request-line", "access", "messages", "rate-limit"),
  },
  endpoints: {
    sources: "src/service/endpoints",
    tests: ofService("plugin", "requests", "mission", "protocols", "messages", "batches", "openapi"),
  },
};
