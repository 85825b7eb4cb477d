// Lines over time. A line is broken where a span has no value.

import { type Html, html } from "../../html.js";
import type { Spans } from "../../store/messages.js";
import { formatMeasure, formatSpan } from "../format.js";
import { HEIGHT, keyOf, renderFrame, SPAN_WIDTH } from "./frame.js";
import { coordinate, roundMaximum } from "./scale.js";

/** Values of a series, one for each span. Undefined where there is none. */
export interface MeasuredSeries {
  readonly name: string;
  readonly values: readonly (number | undefined)[];
}

/**
 * Returns the plot.
 *
 * @param level a value that is drawn across the plot, if there is any
 */
export function renderLines(
  series: readonly MeasuredSeries[],
  spans: Spans,
  { label, level }: { readonly label: string; readonly level: number | undefined },
): Html {
  const { from, length, count } = spans;
  const max = roundMaximum([...series.flatMap(({ values }) => values.map((value) => value ?? 0)), level ?? 0]);
  const y = (value: number): number => coordinate(HEIGHT - (value / max) * HEIGHT);
  const across = level === undefined ? [] : [html`<path class="held-out" d="M0 ${y(level)}H${count * SPAN_WIDTH}"/>`];
  const lines = series.map(({ name, values }, i) => {
    const points = values.flatMap((value, span) =>
      value === undefined ? [] : [{ span, value, x: (span + 0.5) * SPAN_WIDTH, y: y(value) }],
    );
    const path = points.map(({ x, y, span }) => `${values[span - 1] === undefined ? "M" : "L"}${x} ${y}`).join("");
    return html`<path class="line ${keyOf(i)}" d="${path}"/>
${points.map(({ x, y, span, value }) => {
  const title = `${formatSpan(from + span * length, length)}: ${formatMeasure(value)} ${name}`;
  return html`<path class="dot ${keyOf(i)}" d="M${x} ${y}h0"><title>${title}</title></path>`;
})}`;
  });
  return renderFrame({ spans, max, label, content: [...across, ...lines] });
}
