// `supportvector info`.

import type { AnyModel } from "../model.js";
import { layOut } from "./table.js";

/** Lists what a model says about itself, a fact a line. */
export function describeInfo({ info, plan }: AnyModel): string {
  const { metrics, ...facts } = info;
  const rows: (readonly [string, string | number | undefined])[] = [
    ["name", facts.name],
    ["description", facts.description],
    ["predicts", facts.target],
    ["unit", facts.unit],
    ["trained", facts.trainingDate],
    ["training rows", facts.trainingSamples],
    ["test rows", facts.testSamples],
    ["scikit-learn", facts.scikitLearnVersion],
    ["regressor", facts.kernel === undefined ? facts.regressor : `${facts.regressor}, kernel ${facts.kernel}`],
    ["support vectors", facts.supportVectors],
    ["inputs", facts.inputs],
    ["columns", facts.features],
    ["plan", plan.replaceAll("\n", " | ")],
    ...Object.entries(metrics),
  ];
  return layOut(rows.flatMap(([name, fact]) => (fact === undefined ? [] : [[name, String(fact)]])));
}
