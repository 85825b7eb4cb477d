// The state of monitoring as a page: plain HTML and one style sheet. It works without scripts, and
// the strictest Content-Security-Policy allows it. Readers refresh it themselves, because a page
// that does so by itself interrupts a screen reader.

import { type Html, html } from "../html.js";
import { driftLevel } from "./drift-level.js";
import { formatCount, formatMeasure, formatTime } from "./format.js";
import { renderDrift } from "./sections/drift.js";
import { renderErrors } from "./sections/errors.js";
import { renderTraffic } from "./sections/traffic.js";
import { renderUnstored } from "./sections/unstored.js";
import { renderVariants } from "./sections/variants.js";
import type { MonitoringState } from "./state.js";
import { addUpVersions, ofFirstTarget, totalErrors } from "./variant-timelines.js";

/** Times to choose from. */
const RANGES: readonly (readonly [hours: number, name: string])[] = [
  [3, "3 hours"],
  [24, "24 hours"],
  [168, "7 days"],
  [720, "30 days"],
  [2160, "90 days"],
  [8760, "1 year"],
];

/** Returns the page. */
export function renderPage(state: MonitoringState): string {
  const { name = "supportvector", time, hours, timelines } = state;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Monitoring: ${name}</title>
<link rel="stylesheet" href="monitoring/style.css">
</head>
<body>
<header>
<p class="brand">Monitoring</p>
<h1>${name}</h1>
<p class="about">As of ${formatTime(time)}. All times are in UTC. <a href="?hours=${hours}">Refresh</a> · <a href="monitoring.json?hours=${hours}">JSON</a> · <a href="docs">API</a></p>
<nav aria-label="Time">
<ul class="ranges">
${RANGES.map(([value, label]) => html`<li><a href="?hours=${value}"${value === hours && html` aria-current="page"`}>${label}</a></li>`)}
</ul>
</nav>
</header>
<main>
${renderFigures(state)}
${timelines ? [renderTraffic(timelines, state), renderErrors(timelines, state), renderVariants(timelines, state)] : renderUnstored(state)}
${renderDrift(state)}
</main>
</body>
</html>
`.text;
}

/** Returns the four numbers at the top. */
function renderFigures({ timelines, drift, unit }: MonitoringState): Html {
  const responding = timelines && addUpVersions(ofFirstTarget(timelines)).filter(({ shadow }) => !shadow);
  const predictions = responding?.flatMap((timeline) => timeline.predictions).reduce((sum, count) => sum + count, 0);
  const errors = responding && totalErrors({ errors: responding.flatMap((timeline) => timeline.errors) });
  const variables = drift?.models.flatMap(({ report }) => [...(report?.inputs ?? []), ...(report?.predictions ?? [])]);
  const drifted = variables?.filter((variable) => driftLevel(variable) === "large").length;
  const figures = [
    ["Predictions", predictions === undefined ? undefined : formatCount(predictions)],
    ["Outcomes", errors && formatCount(errors.rows)],
    [
      `MAE${unit === undefined ? "" : ` in ${unit}`}`,
      errors && errors.rows > 0 && formatMeasure(errors.absolute / errors.rows),
    ],
    ["Large drift", variables && variables.length > 0 && `${drifted} of ${variables.length}`],
  ] as const;
  return html`<dl class="figures">
${figures.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value || "–"}</dd></div>`)}
</dl>`;
}
