// A uPlot chart in the page's colours, as wide as its place.

import uPlot from "uplot";

/** A colour of the style sheet, in the present colour scheme. */
export const color = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

export interface Chart {
  readonly plot: uPlot;
  destroy(): void;
}

const HEIGHT = 250;

/** Draws a chart. Draws it again when its place or the colour scheme changes. */
export function createChart(
  place: HTMLElement,
  options: Omit<uPlot.Options, "width" | "height">,
  data: uPlot.AlignedData,
): Chart {
  const size = () => ({ width: Math.max(place.clientWidth, 1), height: HEIGHT });
  const plot = new uPlot({ ...options, ...size(), legend: { show: false } }, data, place);
  const resized = new ResizeObserver(() => plot.setSize(size()));
  resized.observe(place);
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const redraw = () => plot.redraw();
  scheme.addEventListener("change", redraw);
  return {
    plot,
    destroy() {
      resized.disconnect();
      scheme.removeEventListener("change", redraw);
      plot.destroy();
    },
  };
}

/** An axis with a label, in the page's type. */
export function axis(label: string, more: uPlot.Axis = {}): uPlot.Axis {
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  return {
    label,
    font,
    labelFont: font,
    labelSize: 20,
    labelGap: 0,
    size: 34,
    stroke: () => color("muted"),
    grid: { stroke: () => color("line"), width: 1 },
    ticks: { stroke: () => color("line"), width: 1, size: 5 },
    ...more,
  };
}
