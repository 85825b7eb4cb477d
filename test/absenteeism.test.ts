import { describe, expect, expectTypeOf, it } from "vitest";
import example from "../scripts/example-record.json" with { type: "json" };
import { type AbsenteeismRecord, model, modelFile, predict, predictBatch } from "../src/absenteeism/index.js";
import { load } from "../src/absenteeism/load.js";
import { InputError, loadModel, ModelFileError } from "../src/index.js";
import { failureOf } from "./support/failure.js";
import { tinyModel } from "./support/tiny-model.js";

const record: AbsenteeismRecord = example;

describe("the absenteeism model", () => {
  it("predicts hours, at least none", () => {
    expect(predict(record)).toBeGreaterThanOrEqual(0);
    expect(predictBatch([record, record])).toEqual([predict(record), predict(record)]);
    expect(predict(record)).toBe(model.predict(record));
  });

  it("predicts the example, and with another reason, as the Python pipeline does", () => {
    // The pipeline, as train_absenteeism.py --joblib saves it, predicts -0.03201699156578641 and
    // 1.9836320359131054.
    expect(predict(record)).toBe(0);
    expect(Math.abs(predict({ ...record, "Reason for absence": 23 }) - 1.9836320359131054)).toBeLessThan(1e-13);
  });

  it("was trained honestly, and says how well", () => {
    const { metrics, trainingSamples, testSamples } = model.info;
    expect([trainingSamples, testSamples]).toEqual([592, 148]);
    expect(metrics["test_mae"]).toBeLessThanOrEqual(3.3);
    expect(metrics["grouped_cv_mae"]).toBeLessThanOrEqual(4.1);
    expect(metrics["test_mae"]).toBeLessThan(metrics["baseline_test_mae"]!);
  });

  it("has its model file, which others can load", () => {
    const loaded = loadModel<AbsenteeismRecord>(modelFile);
    expect(loaded.info).toEqual(model.info);
    expect(loaded.predict({ ...record, "Reason for absence": 23 })).toBe(
      predict({ ...record, "Reason for absence": 23 }),
    );
  });

  it("does not read the employee's number", () => {
    expect(model.inputs).toHaveLength(19);
    expect(model.inputs.map(({ name }) => name)).not.toContain("ID");
  });

  it("has compilers for the types of its own steps only", () => {
    expect(failureOf(ModelFileError, () => load(tinyModel()))).toMatchObject({
      code: "MODEL_FILE_INVALID",
      issues: [{ path: "/pipeline/transformers/0/step/steps/0/step/type" }],
    });
  });

  it("knows its columns by name at compile time", () => {
    expectTypeOf<AbsenteeismRecord>().toHaveProperty("Reason for absence").toEqualTypeOf<number>();
    // @ts-expect-error a misspelt column does not compile
    expect(() => predict({ ...record, Agee: 35 })).not.toThrow();
    const { Age: _, ...incomplete } = record;
    // @ts-expect-error nor does one that is absent
    const { issues } = failureOf(InputError, () => predict(incomplete));
    expect(issues.map(({ code, input }) => [code, input])).toEqual([["MISSING_INPUT", "Age"]]);
  });
});
