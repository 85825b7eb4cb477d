// A model file, opened: the model, and what the page needs to show it.

import { type InputRecord, loadModel, type Model, type Prediction } from "supportvector";
import { ABSENTEEISM } from "./absenteeism.js";
import { describeField, type Entries, type Field } from "./field.js";

export interface OpenModel {
  /** The model file. */
  readonly text: string;
  readonly model: Model<InputRecord, Prediction>;
  readonly fields: readonly Field[];
  /** Of the predictions. Empty where the model file has none. */
  readonly unit: string;
  /** A record that the model predicts. */
  readonly example: Entries;
}

/**
 * Opens a model file.
 *
 * @param record a record that it predicts, to begin with, or the first of the rows by which the
 * file proves itself
 * @throws ModelFileError as `loadModel`
 */
export function openModel(text: string, record?: InputRecord): OpenModel {
  const model = loadModel(text, { targets: "any" });
  const { inputs, info } = model;
  const descriptions = info.name === "absenteeism" ? ABSENTEEISM : {};
  const example = toEntries(record ?? firstVerified(text, model));
  return {
    text,
    model,
    fields: inputs.map((input) => describeField(input, descriptions[input.name], example[input.name]!)),
    unit: info.unit ?? "",
    example,
  };
}

function toEntries(record: InputRecord): Entries {
  const entries = Object.entries(record);
  return Object.fromEntries(entries.map(([name, value]) => [name, typeof value === "boolean" ? Number(value) : value]));
}

function firstVerified(text: string, { inputs }: OpenModel["model"]): InputRecord {
  const [row] = JSON.parse(text).verification.inputs;
  return Object.fromEntries(inputs.map(({ name }, i) => [name, row[i]]));
}
