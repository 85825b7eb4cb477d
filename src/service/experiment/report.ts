// The report of an experiment: what the outcomes say of the versions that share the requests.
//
// All variants are compared over the same time, because errors change with it: from the minute in
// which the last of these versions began to predict, and without minutes in which a promotion held.
// The first variant is the champion. Each of k others is compared with it, in each of t targets. A
// comparison gets α / (k · t), so the probability of any false alarm is at most α (Bonferroni).

import { readComparisonOptions } from "../../monitoring/comparison-options.js";
import { addErrors, type ErrorSums, NO_ERRORS } from "../../monitoring/error-sums.js";
import { compareVariants, type ExperimentReport } from "../../monitoring/experiment.js";
import type { ComparisonOptions } from "../../monitoring/mean-difference.js";
import type { ModelStore } from "../model/model-store.js";
import type { ServedModel } from "../model/served-model.js";
import type { ServedVersion } from "../store/messages.js";
import type { PredictionStore } from "../store/prediction-store.js";
import type { SeriesSummary } from "../store/summaries.js";
import { splitPeriods } from "./periods.js";
import type { Promotions } from "./promotions.js";

type Decision = ExperimentReport["decision"];

/** What is known of one target of a variant. */
export interface TargetResult {
  readonly target: string;
  /** Number of predictions whose outcome is known. */
  readonly outcomes: number;
  /** The mean absolute error, and null without outcomes. */
  readonly mae: number | null;
  /** The comparison with the champion. Undefined for the champion itself. */
  readonly comparison?: TargetComparison;
}

/** The errors of a variant minus those of the champion. All are null for too few outcomes. */
interface TargetComparison {
  readonly difference: number | null;
  /** The confidence sequence as it is now. */
  readonly interval: readonly [number, number] | null;
  readonly pValue: number | null;
  readonly decision: Decision;
}

/** What is known of one variant. */
export interface VariantResult {
  readonly variant: string;
  readonly weight: number;
  /** The model that the numbers belong to, or undefined if none has loaded. */
  readonly served: ServedModel | undefined;
  /** Number of predictions. */
  readonly rows: number;
  readonly targets: readonly TargetResult[];
  /** Of all targets together. Undefined for the champion. */
  readonly decision?: Decision;
}

/** What the outcomes of an experiment say. */
export interface ServedExperiment {
  /** Milliseconds since 1970, or undefined until all variants have predicted. */
  readonly from: number | undefined;
  /**
   * The end, while a promotion holds: `from` if it has held since then. Undefined if the experiment
   * goes on, or never began.
   */
  readonly to: number | undefined;
  readonly alpha: number;
  /** The variants that get requests by the split. The first one is the champion. */
  readonly variants: readonly VariantResult[];
  /** `challenger` if one of them wins, `champion` if it is better than all of them. */
  readonly decision: Decision;
  /** The challenger that wins. Of several, that with the least error of the first target. */
  readonly winner: string | undefined;
}

/**
 * Reports the experiment of a service.
 *
 * @throws MonitoringError `OPTIONS_INVALID`
 * @throws ServiceError `OverloadedError` if the store does not respond
 */
export async function reportExperiment(
  models: ModelStore,
  store: PredictionStore,
  { entries }: Pick<Promotions, "entries">,
  options: ComparisonOptions = {},
): Promise<ServedExperiment> {
  const { alpha, ...others } = readComparisonOptions(options, "The experiment cannot be reported");
  const variants = models.variants.filter(({ weight }) => weight > 0);
  const served = variants.map((variant) => variant.served);
  const targets = served.find((each) => each)?.model.targets ?? [];
  const versions = served.flatMap((each) => versionOf(each) ?? []);
  const isLoaded = versions.length === variants.length;
  const from = isLoaded ? await store.findCommonBeginning(versions) : undefined;
  const periods = from === undefined ? [] : splitPeriods(entries, models.variants, from);
  const found: SeriesSummary[] = [];
  for (const period of periods) found.push(...(await store.summarize(period.from, period.to, versions)));
  const sumsOf = (each: ServedModel | undefined, target: string): SeriesSums => sumSeries(found, each, target);
  const comparisons = { ...others, alpha: alpha / Math.max(1, (variants.length - 1) * targets.length) };

  const results = variants.map(({ name, weight }, v): VariantResult => {
    const compared = targets.map((target): TargetResult => {
      const own = sumsOf(served[v], target).errors;
      const known = { target, outcomes: own.rows, mae: own.rows > 0 ? own.absolute / own.rows : null };
      if (v === 0) return known;
      const { difference, decision } = compareVariants(sumsOf(served[0], target).errors, own, comparisons);
      return {
        ...known,
        comparison: {
          difference: difference?.difference ?? null,
          interval: difference?.interval ?? null,
          pValue: difference?.pValue ?? null,
          decision,
        },
      };
    });
    const result = {
      variant: name!,
      weight,
      served: served[v],
      rows: sumsOf(served[v], targets[0] ?? "").predictions,
      targets: compared,
    };
    return v === 0
      ? result
      : { ...result, decision: decideAll(compared.map(({ comparison }) => comparison!.decision)) };
  });
  const challengers = results.slice(1);
  const wins = challengers.filter(({ decision }) => decision === "challenger");
  const winner = wins.sort((a, b) => a.targets[0]!.mae! - b.targets[0]!.mae!)[0]?.variant;
  const isSettled = challengers.every(({ decision }) => decision === "champion");
  return {
    from,
    to: models.promoted && (periods.at(-1)?.to ?? from),
    alpha,
    variants: results,
    decision: winner !== undefined ? "challenger" : isSettled ? "champion" : "continue",
    winner,
  };
}

/** A challenger must be worse in no target, and better in one. */
function decideAll(decisions: readonly Decision[]): Decision {
  if (decisions.includes("champion")) return "champion";
  return decisions.includes("challenger") ? "challenger" : "continue";
}

type SeriesSums = { readonly predictions: number; readonly errors: ErrorSums };

function sumSeries(found: readonly SeriesSummary[], served: ServedModel | undefined, target: string): SeriesSums {
  return found
    .filter((series) => series.target === target && isOf(series, served))
    .reduce<SeriesSums>(
      (sum, { predictions, errors }) => ({
        predictions: sum.predictions + predictions,
        errors: addErrors(sum.errors, errors),
      }),
      { predictions: 0, errors: NO_ERRORS },
    );
}

/** Tells whether a series is that of a model in service. */
function isOf({ variant, model, version }: SeriesSummary, served: ServedModel | undefined): boolean {
  return variant === served?.variant && model === served.name && version === served.version;
}

function versionOf(served: ServedModel | undefined): ServedVersion | undefined {
  return served && { variant: served.variant!, model: served.name, version: served.version };
}
