// What is refused of the `intervals` of a model file, each problem by its path.

import { describe, expect, it } from "vitest";
import { loadModel } from "../../src/index.js";
import { createIntervalPredictor, IntervalError } from "../../src/intervals/index.js";
import { calibratedFile, spreadFile } from "../support/calibrated-file.js";
import { failureOf } from "../support/failure.js";
import type { TinyModel } from "../support/tiny-model.js";

function problemsOf(intervals: object): string[] {
  const model = loadModel(calibratedFile(intervals));
  const { code, issues } = failureOf(IntervalError, () => createIntervalPredictor(model));
  expect(code).toBe("INTERVALS_INVALID");
  return issues.map(({ path, message }) => `${path} ${message}`);
}

/** Numbers that are no member of a JSON file. */
function problemsAfterLoading(change: (intervals: { groups: { scores: unknown[] }[] }) => void): string[] {
  const model = loadModel(calibratedFile());
  change(model.intervals as never);
  return failureOf(IntervalError, () => createIntervalPredictor(model)).issues.map(({ path }) => path);
}

const scores = [[1, 2]];

describe("the parts of a calibration", () => {
  it.each<[string, object, string[]]>([
    [
      "another type",
      { type: "relative" },
      ['/intervals/type expected one of absolute, signed, normalized, got "relative"'],
    ],
    ["no type", { type: undefined }, ["/intervals/type expected one of absolute, signed, normalized, got nothing"]],
    ["another method", { method: "jackknife" }, ['/intervals/method expected one of split, cross, got "jackknife"']],
    ["a further key", { alpha: 1 }, ['/intervals holds "alpha", which is no part of it']],
    ["a number as input", { input: 0 }, ["/intervals/input expected the position of an input with categories, got 0"]],
    ["no such input", { input: 2 }, ["/intervals/input expected the position of an input with categories, got 2"]],
    ["text as input", { input: "1" }, ['/intervals/input expected the position of an input with categories, got "1"']],
    ["no groups", { groups: [] }, ["/intervals/groups expected at least one group, got none"]],
    ["groups that are no list", { groups: {} }, ["/intervals/groups expected at least one group, got an object"]],
    [
      "groups without an input",
      { groups: [{ categories: ["late"], scores }, { scores }] },
      ["/intervals/groups expected one group without the key input, got 2"],
    ],
    [
      "no spread",
      { type: "normalized" },
      [
        '/intervals/spread expected a model file, an object whose "format" is "supportvector", got a value of type undefined',
      ],
    ],
    ["a spread too many", { spread: spreadFile() }, ["/intervals/spread expected none for the type absolute, got one"]],
  ])("%s", (_, intervals, problems) => {
    expect(problemsOf(intervals)).toEqual(problems);
  });

  it("are all looked at", () => {
    const groups = [{ categories: ["noon"], scores: [[]] }, 1, { categories: ["late"], scores: [[2, 1]] }];
    expect(
      problemsOf({ type: "relative", method: 1, input: 1, groups }).map((problem) => problem.split(" ")[0]),
    ).toEqual([
      "/intervals/type",
      "/intervals/method",
      "/intervals/groups/0/scores/0",
      "/intervals/groups/0/categories",
      "/intervals/groups/1",
      "/intervals/groups/2/scores/0/1",
      "/intervals/groups/2",
    ]);
  });
});

describe("groups", () => {
  it.each<[string, object[], string[]]>([
    [
      "an unknown category",
      [{ categories: ["noon"], scores }, { scores }],
      ['/intervals/groups/0/categories expected categories of "Shift", got "noon"'],
    ],
    [
      "no categories",
      [{ scores }, { scores }],
      ["/intervals/groups/0/categories expected categories, as all groups but the last have, got nothing"],
    ],
    [
      "an empty list of categories",
      [{ categories: [], scores }, { scores }],
      ["/intervals/groups/0/categories expected categories, as all groups but the last have, got an array"],
    ],
    [
      "a category in two groups",
      [{ categories: ["late"], scores }, { categories: ["late"], scores }, { scores }],
      ['/intervals/groups/1/categories expected each category in one group, got "late"'],
    ],
    [
      "categories of the last group",
      [{ categories: ["late"], scores }],
      ["/intervals/groups/0 no categories in the last group, which is for all other rows"],
    ],
    ["a further key", [{ scores, rows: 2 }], ['/intervals/groups/0 holds "rows", which is no part of a group']],
    [
      "scores of two targets",
      [{ scores: [[1], [2]] }],
      ["/intervals/groups/0/scores expected a list of scores for each of 1 targets, got 2 lists"],
    ],
    ["no scores", [{}], ["/intervals/groups/0/scores expected a list of scores for each of 1 targets, got nothing"]],
    [
      "an empty list of scores",
      [{ scores: [[]] }],
      ["/intervals/groups/0/scores/0 expected at least one score, got an array"],
    ],
    [
      "scores that descend",
      [{ scores: [[1, 3, 2, 1]] }],
      ["/intervals/groups/0/scores/0/2 expected a number, the one before it or more, got a lower one"],
    ],
    [
      "a score below 0",
      [{ scores: [[-1, 2]] }],
      ["/intervals/groups/0/scores/0/0 expected a finite number, 0 or more unless signed, got a lower one"],
    ],
    [
      "a score that is text",
      [{ scores: [["1"]] }],
      ['/intervals/groups/0/scores/0/0 expected a finite number, 0 or more unless signed, got "1"'],
    ],
  ])("%s", (_, groups, problems) => {
    expect(problemsOf({ input: 1, groups })).toEqual(problems);
  });

  it("have as many scores of each target", () => {
    const model = loadModel(
      calibratedFile({ groups: [{ scores: [[1, 2], [1]] }] }, (file) => {
        const { regressor } = file;
        const estimators = ["hours", "days"].map((name) => ({ name, regressor }));
        file.regressor = { type: "MultiOutputRegressor", estimators } as never;
        file.verification.predictions = [[3, 3]];
        file.verification.bounds.predictions = [[1e-14, 1e-14]];
      }),
      { targets: "any" },
    );
    const { issues } = failureOf(IntervalError, () => createIntervalPredictor(model));
    expect(issues).toEqual([
      { path: "/intervals/groups/0/scores/1", message: "expected 2 scores, one for each row, got 1" },
    ]);
  });

  it("have no scores that are not finite", () => {
    for (const score of [NaN, Infinity])
      expect(
        problemsAfterLoading(({ groups }) => {
          groups[0]!.scores = [[1, score]];
        }),
      ).toEqual(["/intervals/groups/0/scores/0/1"]);
  });
});

describe("the model of the spread", () => {
  const problemsOfSpread = (change: (file: TinyModel) => void): string[] =>
    problemsOf({ type: "normalized", spread: spreadFile(change) });

  it("is a valid model file", () => {
    expect(
      problemsOfSpread((file) => {
        file.regressor.gamma = -1;
        file.inputs[0]!.name = 1 as never;
      }).map((problem) => problem.split(" ")[0]),
    ).toEqual(["/intervals/spread/inputs/0/name", "/intervals/spread/regressor/gamma"]);
  });

  it("predicts what Python predicted", () => {
    expect(
      problemsOfSpread((file) => {
        file.verification.predictions = [[2.5]];
      }),
    ).toEqual([expect.stringMatching(/^\/intervals\/spread\/verification expected 1 rows to come out as in Python/)]);
  });

  it.each([{}, { clip: {} }, { clip: { min: 0 } }, { clip: { min: -1 } }, { clip: { max: 9 } }])(
    "predicts numbers above 0: %j",
    (target) => {
      expect(
        problemsOfSpread((file) => {
          file.target = target;
        }),
      ).toEqual([expect.stringMatching(/^\/intervals\/spread\/target\/clip\/min expected a number above 0, got /)]);
    },
  );

  it("reads inputs of the model", () => {
    expect(
      problemsOfSpread((file) => {
        file.inputs[0]!.name = "age";
      }),
    ).toEqual(['/intervals/spread/inputs/0 expected an input of the model, got "age"']);
  });

  it("has one target, or those of the model", () => {
    expect(
      problemsOfSpread((file) => {
        const { regressor } = file;
        const estimators = ["hours", "days"].map((name) => ({ name, regressor }));
        file.regressor = { type: "MultiOutputRegressor", estimators } as never;
        file.verification.predictions = [[2, 2]];
        file.verification.bounds.predictions = [[1e-14, 1e-14]];
      }),
    ).toEqual(['/intervals/spread expected one target, or "hours", got "hours", "days"']);
  });
});

it("lists ten problems in its message, and all in its issues", () => {
  const intervals = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`key${i}`, i]));
  const model = loadModel(calibratedFile(intervals));
  const { message, issues } = failureOf(IntervalError, () => createIntervalPredictor(model));
  expect(issues).toHaveLength(12);
  expect(message.split("\n")).toHaveLength(12);
  expect(message).toMatch(/^The intervals of the model file cannot be used:\n- \/intervals holds "key0"/);
  expect(message).toMatch(/\n- and 2 more, see issues$/);
});
