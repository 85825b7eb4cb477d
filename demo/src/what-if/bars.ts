// The prediction for each category, as bars. Each is a button that takes its category.

import { element } from "../dom/element.js";
import { formatPrediction, formatValue, withUnit } from "../format.js";
import type { Field, Value } from "../model/field.js";
import type { OpenModel } from "../model/open-model.js";
import type { WhatIfView } from "./view.js";

interface Bar {
  readonly button: HTMLButtonElement;
  readonly lengths: readonly HTMLElement[];
  readonly number: HTMLElement;
}

/**
 * Draws the bars of a choice or a switch.
 *
 * @param onPick called with a category that was chosen
 */
export function createBars(
  place: HTMLElement,
  { model: { targets }, unit }: OpenModel,
  field: Field,
  onPick: (value: Value) => void,
): WhatIfView {
  const list = element("ol", { class: "bars" });
  place.append(list);
  let bars = new Map<Value, Bar>();

  /** Buttons stay the same while their categories do, so that the focus stays where it is. */
  const build = (values: readonly Value[]) => {
    if (values.length === bars.size && values.every((value) => bars.has(value))) return;
    bars = new Map(
      values.map((value) => [value, buildBar(formatValue(field, value), targets.length, () => onPick(value))]),
    );
    list.replaceChildren(...[...bars.values()].map(({ button }) => element("li", {}, button)));
  };
  return {
    show({ values, predictions }, present) {
      build(values);
      const all = predictions.flatMap((line) => [...line]).filter((value) => !Number.isNaN(value));
      const low = Math.min(0, ...all);
      const width = Math.max(0, ...all) - low || 1;
      values.forEach((value, i) => {
        const { button, lengths, number } = bars.get(value)!;
        const numbers = predictions.map((line) => line[i]!);
        lengths.forEach((length, target) => {
          const end = Number.isNaN(numbers[target]!) ? 0 : numbers[target]!;
          length.style.left = `${((Math.min(end, 0) - low) / width) * 100}%`;
          length.style.width = `${(Math.abs(end) / width) * 100}%`;
        });
        number.textContent = withUnit(numbers.map(wordNumber).join(" · "), unit);
        button.setAttribute("aria-pressed", String(present?.value === value));
      });
    },
    destroy: () => list.remove(),
  };
}

const wordNumber = (value: number): string => (Number.isNaN(value) ? "refused" : formatPrediction(value));

function buildBar(name: string, targetCount: number, onPick: () => void): Bar {
  const lengths = Array.from({ length: targetCount }, () => element("span", { class: "bar-length" }));
  const number = element("span", { class: "bar-number" });
  const track = element("span", { class: "bar-track" }, ...lengths);
  const button = element("button", { type: "button" }, element("span", { class: "bar-name" }, name), number, track);
  button.addEventListener("click", onPick);
  return { button, lengths, number };
}
