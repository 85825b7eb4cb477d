// What a model predicts is known to its type, and what it holds stays in it.

import { inspect } from "node:util";
import { describe, expect, expectTypeOf, it } from "vitest";
import { type InputRecord, loadModel, type Model, ModelFileError, type Prediction } from "../src/index.js";
import { failureOf } from "./support/failure.js";
import { readFixture } from "./support/fixtures.js";
import { tinyModel } from "./support/tiny-model.js";

const several = readFixture("multi_output").model;

describe("targets", () => {
  it("are one name, or several", () => {
    expect(loadModel(tinyModel()).targets).toEqual(["hours"]);
    expect(loadModel(tinyModel((file) => delete file.metadata.target)).targets).toEqual(["prediction"]);
    expect(loadModel(several, { targets: "any" }).targets).toEqual(["y0", "y1", "y2"]);
  });

  it.each([
    [several, undefined],
    [several, ["y0", "y1"]],
    [several, ["y0", "y1", "y3"]],
    [tinyModel(), ["hours", "days"]],
    [tinyModel(), ["hours"]],
  ])("must be those that the caller expects", (file, targets) => {
    const options = targets && { targets: targets as never };
    const error = failureOf(ModelFileError, () => loadModel(file, options as never));
    expect(error.code).toBe("MODEL_FILE_TARGETS");
    expect(error.issues).toMatchObject([{ path: "/regressor" }]);
  });

  it("decide the type of predictions", () => {
    const one = loadModel(tinyModel());
    expectTypeOf(one.predict).returns.toEqualTypeOf<number>();
    expectTypeOf(one.predictColumns).returns.toEqualTypeOf<Float64Array>();
    const named = loadModel(several, { targets: ["y0", "y1", "y2"] });
    expectTypeOf(named.predict).returns.toEqualTypeOf<Readonly<Record<"y0" | "y1" | "y2", number>>>();
    expectTypeOf(named.predictColumns({ x0: [], x1: [], x2: [] }).y1).toEqualTypeOf<Float64Array>();
    // TypeScript infers no parameter beside a given one, so the names are unknown here.
    const unnamed = loadModel<InputRecord>(several, { targets: ["y0", "y1", "y2"] });
    expectTypeOf(unnamed.predict).returns.toEqualTypeOf<Readonly<Record<string, number | undefined>>>();
    const columns = unnamed.predictColumns({ x0: [], x1: [], x2: [] });
    expectTypeOf(columns).toEqualTypeOf<{ readonly [name: string]: Float64Array | undefined }>();
    const any = loadModel(several, { targets: "any" });
    expectTypeOf(any).toEqualTypeOf<Model<InputRecord, Prediction>>();
    // @ts-expect-error: an object is no number
    const wrong: Model = any;
    expect(wrong).toBe(any);
  });
});

describe("a model", () => {
  it("writes out neither training rows nor records", () => {
    const model = loadModel(tinyModel());
    model.predict({ Age: 37.25, Shift: "early" });
    expect(Object.keys(JSON.parse(JSON.stringify(model))).sort()).toEqual(
      ["info", "inputs", "targets", "featureNamesOut", "inputSchema", "plan"].sort(),
    );
    for (const text of [JSON.stringify(model), inspect(model, { depth: 9 })]) {
      expect(text).not.toContain("37.25");
      expect(text).not.toMatch(/support_vectors|verification|computation|cells/);
    }
  });
});
