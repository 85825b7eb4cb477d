// The frame of a plot over time. Plots stretch to the width of the page. Labels are HTML around
// them, so that text has its size on any screen.

import { type Html, html } from "../../html.js";
import type { Spans } from "../../store/messages.js";
import { formatSpan, formatTick } from "../format.js";
import { endOf } from "../time-range.js";

/** Height of a plot, in its own unit. Its width is 10 for each span. */
export const HEIGHT = 100;
export const SPAN_WIDTH = 10;

/** A plot and what it shows. */
interface Framed {
  readonly spans: Spans;
  /** The end of the scale, which begins at 0. */
  readonly max: number;
  /** What the plot shows, for those who do not see it. */
  readonly label: string;
  /** The elements of the plot. */
  readonly content: readonly Html[];
  /** Whether the plot is a small one below another. */
  readonly small?: boolean;
}

/** Returns a plot with its scale. */
export function renderFrame({ spans, max, label, content, small = false }: Framed): Html {
  const width = spans.count * SPAN_WIDTH;
  const ticks = small ? [max] : [max, max / 2, 0];
  return html`<div class="frame${small && " small"}">
<ul class="scale" aria-hidden="true">${ticks.map((tick) => html`<li>${formatTick(tick)}</li>`)}</ul>
<svg viewBox="0 0 ${width} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}">
<path class="grid" d="M0 0H${width}M0 ${HEIGHT / 2}H${width}M0 ${HEIGHT}H${width}"/>
${content}
</svg>
</div>`;
}

/** Returns the labels below the plots of a figure. */
export function renderTimes({ from, length, count }: Spans): Html {
  const times = [from, from + Math.floor(count / 2) * length];
  return html`<ul class="times" aria-hidden="true">
${times.map((time) => html`<li>${formatSpan(time, length)}</li>`)}
<li>${formatSpan(endOf({ from, length, count }), length)}</li>
</ul>`;
}

/** Returns the names of what a plot shows, if it is more than one. */
export function renderLegend(names: readonly string[]): Html | undefined {
  return names.length > 1
    ? html`<ul class="legend">${names.map((name, i) => html`<li class="${keyOf(i)}">${name}</li>`)}</ul>`
    : undefined;
}

/** Returns the class with the colour of the i-th series. */
export function keyOf(i: number): string {
  return `key-${(i % 4) + 1}`;
}
