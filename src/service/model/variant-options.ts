// The options that say which models serve, and how they share the requests.

import type { ModelSource } from "./model-source.js";
import { parseSubject } from "./subject.js";

/** Which models serve. */
export interface VariantOptions {
  /** Path of a model file, or a loaded model. Default: the included model. */
  readonly model?: ModelSource;
  /**
   * In place of `model`: models by the names of their variants. Documentation and the inputs of
   * tables are those of the first one.
   */
  readonly models?: Readonly<Record<string, ModelSource>>;
  /**
   * The weights of `models`, by name: `{ champion: 90, challenger: 10 }`. Each gets its weight's
   * part of the subjects. Several models need it.
   */
  readonly split?: Readonly<Record<string, number>>;
  /** Models by name that predict what others have responded to, for a comparison. Default: none. */
  readonly shadows?: Readonly<Record<string, ModelSource>>;
  /**
   * What stays with its variant: `key` for the id of the API key, `header:NAME`, or `input:NAME`
   * for a value of each record. Default: `key`.
   */
  readonly subject?: string;
  /** Name of the experiment. Another name assigns all subjects anew. Default: `default`. */
  readonly experiment?: string;
  /**
   * Whether `POST /explain` explains predictions. Model files then need a background, and a loaded
   * model comes as the `Explainer` of `loadExplainer`. Default: false.
   */
  readonly explain?: boolean;
}

/** Options of a service contradict each other. */
export class VariantOptionsError extends Error {
  override readonly name: string = "VariantOptionsError";
}

/** The name of a variant, as responses, metrics and the log have it. */
const NAME = /^[a-z][\w-]{0,31}$/i;

/** @throws VariantOptionsError with all problems */
export function checkVariantOptions(options: VariantOptions): void {
  const problems = findProblems(options);
  if (problems.length > 0) throw new VariantOptionsError(problems.join(", "));
}

function findProblems({ model, models, split, shadows = {}, subject, experiment, explain }: VariantOptions): string[] {
  const problems: string[] = [];
  const expect = (holds: boolean, problem: string): void => void (holds || problems.push(problem));
  const names = Object.keys(models ?? {});
  const shadowNames = Object.keys(shadows);
  const weights = Object.entries(split ?? {});
  for (const name of new Set([...names, ...shadowNames, ...weights.map(([weighted]) => weighted)]))
    expect(NAME.test(name), `expected a name of a letter and up to 31 of A-Z a-z 0-9 _ -, got ${quote(name)}`);

  expect(model === undefined || models === undefined, "expected model or models, got both");
  expect(models === undefined || names.length > 0, "models: expected at least one, got none");
  for (const name of names)
    expect(!shadowNames.includes(name), `shadows: expected names that no other model has, got ${quote(name)}`);

  if (split === undefined) expect(names.length < 2, `split: expected weights of ${names.join(", ")}, got none`);
  else {
    for (const [name, weight] of weights) {
      const kind = shadowNames.includes(name) ? "the shadow" : "the unknown name";
      expect(names.includes(name), `split: expected names of models, got ${kind} ${quote(name)}`);
      expect(Number.isFinite(weight) && weight >= 0, `split: expected a weight of at least 0, got ${name}=${weight}`);
    }
    for (const name of names)
      expect(Object.hasOwn(split, name), `split: expected a weight of ${quote(name)}, 0 for no requests`);
    expect(!weights.every(([, weight]) => weight === 0), "split: expected a weight above 0, got none");
  }

  if (explain)
    for (const source of [model ?? [], Object.values(models ?? {})].flat())
      expect(
        typeof source === "string" || "explain" in source,
        "explain: expected paths of model files or explainers of loadExplainer, got a model",
      );

  const isSubject = subject === undefined || parseSubject(subject) !== undefined;
  expect(isSubject, `subject: expected key, header:NAME or input:NAME, got ${quote(subject!)}`);
  expect(experiment !== "", "experiment: expected a name, got nothing");
  return problems;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
