// Variants side by side: what the outcomes of an experiment say.

import type { ServedExperiment, TargetResult, VariantResult } from "../../experiment/report.js";
import { type Html, html } from "../../html.js";
import type { Timeline } from "../../store/timelines.js";
import { formatCount, formatMeasure, formatTime } from "../format.js";
import { coordinate } from "../plots/scale.js";
import type { MonitoringState } from "../state.js";
import { addUpVersions, ofFirstTarget, totalErrors } from "../variant-timelines.js";
import { renderCard, renderHint } from "./card.js";

const COLUMNS = ["Variant", "Predictions", "Outcomes", "MAE", "Difference", "Decision"];

export function renderVariants(timelines: readonly Timeline[], state: MonitoringState): Html {
  const { experiment } = state;
  const content = experiment
    ? renderExperiment(experiment, state)
    : [renderHint(html`One model responds to all requests. Several share them with <code>--split</code>.`)];
  return renderCard("variants", "Variants side by side", [...content, ...renderShadows(timelines)]);
}

function renderExperiment({ variants, from, to }: ServedExperiment, { unit }: MonitoringState): Html[] {
  if (from === undefined) return [renderHint(html`The comparison begins when all variants have predicted.`)];
  const targets = variants[0]!.targets.map(({ target }) => target);
  const champion = variants[0]!.variant;
  return [
    html`<p class="about">Since ${formatTime(from)}, when all versions had begun${to !== undefined && `, until the promotion at ${formatTime(to)}`}. The mean absolute error (MAE)${unit !== undefined && ` in ${unit}`} minus that of ${champion}, with an interval that holds at all times: look as often as you like.</p>`,
    ...targets.flatMap((target, t) => [
      ...(targets.length > 1 ? [html`<h3>${target}</h3>`] : []),
      renderTable(variants, t),
    ]),
  ];
}

function renderTable(variants: readonly VariantResult[], t: number): Html {
  const bounds = variants.flatMap(({ targets }) => targets[t]!.comparison?.interval ?? []);
  const scale = Math.max(...bounds.map(Math.abs), 0);
  return html`<table class="variants">
<thead><tr>${COLUMNS.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${variants.map((variant) => renderVariant(variant, variant.targets[t]!, scale, variants[0]!))}
</tbody>
</table>`;
}

function renderVariant(
  { variant, served, rows }: VariantResult,
  { outcomes, mae, comparison }: TargetResult,
  scale: number,
  champion: VariantResult,
): Html {
  const cells = [formatCount(rows), formatCount(outcomes), mae === null ? "–" : formatMeasure(mae)];
  return html`<tr>
<th scope="row">${variant} <small>${served?.version ?? "not loaded"}</small></th>
${cells.map((cell, i) => html`<td data-label="${COLUMNS[i + 1]}">${cell}</td>`)}
<td data-label="${COLUMNS[4]}">${comparison ? renderInterval(comparison, scale) : "–"}</td>
<td data-label="${COLUMNS[5]}">${comparison ? renderDecision(comparison.decision, variant, champion.variant) : "reference"}</td>
</tr>`;
}

function renderInterval({ difference, interval }: NonNullable<TargetResult["comparison"]>, scale: number): Html {
  if (difference === null || interval === null) return html`too few outcomes`;
  const x = (value: number): number => coordinate(50 + (scale > 0 ? value / scale : 0) * 48);
  const [low, high] = interval;
  return html`<svg class="interval" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
<path class="mark" d="M50 0V10"/>
<path class="range" d="M${x(low)} 5H${x(high)}"/>
<path class="dot" d="M${x(difference)} 5h0"/>
</svg>
${formatMeasure(difference)} <small>(${formatMeasure(low)} to ${formatMeasure(high)})</small>`;
}

function renderDecision(decision: string, challenger: string, champion: string): string {
  if (decision === "continue") return "not yet";
  return `${decision === "challenger" ? challenger : champion} is better`;
}

/** Shadows predict for the same subjects, so they are no part of the comparison. */
function renderShadows(timelines: readonly Timeline[]): Html[] {
  const shadows = addUpVersions(ofFirstTarget(timelines)).filter(({ shadow }) => shadow);
  return shadows.map((timeline) => {
    const { rows, absolute } = totalErrors(timeline);
    const predictions = timeline.predictions.reduce((sum, count) => sum + count, 0);
    return html`<p class="about">Shadow ${timeline.name}: ${formatCount(predictions)} predictions and ${formatCount(rows)} outcomes in this time${rows > 0 && `, MAE ${formatMeasure(absolute / rows)}`}.</p>`;
  });
}
