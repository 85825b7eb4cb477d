// A JSON record is accepted by the model exactly when ajv accepts it under `inputSchema`: many
// models.

import { describe, it } from "vitest";
import { compareWithAjv } from "./accepted-records.js";

describe("inputSchema", () => {
  it("accepts what the model accepts, and nothing else", () => compareWithAjv(500));
});
