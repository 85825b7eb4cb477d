// The prediction along a quantity, as a curve. The present value is marked on it. A click takes the
// value there.

import type uPlot from "uplot";
import { axis, type Chart, color, createChart } from "../charts/chart.js";
import { element } from "../dom/element.js";
import { nameWithUnit } from "../format.js";
import type { Field } from "../model/field.js";
import type { OpenModel } from "../model/open-model.js";
import type { Sweep } from "./sweep.js";
import type { Present, WhatIfView } from "./view.js";

const LINES = ["accent", "second", "third"];

/**
 * Draws the curve of a quantity.
 *
 * @param onPick called with a value that was clicked at
 * @param onPoint called with the position of the point under the pointer, undefined where there is
 * none
 */
export function createCurve(
  place: HTMLElement,
  { model: { targets }, unit }: OpenModel,
  field: Field & { control: { kind: "quantity" } },
  onPick: (value: number) => void,
  onPoint: (position: number | undefined) => void,
): WhatIfView {
  const figure = element("div", { class: "curve", role: "img", "aria-label": `Prediction along ${field.label}` });
  place.append(figure);
  const markers = targets.map(() => element("span", { class: "marker" }));
  const line = element("span", { class: "marker-line" });
  let present: (Present & { readonly value: number }) | undefined;

  /** Puts the markers where the present value is, once the scales are known. */
  const mark = (plot: uPlot) => {
    for (const part of [line, ...markers]) part.hidden = present === undefined;
    if (!present) return;
    const left = `${plot.valToPos(present.value, "x")}px`;
    line.style.left = left;
    markers.forEach((marker, i) => {
      marker.style.left = left;
      marker.style.top = `${plot.valToPos(present!.predictions[i]!, "y")}px`;
    });
  };
  const options: Omit<uPlot.Options, "width" | "height"> = {
    scales: {
      x: { time: false, range: (_, low, high) => [low, high] },
      y: { range: (_, low, high) => padded(low, high) },
    },
    axes: [
      axis(nameWithUnit(field.label, field.unit)),
      axis(targets.length === 1 ? nameWithUnit(targets[0]!, unit) : unit, { size: 54 }),
    ],
    series: [
      {},
      ...targets.map(
        (target, i): uPlot.Series => ({
          label: target,
          width: 2,
          stroke: () => color(LINES[i % LINES.length]!),
          points: { show: false },
        }),
      ),
    ],
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 8, width: 0 } },
    hooks: {
      ready: [
        (plot) => {
          plot.over.append(line, ...markers);
          plot.over.addEventListener("click", () =>
            onPick(onStep(plot.posToVal(plot.cursor.left!, "x"), field.control.step)),
          );
        },
      ],
      draw: [mark],
      setCursor: [({ cursor }) => onPoint(cursor.idx ?? undefined)],
    },
  };
  const { plot, destroy }: Chart = createChart(figure, options, [[], ...targets.map(() => [])]);
  return {
    show(sweep, now) {
      present = now as typeof present;
      plot.setData(toData(sweep));
    },
    destroy() {
      destroy();
      figure.remove();
    },
  };
}

/** uPlot leaves a gap at null. */
function toData({ values, predictions }: Sweep): uPlot.AlignedData {
  const lines = predictions.map((line) => Array.from(line, (value) => (Number.isNaN(value) ? null : value)));
  return [values as number[], ...lines];
}

/** Zero is shown where it is near, and a curve that hardly moves looks as if it hardly moves. */
function padded(low: number, high: number): [number, number] {
  const middle = (low + high) / 2;
  const half = Math.max((high - low) * 0.6, Math.abs(middle) * 0.15, 1e-9);
  const bottom = middle - half;
  return [low >= 0 && bottom < high * 0.4 ? 0 : bottom, middle + half];
}

/** The nearest value that the slider can take. */
function onStep(value: number, step: number): number {
  return Number((Math.round(value / step) * step).toPrecision(12));
}
