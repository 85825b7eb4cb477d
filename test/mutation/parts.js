// The parts of the sources that `npm run test:mutation` changes, each with the tests that must
// notice.

const MODELS = [
  "test/{preprocessing,regressors,inputs,model-file,parity,properties}/*.test.ts",
  "test/{absenteeism,bulk,model,targets,try}.test.ts",
];
const SERVICE = ["test/service/*.test.ts"];

export const PARTS = {
  numeric: { sources: "src/numeric", tests: ["test/numeric/*.test.ts"] },
  svm: { sources: "src/svm", tests: ["test/svm/*.test.ts", ...MODELS] },
  preprocessing: { sources: "src/preprocessing", tests: MODELS },
  inputs: { sources: "src/inputs", tests: MODELS },
  program: { sources: "src/program", tests: MODELS },
  regressors: { sources: "src/regressors", tests: MODELS },
  access: { sources: "src/service/access", tests: SERVICE },
  endpoints: { sources: "src/service/endpoints", tests: SERVICE },
};
