// The rows that were not scored, and why.

import { element } from "../dom/element.js";
import { formatCount, formatPlural } from "../format.js";
import type { Scored } from "./messages.js";

/** A table of the first rejects. */
export function buildRejectsTable({ rejects, rejectedRows }: Scored): HTMLElement {
  const shown = new Set(rejects.map(({ row }) => row)).size;
  const rest = rejectedRows > shown ? `, the first ${formatCount(shown)}` : "";
  const caption = `Rejected: ${formatPlural(rejectedRows, "row")}${rest}. Row 1 is the first below the header.`;
  const headings = ["Row", "Column", "Reason"].map((name) => element("th", { scope: "col" }, name));
  const lines = rejects.map(({ row, column, reason }) =>
    element("tr", {}, ...[formatCount(row), column, reason].map((cell) => element("td", {}, cell))),
  );
  const table = element(
    "table",
    {},
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...headings)),
    element("tbody", {}, ...lines),
  );
  // Focusable, so that the keyboard can scroll it.
  return element("div", { class: "table", tabindex: 0, role: "region", "aria-label": "Rejected rows" }, table);
}
