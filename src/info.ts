// Facts about a model, for people: for an information page, a form or a log line.

import type { ModelFile, Regressor } from "./model-file/types.generated.js";

/** Facts about a model. */
export interface ModelInfo {
  readonly name: string;
  readonly description?: string;
  /** Name of the predicted quantity. */
  readonly target?: string;
  /** Unit of the prediction. */
  readonly unit?: string;
  /** ISO 8601. */
  readonly trainingDate?: string;
  readonly trainingSamples?: number;
  readonly testSamples?: number;
  /** Measured quality, by name. */
  readonly metrics: Readonly<Record<string, number>>;
  /** The scikit-learn version that exported the model. */
  readonly scikitLearnVersion: string;
  /** The regressor's class: `SVR`, `VotingRegressor`, … */
  readonly regressor: string;
  /** The kernel, if the regressor is a single SVR whose kernel is not linear. */
  readonly kernel?: string;
  /** Number of support vectors. Each one is a transformed row of the training data. */
  readonly supportVectors: number;
  /** Number of inputs of a record. */
  readonly inputs: number;
  /** Number of features, the transformed columns. */
  readonly features: number;
}

/** Collects the facts about a model. */
export function describeModel({ metadata, source, regressor: whole, inputs, feature_names_out }: ModelFile): ModelInfo {
  const regressor = whole.type === "Pipeline" ? whole.regressor : whole;
  const { library_version: scikitLearnVersion } = source;
  const { metrics = {}, training_date, training_samples, test_samples, ...described } = metadata;
  const facts = {
    ...described,
    trainingDate: training_date,
    trainingSamples: training_samples,
    testSamples: test_samples,
    metrics,
    scikitLearnVersion,
    regressor: "class" in regressor ? regressor.class : regressor.type,
    kernel: "kernel" in regressor ? regressor.kernel : undefined,
    supportVectors: countSupportVectors(regressor),
    inputs: inputs.length,
    features: feature_names_out.length,
  };
  // Leaves out the facts that the file does not have.
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined)) as unknown as ModelInfo;
}

function countSupportVectors(regressor: Regressor): number {
  if ("dual_coef" in regressor) return regressor.dual_coef.length;
  if ("regressor" in regressor) return countSupportVectors(regressor.regressor);
  if (!("estimators" in regressor)) return 0;
  const { estimators, final_estimator: final } = regressor;
  const own = final ? countSupportVectors(final) : 0;
  return estimators.reduce((sum, member) => sum + countSupportVectors(member.regressor), own);
}
