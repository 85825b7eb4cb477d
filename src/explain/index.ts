// Explains predictions by Shapley values: `supportvector/explain`.

export { ExplainError, type ExplainErrorCode } from "./explain-error.js";
export { type Explainer, type ExplainerOptions, loadExplainer } from "./explainer.js";
export type { Contribution, Explained, Explanation } from "./explanation.js";
