// The form: a field for each input of the model, in groups.

import type { InputIssue } from "supportvector";
import { element } from "../dom/element.js";
import type { Entries, Value } from "../model/field.js";
import type { OpenModel } from "../model/open-model.js";
import { buildField, type FieldView } from "./field-view.js";
import type { InputWarning } from "./messages.js";

export interface Form {
  /** Shows the inputs of a model, filled with its example. */
  open(model: OpenModel): void;
  /** What is entered, whether the model accepts it or not. */
  read(): Entries;
  write(name: string, value: Value): void;
  /** Shows what the model says of what is entered. */
  report(issues: readonly InputIssue[], warnings: readonly InputWarning[]): void;
}

/**
 * Runs the form.
 *
 * @param container a `form` element, empty
 * @param onInput called when a value was entered
 */
export function createForm(container: HTMLFormElement, onInput: () => void): Form {
  let views: readonly FieldView[] = [];
  container.addEventListener("input", onInput);
  container.addEventListener("submit", (event) => event.preventDefault());
  return {
    open({ fields, example }) {
      views = fields.map((field, i) => buildField(field, `input-${i}`));
      for (const view of views) view.write(example[view.field.name]!);
      const groups = [...new Set(fields.map(({ group }) => group))];
      container.replaceChildren(
        ...groups.map((group) => {
          const members = views.filter(({ field }) => field.group === group).sort(switchesLast);
          const legend = element("legend", {}, group);
          const grid = element("div", { class: "fields" }, ...members.map((view) => view.element));
          return element("fieldset", {}, legend, grid);
        }),
      );
    },
    read: () => Object.fromEntries(views.map(({ field, read }) => [field.name, read()])),
    write(name, value) {
      views.find(({ field }) => field.name === name)?.write(value);
      onInput();
    },
    report(issues, warnings) {
      for (const { field, report } of views) {
        const concerns = ({ input }: { readonly input?: string }) => input === field.name;
        report(issues.find(concerns), warnings.find(concerns));
      }
    },
  };
}

/** Switches are low: they stand together, behind the others. */
function switchesLast(a: FieldView, b: FieldView): number {
  return Number(a.field.control.kind === "switch") - Number(b.field.control.kind === "switch");
}
