// Errors over time: the mean absolute error of each variant, and how many outcomes it is of.

import { type Html, html } from "../../html.js";
import type { Timeline } from "../../store/timelines.js";
import { formatCount, formatLength, formatMeasure, formatSpan } from "../format.js";
import { renderBars } from "../plots/bars.js";
import { renderLegend, renderTimes } from "../plots/frame.js";
import { renderLines } from "../plots/lines.js";
import { renderTable } from "../plots/table.js";
import type { MonitoringState } from "../state.js";
import { addUpVersions, totalErrors, type VariantTimeline } from "../variant-timelines.js";
import { renderCard, renderHint } from "./card.js";

export function renderErrors(timelines: readonly Timeline[], state: MonitoringState): Html {
  const known = addUpVersions(timelines).filter((each) => totalErrors(each).rows > 0);
  const targets = [...new Set(known.map(({ target }) => target))];
  if (targets.length === 0) {
    const hint = html`No outcomes of predictions in this time. Send what came true to <code>POST /feedback</code>.`;
    return renderCard("errors", "Errors over time", [renderHint(hint)]);
  }
  const figures = targets.flatMap((target) =>
    renderTarget(
      target,
      known.filter((each) => each.target === target),
      state,
    ),
  );
  return renderCard("errors", "Errors over time", figures);
}

function renderTarget(
  target: string,
  known: readonly VariantTimeline[],
  { spans, unit, heldOut }: MonitoringState,
): Html[] {
  const { from, length } = spans;
  const names = known.map(({ name, shadow }) => (shadow ? `${name} (shadow)` : name));
  const means = known.map(({ errors }, i) => ({
    name: names[i]!,
    values: errors.map(({ rows, absolute }) => (rows > 0 ? absolute / rows : undefined)),
  }));
  const counts = known.map(({ errors }, i) => ({ name: names[i]!, counts: errors.map(({ rows }) => rows) }));
  const totals = known.map(totalErrors);
  const said = totals.map(({ rows, absolute }, i) => `${names[i]} ${formatMeasure(absolute / rows)}`).join(", ");
  const level = heldOut.get(target);
  const rows =
    spans.count === 0
      ? []
      : means[0]!.values.map((_, span) => [
          formatSpan(from + span * length, length),
          ...means.flatMap(({ values }, i) => {
            const value = values[span];
            return [value === undefined ? "" : formatMeasure(value), formatCount(counts[i]!.counts[span]!)];
          }),
        ]);
  return [
    html`<h3>${target}</h3>`,
    html`<p class="about">Mean absolute error${unit !== undefined && ` in ${unit}`}, by the time of the prediction. Below it, the number of outcomes.${
      level !== undefined && html` The dashed line is the error on held-out rows, ${formatMeasure(level)}.`
    }</p>`,
    html`<figure>
${renderLegend(names)}
${renderLines(means, spans, { label: `Mean absolute error by time. On the whole: ${said}.`, level })}
${renderBars(counts, spans, { label: `Outcomes by time: ${totals.map(({ rows }, i) => `${names[i]} ${formatCount(rows)}`).join(", ")}.`, small: true })}
${renderTimes(spans)}
</figure>`,
    renderTable(
      `Errors of ${target} in numbers, in spans of ${formatLength(length)}`,
      ["From (UTC)", ...names.flatMap((name) => [`${name}, MAE`, `${name}, outcomes`])],
      rows,
    ),
  ];
}
