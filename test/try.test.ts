// Bulk work with bad rows in it: good rows are predicted, bad ones reported.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError, loadModel } from "../src/index.js";
import { failureOf } from "./support/failure.js";
import { readFixtures, toRecord } from "./support/fixtures.js";
import { acceptedRecord, modelFile } from "./support/models.js";
import { tinyModel } from "./support/tiny-model.js";

const model = loadModel(tinyModel());
const bad = [
  undefined,
  {},
  { Age: "30", Shift: "early" },
  { Age: Infinity, Shift: "dusk" },
  { Age: 30, Shift: null },
] as const;

describe("tryPredictBatch", () => {
  it("predicts good rows with their warnings, and says of each bad row what predict says of it", () => {
    fc.assert(
      fc.property(
        modelFile.chain((file) =>
          fc.tuple(
            fc.constant(file),
            fc.array(fc.oneof(acceptedRecord(file), fc.constantFrom(...bad)), { maxLength: 150 }),
          ),
        ),
        ([file, records]) => {
          const drawn = loadModel(file);
          const { predictions, issues, warnings } = drawn.tryPredictBatch(records as never, { warnings: true });
          const expected = records.map((record) => {
            try {
              return { prediction: drawn.predict(record as never), problems: [] };
            } catch (error) {
              expect(error).toBeInstanceOf(InputError);
              return { prediction: null, problems: (error as InputError).issues };
            }
          });
          expect(predictions).toEqual(expected.map(({ prediction }) => prediction));
          const codes = expected.flatMap(({ problems }, row) => problems.map(({ code, input }) => [row, code, input]));
          expect(issues.map(({ row, code, input }) => [row, code, input])).toEqual(codes);
          const doubts = records.flatMap((record, row) =>
            predictions[row] === null ? [] : drawn.warnings(record as never).map((warning) => ({ ...warning, row })),
          );
          expect(warnings).toEqual(doubts);
        },
      ),
    );
  });

  it("reads each row once, good or bad", () => {
    let reads = 0;
    const counted = {
      get Age() {
        reads++;
        return 30;
      },
      Shift: "early",
    };
    const { predictions } = model.tryPredictBatch([counted, counted, { Age: 30, Shift: "noon" }]);
    expect(predictions).toEqual([3, 3, null]);
    expect(reads).toBe(2);
  });

  it("finds the warnings of accepted rows, if asked", () => {
    const records = [
      { Age: 30, Shift: "early" },
      { Age: 1000, Shift: "early" },
      { Age: 1000, Shift: "noon" },
    ];
    expect(model.tryPredictBatch(records).warnings).toEqual([]);
    const { warnings } = model.tryPredictBatch(records, { warnings: true });
    expect(warnings).toMatchObject([{ row: 1, code: "OUT_OF_RANGE", input: "Age" }]);
    expect(model.warnings(records[1]!)).toEqual([{ ...warnings[0]!, row: 0 }]);
  });

  it("warns of categories that an encoder ignores", () => {
    const lenient = loadModel(
      tinyModel((file) => {
        const { transformers } = file.pipeline as { transformers: { step: object }[] };
        transformers[1]!.step = { type: "OneHotEncoder", categories: [["early", "late"]], handle_unknown: "ignore" };
      }),
    );
    const { warnings } = lenient.tryPredictBatch(
      [
        { Age: 30, Shift: "early" },
        { Age: 30, Shift: "noon" },
      ],
      { warnings: true },
    );
    expect(warnings).toMatchObject([{ row: 1, code: "UNKNOWN_CATEGORY", input: "Shift" }]);
  });

  it("refuses what is no batch", () => {
    const { issues } = failureOf(InputError, () => model.tryPredictBatch("rows" as never));
    expect(issues.map(({ code }) => code)).toEqual(["NOT_A_BATCH"]);
  });
});

describe("tryPredictColumns", () => {
  it("holds NaN where a row is rejected", () => {
    const { predictions, issues } = model.tryPredictColumns({ Age: [30, "x", 30], Shift: ["early", "early", "noon"] });
    expect(Array.from(predictions)).toEqual([3, NaN, NaN]);
    expect(issues.map(({ row, code, input }) => [row, code, input])).toEqual([
      [1, "WRONG_TYPE", "Age"],
      [2, "UNKNOWN_CATEGORY", "Shift"],
    ]);
  });

  it("has a list for each of several targets", () => {
    const { model: file, inputs } = readFixtures().find(({ name }) => name === "multi_output")!;
    const several = loadModel(file, { targets: ["y2", "y0", "y1"] });
    const records = [...inputs.map((row) => toRecord(file, row)), {} as Record<string, never>];
    const columns = Object.fromEntries(
      several.inputs.map(({ name }) => [name, records.map((record) => record[name] ?? "")]),
    );
    const { predictions, issues } = several.tryPredictColumns(columns);
    const expected = several.tryPredictBatch(records).predictions.map((prediction) => prediction?.y1 ?? NaN);
    expect(Array.from(predictions.y1)).toEqual(expected);
    expect(new Set(issues.map(({ row }) => row))).toEqual(new Set([inputs.length]));
  });
});
