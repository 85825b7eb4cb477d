// A part of the page, with its heading.

import { type Html, html } from "../../html.js";

/** Returns a part of the page. The id is that of its heading. */
export function renderCard(id: string, heading: string, content: readonly Html[]): Html {
  return html`<section class="card" aria-labelledby="${id}">
<h2 id="${id}">${heading}</h2>
${content}
</section>`;
}

/** Returns what the page says in place of a figure. */
export function renderHint(text: Html): Html {
  return html`<p class="hint">${text}</p>`;
}
