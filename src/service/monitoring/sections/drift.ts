// Drift: how far the inputs and predictions of the last window are from the training data.

import type { InputDrift, PredictionDrift } from "../../../monitoring/index.js";
import type { WatchedModel } from "../../drift/drift-watch.js";
import { type Html, html } from "../../html.js";
import { driftLevel, LARGE_PSI, MODERATE_PSI } from "../drift-level.js";
import { formatCount, formatLength, formatPsi, formatPValue, formatShare, formatTime } from "../format.js";
import { coordinate } from "../plots/scale.js";
import type { DriftState, MonitoringState } from "../state.js";
import { renderCard, renderHint } from "./card.js";

/** The PSI at the end of the scale. Larger ones are drawn as this. */
const SCALE = 0.5;

export function renderDrift({ drift, time }: MonitoringState): Html {
  if (!drift) {
    const hint = html`Not watched. Start the service with <code>--drift-window 86400</code>, or with the option <code>driftWindow</code>.`;
    return renderCard("drift", "Drift", [renderHint(hint)]);
  }
  return renderCard(
    "drift",
    "Drift",
    drift.models.flatMap((model) => renderModel(model, drift, time)),
  );
}

function renderModel({ served, report }: WatchedModel, drift: DriftState, time: number): Html[] {
  const { window, ended, models } = drift;
  const heading = models.length > 1 ? [html`<h3>${served.variant ?? served.name}</h3>`] : [];
  if (!report || ended === undefined) {
    const hint = served.model.reference
      ? html`No window has ended yet. This one ends on ${formatTime((Math.floor(time / window) + 1) * window)}.`
      : html`The model file has no <code>reference</code>. A newer exporter writes it.`;
    return [...heading, renderHint(hint)];
  }
  const { rows, inputs, predictions } = report;
  const sorted = [...inputs].sort((a, b) => psiOf(b) - psiOf(a));
  return [
    ...heading,
    html`<p class="about">${formatCount(rows)} predictions in the ${formatLength(window)} until ${formatTime(ended)}, compared with the training data by the population stability index (PSI). The marks are at ${MODERATE_PSI} and ${LARGE_PSI}.</p>`,
    html`<ul class="drift">${[...sorted, ...predictions].map(renderVariable)}</ul>`,
  ];
}

function renderVariable(variable: InputDrift | PredictionDrift): Html {
  const { name, drift } = variable;
  const level = driftLevel(variable);
  const psi = psiOf(variable);
  const place = (value: number): number => coordinate((Math.min(value, SCALE) / SCALE) * 100);
  const kind = "missingRate" in variable ? undefined : html` <small>predicted</small>`;
  return html`<li>
<p class="name">${name}${kind}</p>
<p class="level ${level}">${LEVELS[level]}</p>
<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
<path class="track" d="M0 5H100"/>
<path class="psi ${level}" d="M0 5H${place(psi)}"/>
<path class="mark" d="M${place(MODERATE_PSI)} 0V10M${place(LARGE_PSI)} 0V10"/>
</svg>
<p class="facts">${[...(drift === "too few" ? [] : [`PSI ${formatPsi(psi)}`, `adjusted p ${formatPValue(drift.adjustedPValue)}`]), ...describeRows(variable)].join(" · ")}</p>
</li>`;
}

const LEVELS: Readonly<Record<ReturnType<typeof driftLevel>, string>> = {
  unknown: "too few values",
  stable: "stable",
  moderate: "moderate",
  large: "large",
};

function describeRows(variable: InputDrift | PredictionDrift): string[] {
  const { rows, drift, invalid } = variable;
  const counted = (count: number, what: string): string[] => (count > 0 ? [`${formatCount(count)} ${what}`] : []);
  const few = drift === "too few" ? [`${formatCount(rows)} values`] : [];
  if (!("missingRate" in variable)) return [...few, ...counted(invalid, "invalid")];
  const { missingRate, referenceMissingRate, unknown, outOfRange } = variable;
  const missing =
    missingRate === "too few" || (missingRate === 0 && referenceMissingRate === 0)
      ? []
      : [`missing ${formatShare(missingRate)}, in training ${formatShare(referenceMissingRate)}`];
  return [
    ...few,
    ...missing,
    ...counted(unknown, "unknown"),
    ...counted(outOfRange, "out of range"),
    ...counted(invalid, "invalid"),
  ];
}

function psiOf({ drift }: PredictionDrift): number {
  return drift === "too few" ? 0 : drift.psi;
}
