// `supportvector info`.

import type { IntervalsInfo } from "../../index.js";
import type { AnyModel } from "../model.js";
import { layOut } from "./table.js";

/** Lists what a model says about itself, a fact a line. */
export function describeInfo({ info, plan, intervals }: AnyModel): string {
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
    ["intervals", intervals && describeIntervals(intervals)],
    ["plan", plan.replaceAll("\n", " | ")],
    ...Object.entries(metrics),
  ];
  return layOut(rows.flatMap(([name, fact]) => (fact === undefined ? [] : [[name, String(fact)]])));
}

/** Names the type, the method and the number of held-out rows, as far as the file has them. */
function describeIntervals({ type, method, groups }: Partial<IntervalsInfo>): string {
  const rows = Array.isArray(groups) ? groups.map((group) => group?.scores?.[0]?.length ?? 0) : [];
  return `${type}, ${method}, ${rows.reduce((sum, count) => sum + count, 0)} rows`;
}
