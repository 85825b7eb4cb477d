// Inputs stand nowhere in the log: many requests.

import { afterEach, describe, it } from "vitest";
import { stopServices } from "../support/service.js";
import { searchLogForInputs } from "./marked-requests.js";

afterEach(stopServices);

describe("the log", () => {
  it("holds no input, whatever is sent and whatever goes wrong", () => searchLogForInputs(1000));
});
