// How an input of a model is shown: its name for people, and the control that fits what it holds.

import type { InputInfo } from "supportvector";

export type Value = number | string;

/** A record as a form holds it, with 1 and 0 for bools. */
export type Entries = Readonly<Record<string, Value | null>>;

export interface Option {
  readonly value: Value;
  readonly label: string;
  /** Whether the model saw it in training. */
  readonly known: boolean;
}

export type Control =
  /** One of a few values with names. */
  | { readonly kind: "choice"; readonly options: readonly Option[] }
  /** A number, in training within `range`. */
  | { readonly kind: "quantity"; readonly range: readonly [number, number] | undefined; readonly step: number }
  /** 1 or 0. */
  | { readonly kind: "switch" };

export interface Field {
  /** The training column. */
  readonly name: string;
  readonly label: string;
  readonly unit: string | undefined;
  readonly note: string | undefined;
  /** Heading of the group that it belongs to. */
  readonly group: string;
  /** Whether it may be left empty. */
  readonly missing: boolean;
  readonly control: Control;
}

/** What a page knows of an input beyond its model file. */
export interface Description {
  readonly label: string;
  readonly group: string;
  readonly unit?: string;
  readonly note?: string;
  /** Names of the codes that a category holds. */
  readonly names?: Readonly<Record<number, string>>;
  /** Whether the number is 1 for yes and 0 for no. */
  readonly yesNo?: boolean;
}

/**
 * Says what to show of an input, from its model file alone.
 *
 * @param example a value that the control must be able to hold, known to the model or not
 */
export function describeField(input: InputInfo, description: Description | undefined, example: Value | null): Field {
  return {
    name: input.name,
    label: description?.label ?? input.name,
    unit: description?.unit,
    note: description?.note,
    group: description?.group ?? "Inputs",
    missing: input.missing,
    control: chooseControl(input, description, example),
  };
}

function chooseControl(input: InputInfo, description: Description | undefined, example: Value | null): Control {
  if (input.kind === "category")
    return { kind: "choice", options: nameOptions(input.categories, description?.names, example) };
  if (description?.yesNo) return { kind: "switch" };
  const [low, high] = input.range ?? [];
  const range = low === undefined || high === undefined ? undefined : ([low, high] as const);
  return { kind: "quantity", range, step: stepOf(range) };
}

/** Codes that have a name, what the model knows besides, and the example. */
function nameOptions(
  categories: readonly Value[],
  names: Readonly<Record<number, string>> = {},
  example: Value | null,
): Option[] {
  const known = new Set(categories);
  const values = new Set<Value>([
    ...Object.keys(names).map(Number),
    ...categories,
    ...(example === null ? [] : [example]),
  ]);
  return [...values].map((value) => ({
    value,
    label: names[value as number] ?? String(value),
    known: known.has(value),
  }));
}

const STEPS_OF_A_SLIDER = 400;

/** A power of ten: whole numbers where the range has whole ends and room for some. */
function stepOf(range: readonly [number, number] | undefined): number {
  if (!range) return 1;
  const [low, high] = range;
  if (Number.isInteger(low) && Number.isInteger(high) && high - low >= 2) return 1;
  let step = 1;
  while (step > (high - low) / STEPS_OF_A_SLIDER && step > 1e-9) step /= 10;
  return step;
}
