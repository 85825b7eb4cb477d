// The groups of scores of a calibration: which one a row belongs to, and the checks of all.

import { describeValue } from "../describe-value.js";
import type { InputInfo } from "../index.js";
import type { Report } from "./interval-error.js";

/** For each target the scores of n held-out rows, in ascending order. */
export type Scores = readonly (readonly number[])[];

/** The scores of each category of an input, and of all other rows. */
export interface ScoreGroups {
  readonly ofCategory: ReadonlyMap<unknown, Scores>;
  readonly ofOthers: Scores;
}

/** Groups of scores as the model file has them, with any contents. */
type GivenGroup = Readonly<Record<string, unknown>>;

/**
 * Reads the groups.
 *
 * @param input whose categories have groups of their own, if any
 * @param targets number of targets
 * @param least lowest score that may be
 */
export function readGroups(
  groups: unknown,
  input: InputInfo | undefined,
  targets: number,
  least: number,
  report: Report,
): ScoreGroups {
  const ofCategory = new Map<unknown, Scores>();
  let ofOthers: Scores = [];
  if (!Array.isArray(groups) || groups.length === 0) {
    report("/intervals/groups", "at least one group", Array.isArray(groups) ? "none" : describeValue(groups));
    return { ofCategory, ofOthers };
  }
  groups.forEach((group: unknown, g) => {
    const path = `/intervals/groups/${g}`;
    if (typeof group !== "object" || group === null || Array.isArray(group)) {
      report(path, "an object", describeValue(group));
      return;
    }
    const { categories, scores, ...others } = group as GivenGroup;
    for (const key of Object.keys(others)) report(path, `holds ${JSON.stringify(key)}, which is no part of a group`);
    checkScores(scores, `${path}/scores`, targets, least, report);
    ofOthers = scores as Scores;
    if (g === groups.length - 1) {
      if (categories !== undefined) report(path, "no categories in the last group, which is for all other rows");
    } else {
      for (const category of readCategories(categories, `${path}/categories`, input, report)) {
        if (ofCategory.has(category))
          report(`${path}/categories`, "each category in one group", describeValue(category));
        ofCategory.set(category, ofOthers);
      }
    }
  });
  return { ofCategory, ofOthers };
}

function readCategories(
  categories: unknown,
  path: string,
  input: InputInfo | undefined,
  report: Report,
): readonly unknown[] {
  if (!Array.isArray(categories) || categories.length === 0) {
    report(path, "categories, as all groups but the last have", describeValue(categories));
    return [];
  }
  if (input?.kind !== "category") return [];
  const known: readonly unknown[] = input.categories;
  const unknown = categories.filter((category: unknown) => !known.includes(category));
  for (const category of unknown) report(path, `categories of ${JSON.stringify(input.name)}`, describeValue(category));
  return categories;
}

function checkScores(scores: unknown, path: string, targets: number, least: number, report: Report): void {
  if (!Array.isArray(scores) || scores.length !== targets) {
    const received = Array.isArray(scores) ? `${scores.length} lists` : describeValue(scores);
    report(path, `a list of scores for each of ${targets} targets`, received);
    return;
  }
  const rows: unknown = Array.isArray(scores[0]) ? scores[0].length : undefined;
  scores.forEach((list: unknown, t) => {
    if (!Array.isArray(list) || list.length === 0) report(`${path}/${t}`, "at least one score", describeValue(list));
    else if (list.length !== rows) report(`${path}/${t}`, `${rows} scores, one for each row`, list.length);
    else {
      const wrong = list.findIndex((score: unknown, i) => !isNumber(score) || score < (i > 0 ? list[i - 1] : least));
      if (wrong < 0) return;
      const expected = wrong > 0 ? "a number, the one before it or more" : "a finite number, 0 or more unless signed";
      // A score is the error of a row, which no message shows.
      report(`${path}/${t}/${wrong}`, expected, isNumber(list[wrong]) ? "a lower one" : describeValue(list[wrong]));
    }
  });
}

function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}
