// The inputs of a compiled model. Compares what the model file declares with what the compiled
// steps do.

import { checkKeys, type Report } from "../model-file/report.js";
import type { Input as DeclaredInput } from "../model-file/types.generated.js";
import { type Categories, intersect, toCategories } from "../program/categories.js";
import type { Encoding, ProgramBuilder } from "../program/program.js";
import type { Input } from "./input.js";
import { findLimits, type Trial } from "./limits.js";

/** Returns what an input holds: strings if its categories are strings, numbers otherwise. */
export function kindOf(input: DeclaredInput): Input["kind"] {
  return input.kind === "category" && typeof input.categories[0] === "string" ? "string" : "number";
}

/**
 * Resolves the inputs. Reports declarations that the steps do not keep.
 *
 * @param trial tries out the compiled steps
 */
export function resolveInputs(
  declared: readonly DeclaredInput[],
  { required, encodings: allEncodings, vocabulary }: ProgramBuilder,
  trial: Trial,
  report: Report,
): Input[] {
  const limits = findLimits(trial, declared.length);
  const overflowing = trial((i) => (declared[i]!.missing ? NaN : 0));
  const encodingsOf: Encoding[][] = declared.map(() => []);
  for (const encoding of allEncodings) encodingsOf[encoding.input]!.push(encoding);
  checkKeys(
    declared.map(({ name }) => name),
    (i) => `/inputs/${i}/name`,
    report,
  );
  return declared.map((input, i): Input => {
    const path = `/inputs/${i}`;
    const { name, missing } = input;
    const limit = limits[i];
    const encodings = encodingsOf[i]!;
    if (limit === undefined)
      report(
        path,
        "steps that give finite numbers",
        `an infinite one for ${encodings[0] ? "a category" : "any but 0"}`,
      );
    if (missing && required.has(i))
      report(`${path}/missing`, "false because a step rejects missing values of this input", true);
    else if (missing && overflowing.has(i))
      report(`${path}/missing`, "false because the imputed value becomes infinite", true);

    const strict = encodings.filter((encoding) => encoding.strict);
    const known = intersection(encodings);
    if (input.kind === "category") {
      const promised = toCategories(input.categories, vocabulary);
      const kept = known && intersect(known, promised);
      if (kept?.size !== promised.size || kept.size !== known?.size)
        report(`${path}/categories`, "the values that every encoder of this input knows", "others");
    }
    return {
      name,
      kind: kindOf(input),
      boolean: !!input.boolean && kindOf(input) === "number" && limit! >= 1,
      missing,
      limit: limit ?? 0,
      accepted: intersection(strict),
      known,
      range: input.kind === "number" ? (input.range as Input["range"]) : undefined,
    };
  });
}

/** Returns the values that all of the encoders know, undefined if there is no encoder. */
function intersection(encodings: readonly Encoding[]): Categories | undefined {
  return encodings.length > 0 ? encodings.map(({ known }) => known).reduce(intersect) : undefined;
}
