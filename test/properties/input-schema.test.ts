// A JSON record is accepted by the model exactly when ajv accepts it under `inputSchema`.

import { describe, expect, it } from "vitest";
import { loadModel } from "../../src/index.js";
import { readFixtures, toRecord } from "../support/fixtures.js";
import { compareWithAjv, compile } from "./accepted-records.js";

describe("inputSchema", () => {
  it("accepts what the model accepts, and nothing else", () => compareWithAjv(50));

  it.each(readFixtures())("accepts the rows of $name", ({ model: file, inputs }) => {
    const validate = compile(loadModel(file, { targets: "any" }).inputSchema);
    for (const row of inputs) expect(validate(toRecord(file, row))).toBe(true);
  });
});
