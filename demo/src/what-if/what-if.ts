// What if one input were different? The prediction along the whole of an input that the reader
// chooses.

import type { Prediction } from "supportvector";
import { element } from "../dom/element.js";
import { formatPrediction, formatValue, withUnit } from "../format.js";
import type { Entries, Field, Value } from "../model/field.js";
import type { OpenModel } from "../model/open-model.js";
import { createBars } from "./bars.js";
import { createCurve } from "./curve.js";
import { summarize } from "./summarize.js";
import { type Sweep, sweep } from "./sweep.js";
import type { WhatIfView } from "./view.js";

export interface WhatIf {
  open(model: OpenModel): void;
  /** @param prediction undefined where the record has none */
  show(record: Entries, prediction: Prediction | undefined): void;
}

interface Elements {
  readonly select: HTMLSelectElement;
  readonly chart: HTMLElement;
  /** Says in words what the chart shows. */
  readonly summary: HTMLElement;
}

/**
 * Runs the what-if view.
 *
 * @param onPick called with the value that was taken from the chart
 */
export function createWhatIf(
  { select, chart, summary }: Elements,
  onPick: (name: string, value: Value) => void,
): WhatIf {
  let open: OpenModel;
  let field: Field;
  let view: WhatIfView | undefined;
  let latest: { record: Entries; prediction: Prediction | undefined } | undefined;
  let along: Sweep | undefined;
  let frame = 0;

  const describe = () => {
    summary.textContent = along ? summarize(open, field, along) : "";
  };
  const readOut = (position: number | undefined) => {
    if (position === undefined || !along) return describe();
    const value = along.values[position]!;
    const numbers = along.predictions.map((line) => formatPrediction(line[position]!)).join(" · ");
    summary.textContent = `At ${formatValue(field, value)}: ${withUnit(numbers, open.unit)}.`;
  };
  const choose = () => {
    field = open.fields[Number(select.value)]!;
    view?.destroy();
    const pick = (value: Value) => onPick(field.name, value);
    view =
      field.control.kind === "quantity"
        ? createCurve(chart, open, { ...field, control: field.control }, pick, readOut)
        : createBars(chart, open, field, pick);
  };
  const draw = () => {
    const { record, prediction } = latest!;
    along = sweep(open, record, field);
    const value = record[field.name];
    const numbers =
      prediction === undefined ? [] : typeof prediction === "number" ? [prediction] : Object.values(prediction);
    view!.show(along, numbers.length === 0 || value === null ? undefined : { value: value!, predictions: numbers });
    describe();
  };

  select.addEventListener("change", () => {
    choose();
    draw();
  });
  return {
    open(model) {
      open = model;
      select.replaceChildren(...model.fields.map(({ label }, i) => element("option", { value: i }, label)));
      select.value = String(mostTelling(model));
      choose();
    },
    show(record, prediction) {
      latest = { record, prediction };
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(draw);
    },
  };
}

/**
 * Position of the quantity along which the first target moves most. Of any field, where there are
 * no quantities.
 */
function mostTelling(model: OpenModel): number {
  const spreads = model.fields.map((field) => {
    if (field.control.kind !== "quantity") return -1;
    const predictions = sweep(model, model.example, field).predictions[0]!.filter((value) => !Number.isNaN(value));
    return Math.max(...predictions) - Math.min(...predictions);
  });
  return spreads.indexOf(Math.max(...spreads));
}
