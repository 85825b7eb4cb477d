// The store of the models in service: the variants that share the requests, and shadows.

import type { FastifyBaseLogger } from "fastify";
import { createAssignment } from "./assignment.js";
import { type LoadFailure, otherQuantity, RefusedModelError } from "./load-failure.js";
import type { ModelSource } from "./model-source.js";
import type { ServedModel } from "./served-model.js";
import { parseSubject, type SubjectSource } from "./subject.js";
import { createVariant, type Variant } from "./variant.js";
import { checkVariantOptions, type VariantOptions } from "./variant-options.js";

/** A version of a variant. */
interface VariantVersion {
  readonly variant: string;
  readonly version: string;
}

/** Holds the models in service. */
export interface ModelStore {
  /** Whether its variants explain predictions. */
  readonly explains: boolean;
  /** The current model of the first variant, or undefined if none has loaded yet. */
  readonly served: ServedModel | undefined;
  /** Why its last model file was refused, or undefined if it was accepted. */
  readonly failure: LoadFailure | undefined;
  /** Replaces the model of the first variant. See `Variant`. */
  load(source: ModelSource): Promise<boolean>;
  /**
   * Repeats the last `load` of all variants and shadows, one after another.
   *
   * @returns whether all models loaded
   */
  reload(): Promise<boolean>;
  /** The variants that share the requests, at least one. */
  readonly variants: readonly Variant[];
  /** The variants that predict after the response. */
  readonly shadows: readonly Variant[];
  readonly subject: SubjectSource;
  /** Name of the experiment. */
  readonly experiment: string;
  /**
   * Returns the variant of a subject. Undefined if there is only one. A function that was read
   * stays as it is, whatever is promoted later.
   */
  readonly assign: ((subject: string) => Variant) | undefined;
  /** The variant that predicts for all subjects, or undefined if the split holds. */
  readonly promoted: Variant | undefined;
  /**
   * Lets a variant predict for all subjects, for as long as it has this version. Or lets the split
   * hold again. A name that no variant has is ignored.
   */
  promote(promoted: VariantVersion | undefined): void;
}

/** Creates a store of one model, which is empty. */
export function createModelStore(log: FastifyBaseLogger, options: Pick<VariantOptions, "explain"> = {}): ModelStore {
  return createStore(log, options);
}

/**
 * Creates a store, and loads all models.
 *
 * @param options `model` or `models` must be given
 * @throws VariantOptionsError with all problems of the options
 * @throws Error that names variants whose targets or units are not those of others
 */
export async function loadModels(log: FastifyBaseLogger, options: VariantOptions): Promise<ModelStore> {
  checkVariantOptions(options);
  const { model, models = {}, shadows = {} } = options;
  const store = createStore(log, options);
  const named = { ...models, ...shadows };
  for (const variant of [...store.variants, ...store.shadows]) {
    const source = variant.name === undefined ? model : named[variant.name];
    if (source !== undefined) await variant.load(source);
  }
  const others = store.variants.filter(({ failure }) => failure?.code === "MODEL_FILE_QUANTITY");
  if (others.length > 0)
    throw new Error(others.map(({ name, failure }) => `${name}: ${failure!.issues[0]!.message}`).join(", "));
  warnOfOtherInputs(log, store.variants);
  return store;
}

function createStore(
  log: FastifyBaseLogger,
  {
    models,
    split = {},
    shadows: shadowSources = {},
    subject = "key",
    experiment = "default",
    explain = false,
  }: VariantOptions,
): ModelStore {
  let queue: Promise<unknown> = Promise.resolve();
  const context = {
    log,
    explains: explain,
    inTurn<T>(load: () => Promise<T>): Promise<T> {
      const loaded = queue.then(load);
      queue = loaded;
      return loaded;
    },
    checkBeside(candidate: ServedModel, variant: Variant): void {
      const other = variants.find((each) => each !== variant && each.served);
      const expected = other?.served?.quantity ?? candidate.quantity;
      if (candidate.quantity !== expected)
        throw new RefusedModelError(otherQuantity(other?.name ?? "the model", expected, candidate.quantity));
    },
  };
  const names = models ? Object.keys(models) : [undefined];
  const isSplit = names.length > 1;
  const variants = names.map((name) => createVariant(name, isSplit ? split[name!]! : 1, isSplit, context));
  const shadows = Object.keys(shadowSources).map((name) =>
    createVariant(name, 0, true, { ...context, explains: false }),
  );
  const [first] = variants as [Variant];
  const all = [...variants, ...shadows];
  const splitting = isSplit
    ? createAssignment(experiment, variants as readonly (Variant & { name: string })[])
    : undefined;
  let promotion: Promotion | undefined;
  const current = (): Promotion | undefined =>
    promotion && promotion.to.served?.version === promotion.version ? promotion : undefined;
  return {
    explains: explain,
    get served() {
      return first.served;
    },
    get failure() {
      return first.failure;
    },
    load: first.load,
    reload: async () => (await Promise.all(all.map((variant) => variant.reload()))).every((loaded) => loaded),
    variants,
    shadows,
    subject: parseSubject(subject)!,
    experiment,
    get assign() {
      return current()?.assign ?? splitting;
    },
    get promoted() {
      return current()?.to;
    },
    promote(promoted) {
      const to = promoted && variants.find(({ name }) => name === promoted.variant);
      promotion = to && isSplit ? { to, version: promoted.version, assign: () => to } : undefined;
    },
  };
}

/** A variant with the version that it must have to predict for all subjects. */
interface Promotion {
  readonly to: Variant;
  readonly version: string;
  /** Returns the variant. */
  assign(subject: string): Variant;
}

/** Variants may need other inputs. A record must then have those of the variant that it gets. */
function warnOfOtherInputs(log: FastifyBaseLogger, [first, ...others]: readonly Variant[]): void {
  const namesOf = ({ served }: Variant): string[] => served?.model.inputs.map(({ name }) => name) ?? [];
  const expected = namesOf(first!);
  for (const other of others) {
    const inputs = namesOf(other);
    const more = inputs.filter((name) => !expected.includes(name));
    const fewer = expected.filter((name) => !inputs.includes(name));
    if (other.served && first!.served && more.length + fewer.length > 0)
      log.warn({ variant: other.name, more, fewer }, `its inputs are not those of ${first!.name}`);
  }
}
