// Traffic: predictions over time, by variant.

import { type Html, html } from "../../html.js";
import type { Timeline } from "../../store/timelines.js";
import { formatCount, formatLength, formatSpan } from "../format.js";
import { renderBars } from "../plots/bars.js";
import { renderLegend, renderTimes } from "../plots/frame.js";
import { renderTable } from "../plots/table.js";
import type { MonitoringState } from "../state.js";
import { addUpVersions, ofFirstTarget } from "../variant-timelines.js";
import { renderCard, renderHint } from "./card.js";

export function renderTraffic(timelines: readonly Timeline[], { spans }: MonitoringState): Html {
  const responding = addUpVersions(ofFirstTarget(timelines)).filter(({ shadow }) => !shadow);
  const series = responding.map(({ name, predictions }) => ({ name, counts: predictions }));
  const sum = series.flatMap(({ counts }) => counts).reduce((one, other) => one + other, 0);
  if (sum === 0) return renderCard("traffic", "Traffic", [renderHint(html`No predictions in this time.`)]);
  const { from, length, count } = spans;
  const label = `Predictions by time: ${formatCount(sum)} in all, at most ${formatCount(most(series.map(({ counts }) => counts)))} in ${formatLength(length)}.`;
  const rows = Array.from({ length: count }, (_, span) => [
    formatSpan(from + span * length, length),
    ...series.map(({ counts }) => formatCount(counts[span]!)),
  ]);
  return renderCard("traffic", "Traffic", [
    html`<p class="about">Predictions in each span of ${formatLength(length)}.</p>`,
    html`<figure>
${renderLegend(series.map(({ name }) => name))}
${renderBars(series, spans, { label })}
${renderTimes(spans)}
</figure>`,
    renderTable("Traffic in numbers", ["From (UTC)", ...series.map(({ name }) => name)], rows),
  ]);
}

/** Returns the largest sum of all series in one span. */
function most(series: readonly (readonly number[])[]): number {
  const sums = series[0]!.map((_, span) => series.reduce((sum, counts) => sum + counts[span]!, 0));
  return Math.max(...sums);
}
