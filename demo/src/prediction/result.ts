// The prediction, in large type, and in words for a screen reader once typing pauses.

import type { Prediction } from "supportvector";
import { element } from "../dom/element.js";
import { formatPlural, formatPrediction, withUnit } from "../format.js";
import type { OpenModel } from "../model/open-model.js";

export interface Result {
  show(model: OpenModel, prediction: Prediction, warnings: number): void;
  /** Says that there is no prediction. */
  refuse(model: OpenModel, problems: readonly string[]): void;
}

const PAUSE_BEFORE_SPEAKING = 600;

/**
 * Runs the result.
 *
 * @param container what everybody sees
 * @param spoken a live region, visually hidden
 */
export function createResult(container: HTMLElement, spoken: HTMLElement): Result {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const speak = (sentence: string) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      spoken.textContent = sentence;
    }, PAUSE_BEFORE_SPEAKING);
  };
  return {
    show({ model: { targets }, unit }, prediction, warnings) {
      const values = targets.map((target) => (typeof prediction === "number" ? prediction : prediction[target]!));
      const caution = warnings === 0 ? "" : `${formatPlural(warnings, "value")} not as in training: see the form.`;
      const doubt = element("p", { class: "result-note is-warning" }, caution);
      container.replaceChildren(...targets.map((target, i) => figure(target, values[i]!, unit)), doubt);
      const sentence = targets.map((target, i) => `${target}: ${withUnit(formatPrediction(values[i]!), unit)}.`);
      speak([...sentence, caution].join(" "));
    },
    refuse({ model: { targets } }, problems) {
      const reason = problems.join(" ");
      const blanks = targets.map((target) => figure(target, undefined, ""));
      container.replaceChildren(...blanks, element("p", { class: "result-note is-error" }, reason));
      speak(`No prediction. ${reason}`);
    },
  };
}

/** A target and its number. */
function figure(target: string, value: number | undefined, unit: string): HTMLElement {
  const number = value === undefined ? "–" : element("data", { value }, formatPrediction(value));
  const large = element("p", { class: "result-number" }, number, " ", element("span", { class: "unit" }, unit));
  return element("div", { class: "result" }, element("p", { class: "result-target" }, target), large);
}
