// One field of the form: label, control, hint, and what the model says of the value.

import type { InputIssue } from "supportvector";
import { element } from "../dom/element.js";
import { formatNumber } from "../format.js";
import type { Field } from "../model/field.js";
import { type BuiltControl, buildControl } from "./controls.js";
import { type InputWarning, wordIssue, wordWarning } from "./messages.js";

export interface FieldView extends Pick<BuiltControl, "read" | "write"> {
  readonly field: Field;
  readonly element: HTMLElement;
  /** Shows the first issue, else the warning, else nothing. */
  report(issue: InputIssue | undefined, warning: InputWarning | undefined): void;
}

/**
 * Builds a field.
 *
 * @param id unique in the page
 */
export function buildField(field: Field, id: string): FieldView {
  const { label, unit, control, missing } = field;
  const built = buildControl(control, id, missing);
  const hint = element("p", { class: "hint", id: `${id}-hint` }, hintOf(field));
  const message = element("p", { class: "message", id: `${id}-message` });
  built.input.setAttribute("aria-describedby", `${hint.id} ${message.id}`);
  const name = element("label", { for: id }, label, ...(unit ? [" ", element("span", { class: "unit" }, unit)] : []));
  const whole = element(
    "div",
    { class: `field is-${control.kind}${needsRoom(field) ? " is-wide" : ""}` },
    name,
    built.element,
    hint,
    message,
  );
  whole.dataset["input"] = field.name;
  return {
    field,
    element: whole,
    read: built.read,
    write: built.write,
    report(issue, warning) {
      built.input.setAttribute("aria-invalid", String(issue !== undefined));
      whole.classList.toggle("has-error", issue !== undefined);
      whole.classList.toggle("has-warning", issue === undefined && warning !== undefined);
      message.textContent = issue ? wordIssue(issue) : warning ? wordWarning(warning, field) : "";
    },
  };
}

const CHARACTERS_IN_A_COLUMN = 24;

const needsRoom = ({ control }: Field): boolean =>
  control.kind === "choice" && control.options.some((option) => option.label.length > CHARACTERS_IN_A_COLUMN);

function hintOf({ control, note, missing }: Field): string {
  const range = control.kind === "quantity" ? control.range : undefined;
  const seen = range ? `${formatNumber(range[0])} to ${formatNumber(range[1])} in training.` : "";
  return [seen, missing ? "May be left empty." : "", note ?? ""].filter(Boolean).join(" ");
}
