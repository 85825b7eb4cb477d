// The controls that an input is entered with. Each is native, so that keyboards, screen readers and
// phones know what to do with it.

import { element } from "../dom/element.js";
import type { Control, Option, Value } from "../model/field.js";

/**
 * What stands in a control: `null` where it is empty. What cannot be read is text, which the model
 * refuses.
 */
type Entry = Value | null;

export interface BuiltControl {
  readonly element: HTMLElement;
  /** The part that a label names and messages describe. Fires `input`. */
  readonly input: HTMLInputElement | HTMLSelectElement;
  read(): Entry;
  write(entry: Entry): void;
}

/**
 * Builds the control of a field.
 *
 * @param id of the part that a label names
 */
export function buildControl(control: Control, id: string, missing: boolean): BuiltControl {
  if (control.kind === "choice") return buildChoice(control.options, id, missing);
  if (control.kind === "switch") return buildSwitch(id);
  return buildQuantity(control, id);
}

/** Options are chosen by position: a value may be a number or a string. */
function buildChoice(options: readonly Option[], id: string, missing: boolean): BuiltControl {
  const select = element("select", { id });
  select.append(...options.map(({ label }, i) => element("option", { value: i }, label)));
  if (missing) select.append(element("option", { value: -1 }, "(missing)"));
  return {
    element: select,
    input: select,
    read: () => options[Number(select.value)]?.value ?? null,
    write: (entry) => {
      select.value = String(options.findIndex(({ value }) => value === entry));
    },
  };
}

function buildSwitch(id: string): BuiltControl {
  const input = element("input", { id, type: "checkbox", role: "switch" });
  return {
    element: input,
    input,
    read: () => Number(input.checked),
    write: (entry) => {
      input.checked = entry === 1;
    },
  };
}

/**
 * A number, and a slider along its range for the pointer: keyboards and screen readers have the
 * number's own arrow keys.
 */
function buildQuantity({ range, step }: Control & { kind: "quantity" }, id: string): BuiltControl {
  const input = element("input", { id, type: "number", step: "any", inputmode: "decimal", autocomplete: "off" });
  const whole = element("div", { class: "quantity" }, input);
  // Firefox's valueAsNumber is off in the last digit.
  const read = () => (input.value === "" ? (input.validity.badInput ? "" : null) : Number(input.value));
  if (!range)
    return { element: whole, input, read, write: (entry) => (input.value = entry === null ? "" : String(entry)) };

  const [min, max] = range;
  const slider = element("input", { type: "range", min, max, step, tabindex: -1, "aria-hidden": "true" });
  whole.append(slider);
  input.addEventListener("input", () => {
    if (input.value !== "") slider.value = input.value;
  });
  slider.addEventListener("input", () => {
    input.value = slider.value;
  });
  return {
    element: whole,
    input,
    read,
    write: (entry) => {
      input.value = entry === null ? "" : String(entry);
      slider.value = input.value;
    },
  };
}
