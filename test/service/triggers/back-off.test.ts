// Delays between attempts.

import { expect, it } from "vitest";
import { delayAfter } from "../../../src/service/triggers/back-off.js";

it("doubles from half a second to an hour", () => {
  expect([1, 2, 3, 12, 13, 5000].map((attempts) => delayAfter(attempts, 1))).toEqual([
    1000, 2000, 4000, 2_048_000, 3_600_000, 3_600_000,
  ]);
  expect([1, 2, 5000].map((attempts) => delayAfter(attempts, 0))).toEqual([500, 1000, 1_800_000]);
});
