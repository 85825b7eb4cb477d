// The calibration of a model file. The engine does not look into it, so it is validated here.

import { describeMismatch, describeValue } from "../describe-value.js";
import type { InputInfo, IntervalsInfo } from "../index.js";
import { IntervalError, type IntervalErrorCode, type IntervalIssue, type Report } from "./interval-error.js";
import { readGroups, type ScoreGroups } from "./score-groups.js";
import { type CalibratedModel, loadSpread, type SpreadModel } from "./spread.js";

/** A calibration that is valid. */
export interface Calibration extends ScoreGroups {
  readonly type: IntervalsInfo["type"];
  readonly method: IntervalsInfo["method"];
  /** The input whose categories have groups of their own. */
  readonly input: InputInfo | undefined;
  /** Undefined unless scores are divided by the spread. */
  readonly spread: SpreadModel | undefined;
}

const TYPES: readonly unknown[] = ["absolute", "signed", "normalized"] satisfies IntervalsInfo["type"][];
const METHODS: readonly unknown[] = ["split", "cross"] satisfies IntervalsInfo["method"][];

/**
 * Reads the calibration of a model.
 *
 * @throws IntervalError `INTERVALS_MISSING` if its file has none, `INTERVALS_INVALID` with every
 * problem
 */
export function readCalibration(model: CalibratedModel): Calibration {
  if (model.intervals === undefined) {
    const message = "is not in the model file. Calibrate the pipeline and export it with intervals";
    throw new IntervalError("INTERVALS_MISSING", "The model has no prediction intervals", [
      { path: "/intervals", message },
    ]);
  }
  return collecting("INTERVALS_INVALID", "The intervals of the model file cannot be used", (report) =>
    read(model, report),
  );
}

function read(model: CalibratedModel, report: Report): Calibration {
  const { type, method, input: position, groups, spread: source, ...others } = model.intervals!;
  if (!TYPES.includes(type)) report("/intervals/type", `one of ${TYPES.join(", ")}`, describeValue(type));
  if (!METHODS.includes(method)) report("/intervals/method", `one of ${METHODS.join(", ")}`, describeValue(method));
  for (const key of Object.keys(others)) report("/intervals", `holds ${JSON.stringify(key)}, which is no part of it`);

  const input = Number.isInteger(position) ? model.inputs[position!] : undefined;
  if (position !== undefined && input?.kind !== "category")
    report("/intervals/input", "the position of an input with categories", describeValue(position));
  if (position === undefined && Array.isArray(groups) && groups.length > 1)
    report("/intervals/groups", "one group without the key input", groups.length);
  const scores = readGroups(groups, input, model.targets.length, type === "signed" ? -Infinity : 0, report);

  const isNormalized = type === "normalized";
  if (!isNormalized && source !== undefined) report("/intervals/spread", `none for the type ${type}`, "one");
  const spread = isNormalized ? loadSpread(source, model, report) : undefined;
  return { type, method, input, spread, ...scores };
}

/**
 * Returns what `work` returns, or throws one error with all problems that it reported.
 *
 * @param what is wrong, as the beginning of the message
 */
function collecting<T>(code: IntervalErrorCode, what: string, work: (report: Report) => T): T {
  const issues: IntervalIssue[] = [];
  const result = work((path, expected, received) => {
    issues.push({ path, message: received === undefined ? expected : describeMismatch(expected, received) });
  });
  if (issues.length > 0) throw new IntervalError(code, what, issues);
  return result;
}
