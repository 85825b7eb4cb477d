// A CSV to try the page with: made-up rows of a model's inputs, some of which it rejects.

import type { InputInfo } from "supportvector";

/** Every so many rows, one lacks the value of its first input. */
const ROWS_PER_EMPTY_FIELD = 9_973;

/** Makes up rows, the same every time. */
export function makeExampleCsv(inputs: readonly InputInfo[], rowCount: number): string {
  const random = createRandom();
  const lines = [inputs.map(({ name }) => `"${name.replaceAll('"', '""')}"`).join()];
  for (let row = 1; row <= rowCount; row++) {
    const cells = inputs.map((input) => makeCell(input, random()));
    if (row % ROWS_PER_EMPTY_FIELD === 0) cells[0] = "";
    lines.push(cells.join());
  }
  return lines.join("\n");
}

function makeCell(input: InputInfo, random: number): string {
  if (input.kind === "category") {
    const category = input.categories[Math.floor(random * input.categories.length)]!;
    return typeof category === "number" ? String(category) : `"${category.replaceAll('"', '""')}"`;
  }
  const [low = 0, high = 1] = input.range ?? [];
  const whole = Number.isInteger(low) && Number.isInteger(high);
  return whole ? String(low + Math.floor(random * (high - low + 1))) : (low + random * (high - low)).toFixed(3);
}

/** Numbers from 0 to 1, by a linear congruential generator. */
function createRandom(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
