// Stacked bars: one for each span of time, with a part for each series.

import { type Html, html } from "../../html.js";
import type { Spans } from "../../store/messages.js";
import { formatCount, formatSpan } from "../format.js";
import { HEIGHT, keyOf, renderFrame, SPAN_WIDTH } from "./frame.js";
import { coordinate, roundMaximum } from "./scale.js";

const GAP = 1.5;

/** Numbers of a series, one for each span. */
export interface CountedSeries {
  readonly name: string;
  readonly counts: readonly number[];
}

/** Returns the plot. */
export function renderBars(
  series: readonly CountedSeries[],
  spans: Spans,
  { label, small = false }: { readonly label: string; readonly small?: boolean },
): Html {
  const { from, length, count } = spans;
  const stacks = Array.from({ length: count }, (_, span) => series.reduce((sum, { counts }) => sum + counts[span]!, 0));
  const max = roundMaximum(stacks);
  const content: Html[] = [];
  for (let span = 0; span < count; span++) {
    let top = HEIGHT;
    for (const [i, { name, counts }] of series.entries()) {
      const value = counts[span]!;
      if (value === 0) continue;
      const height = (value / max) * HEIGHT;
      top -= height;
      const title = `${formatSpan(from + span * length, length)}: ${formatCount(value)} ${name}`;
      content.push(
        html`<rect class="${keyOf(i)}" x="${span * SPAN_WIDTH + GAP / 2}" y="${coordinate(top)}" width="${SPAN_WIDTH - GAP}" height="${coordinate(height)}"><title>${title}</title></rect>`,
      );
    }
  }
  return renderFrame({ spans, max, label, content, small });
}
