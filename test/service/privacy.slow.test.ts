// The log holds no inputs, in many requests.

import { afterEach, describe, it } from "vitest";
import { stopServices } from "../support/service.js";
import { searchLogForInputs } from "./marked-requests.js";

afterEach(stopServices);

describe("the log", () => {
  it("holds no input, in no request and in no error", () => searchLogForInputs(1000));
});
