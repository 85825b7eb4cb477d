// Made-up records: inputs drawn for themselves, and people and months that recur.

import { makeNormal } from "./random.js";

/**
 * @param records "recurring" like a company's, "apart": every input drawn for itself, or "fresh":
 * the same, with quantities that never recur
 * @returns {() => number[]} the inputs of a record, in the order of the file
 */
export function makeDraw({ inputs }, records, random) {
  const normal = makeNormal(random);
  const drawEach = records === "fresh" ? drawFreshInput : drawInput;
  const draw = () => inputs.map((input) => drawEach(input, random, normal));
  return records === "recurring" ? recur({ inputs }, draw, random) : draw;
}

/** Made-up values within the training ranges. */
export function drawInput({ kind, range, categories }, random, normal) {
  if (kind === "category") return categories[Math.floor(random() * categories.length)];
  if (!range) return 10 + 3 * normal();
  return Math.round(range[0] + random() * (range[1] - range[0]));
}

/** The same, but quantities are not rounded, so none of them ever recurs. */
function drawFreshInput(input, random, normal) {
  if (input.kind === "category" || !input.range) return drawInput(input, random, normal);
  const [low, high] = input.range;
  return low + random() * (high - low);
}

/** As many as the data set has of each. */
const PEOPLE = 36;
const MONTHS = 38;
/** What changes from one absence to the next, and from month to month. All else is the person's. */
const OF_THE_DAY = ["Reason for absence", "Day of the week", "Disciplinary failure"];
const OF_THE_MONTH = ["Month of absence", "Seasons", "Work load Average/day", "Hit target"];

/** @returns what recurs together with an input: "day" (nothing), "month" or "person" */
export function recursWith(name) {
  return OF_THE_DAY.includes(name) ? "day" : OF_THE_MONTH.includes(name) ? "month" : "person";
}

/**
 * Records like a company's: made-up people in made-up months, each with the same values whenever
 * they come again.
 */
export function recur({ inputs }, draw, random) {
  const people = Array.from({ length: PEOPLE }, draw);
  const months = Array.from({ length: MONTHS }, draw);
  const pick = (list) => list[Math.floor(random() * list.length)];
  return () => {
    const values = { day: draw(), month: pick(months), person: pick(people) };
    return inputs.map(({ name }, i) => values[recursWith(name)][i]);
  };
}
