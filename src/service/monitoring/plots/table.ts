// The numbers of a figure as a table, for those who do not see it or want them exactly.

import { type Html, html } from "../../html.js";

/**
 * Returns a table that opens on demand.
 *
 * @param rows begin with their headings
 */
export function renderTable(caption: string, columns: readonly string[], rows: readonly (readonly string[])[]): Html {
  return html`<details>
<summary>${caption}</summary>
<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
<table>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${rows.map(([heading, ...cells]) => html`<tr><th scope="row">${heading}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}
</tbody>
</table>
</div>
</details>`;
}
