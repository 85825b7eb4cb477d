// What the page says in place of what only a store knows.

import { type Html, html } from "../../html.js";
import { formatCount } from "../format.js";
import type { MonitoringState } from "../state.js";
import { renderCard, renderHint } from "./card.js";

export function renderUnstored({ drift }: MonitoringState): Html {
  const reports = drift?.models.flatMap(({ report }) => report ?? []) ?? [];
  const rows = reports.reduce((sum, report) => sum + report.rows, 0);
  return renderCard("traffic", "Traffic, errors and variants", [
    ...(reports.length > 0 ? [html`<p>${formatCount(rows)} predictions in the last window of drift.</p>`] : []),
    renderHint(
      html`Unknown over time, because predictions are not stored. Start the service with <code>--store predictions.db</code>, or with the option <code>store</code>.`,
    ),
  ]);
}
