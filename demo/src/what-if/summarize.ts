// A sweep in words, for those who do not see the curve, and for those who do.

import { formatPrediction, formatValue, withUnit } from "../format.js";
import type { Field } from "../model/field.js";
import type { OpenModel } from "../model/open-model.js";
import type { Sweep } from "./sweep.js";

/** The lowest and the highest prediction, and where they are. */
export function summarize(
  { model: { targets }, unit }: OpenModel,
  field: Field,
  { values, predictions }: Sweep,
): string {
  const sentences = predictions.map((line, target) => {
    const ends = findEnds(line);
    if (!ends) return "No prediction: the form says what is missing.";
    const [low, high] = ends;
    const [lowest, highest] = [low, high].map((i) => withUnit(formatPrediction(line[i]!), unit));
    const subject = targets.length === 1 ? "Prediction" : targets[target];
    if (lowest === highest) return `${subject}: ${lowest} all along.`;
    const [there, elsewhere] = [low, high].map((i) => formatValue(field, values[i]!));
    return `${subject}: lowest ${lowest} at ${there}, highest ${highest} at ${elsewhere}.`;
  });
  return [...new Set(sentences)].join(" ");
}

/** Where a line is lowest and where it is highest. Undefined where the model refuses everything. */
function findEnds(line: Float64Array): [number, number] | undefined {
  let low = -1;
  let high = -1;
  line.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    if (low < 0 || value < line[low]!) low = i;
    if (high < 0 || value > line[high]!) high = i;
  });
  return low < 0 ? undefined : [low, high];
}
