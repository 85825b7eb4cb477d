// A model from a model file: parse, compile, verify.

import { Computation } from "./computation.js";
import { createInputReader } from "./inputs/input-reader.js";
import { kindOf, resolveInputs } from "./inputs/inputs.js";
import { createTrial } from "./inputs/limits.js";
import { Model } from "./model.js";
import { parseModelFile } from "./model-file/parse.js";
import { hasLength, type Report, rejection, reporting } from "./model-file/report.js";
import type { Input, ModelFile } from "./model-file/types.generated.js";
import { createStepCompiler, type StepTypes } from "./preprocessing/step.js";
import { type Claim, createBudget } from "./program/budget.js";
import { type Column, computedColumn } from "./program/column.js";
import { type Instruction, ProgramBuilder } from "./program/program.js";
import { compileRegressor } from "./regressors/regressor.js";
import { checkVerification, type VerificationReport } from "./verification.js";

/**
 * Compiles a model file and verifies it.
 *
 * @param types the steps that it may have
 * @param expected the targets that the caller expects: one if undefined
 * @typeParam P what it predicts for a record
 * @throws ModelFileError as `loadModel` does
 */
export function compileModel<R, P>(
  source: unknown,
  types: StepTypes,
  expected?: readonly string[] | "any",
): Model<R, P> {
  const file = parseModelFile(source);
  const targets = targetsOf(file);
  const { length } = typeof source === "string" ? source : JSON.stringify(file);
  // `resolve` returns undefined only after a report, for which `reporting` throws.
  const { computation, plan, verification } = reporting((report) =>
    resolve(file, types, createBudget(length), report),
  )!;
  if (expected !== "any") checkTargets(targets, expected);
  const { passed, rows, maxErrorRatio } = verification!;
  if (!passed) {
    const received = `errors up to ${maxErrorRatio} times their bounds, or other features`;
    throw rejection("MODEL_FILE_UNVERIFIED", "/verification", `${rows} rows to come out as in Python`, received);
  }
  return new Model<R, P>(file, targets, computation, plan);
}

/** Returns the names of the targets. */
function targetsOf({ regressor, metadata }: ModelFile): readonly string[] {
  let inner = regressor;
  while (inner.type === "TransformedTargetRegressor") inner = inner.regressor;
  const names =
    inner.type === "MultiOutputRegressor" || inner.type === "RegressorChain"
      ? inner.estimators.map(({ name }) => name)
      : [];
  return names.length > 1 ? names : [metadata.target ?? "prediction"];
}

/**
 * Checks that the file predicts what the caller expects.
 *
 * @throws ModelFileError `MODEL_FILE_TARGETS`
 */
function checkTargets(targets: readonly string[], expected: readonly string[] | undefined): void {
  const fits = expected
    ? targets.length === expected.length && targets.length > 1 && targets.every((name) => expected.includes(name))
    : targets.length === 1;
  if (fits) return;
  const names = targets.map((name) => JSON.stringify(name)).join(", ");
  const wanted = expected ? expected.map((name) => JSON.stringify(name)).join(", ") : "one target";
  const remedy = targets.length > 1 ? `Pass { targets: [${names}] } to loadModel` : "Leave out the targets";
  const received = targets.length > 1 ? names : "one target";
  throw rejection("MODEL_FILE_TARGETS", "/regressor", wanted, `${received}. ${remedy}`);
}

/**
 * Compiles a model file. Reports parts that do not fit each other.
 *
 * @returns undefined if the steps have a problem
 */
function resolve(
  file: ModelFile,
  types: StepTypes,
  claim: Claim,
  report: Report,
): { computation: Computation; plan: string; verification: VerificationReport | undefined } | undefined {
  const { inputs, pipeline, feature_names_out: names, regressor, target } = file;
  const { min = -Infinity, max = Infinity } = target.clip ?? {};
  if (min > max) report("/target/clip", "min <= max", `${min} and ${max}`);

  const program = new ProgramBuilder(inputs.length, createStepCompiler(types), claim, report);
  const columns = program.compileStep(pipeline, inputs.map(toColumn), "/pipeline", program);
  if (!columns) return undefined;
  const row = selectRow(columns, names, program);
  const steps = program.build();

  const { problems } = program;
  const predicted = compileRegressor(regressor, columns, "/regressor", program);
  if (program.problems === problems && predicted.length !== targetsOf(file).length)
    program.report("/regressor", "one target", predicted.length);
  program.requirePresent(predicted);
  const prediction = program.build();

  const cells = new Float64Array(program.size);
  const bounded = [...steps.bounded, ...prediction.bounded];
  // The regressor runs only if it has bounded cells of its own, because an SVR takes longer than
  // all steps. It must not run after a report.
  const runsToTheEnd = prediction.bounded.length > 0 && program.problems === problems;
  const run: Instruction = (cells, end) => {
    steps.run(cells, end);
    if (runsToTheEnd) prediction.run(cells, end);
  };
  const trial = createTrial(inputs.length, cells, bounded, run);
  const reader = createInputReader(resolveInputs(inputs, program, trial, report), program);
  const { evaluators, origin } = program;
  // Only an SVR or a linear model that is the whole regressor has an intercept.
  const sole = "intercept" in regressor ? evaluators[0]?.evaluator : undefined;
  const computation = new Computation({
    reader,
    cells,
    steps,
    row,
    regressor: prediction,
    predicted,
    sole,
    origin,
    min,
    max,
  });
  const fits = program.problems === problems;
  const verification = fits ? checkVerification(file.verification, computation, program) : undefined;
  return { computation, plan: evaluators.map((part) => part.plan).join("\n"), verification };
}

function toColumn(input: Input, i: number): Column {
  return {
    ...computedColumn(i, [i]),
    kind: kindOf(input),
    raw: true,
    missing: input.missing,
  };
}

/**
 * Returns the columns of the transformed row, which reach the regressor. There are none if the file
 * names none, because they are not all numbers.
 */
function selectRow(columns: readonly Column[], names: readonly string[], program: ProgramBuilder): readonly Column[] {
  if (names.length === 0) return [];
  hasLength(names, columns.length, "one per feature", "/feature_names_out", program.report);
  if (program.areNumbers(columns, "/regressor")) program.requirePresent(columns);
  return columns;
}
