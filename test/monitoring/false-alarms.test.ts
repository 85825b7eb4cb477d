// Few false alarms on short streams. false-alarms.slow.test.ts has more and longer ones.

import { expect, it } from "vitest";
import { seeded } from "../numeric/seeded.js";
import { DISTRIBUTIONS, runExperiment } from "./streams.js";

it.each(Object.entries(DISTRIBUTIONS))("errors without change seldom raise an alarm: %s", (_, draw) => {
  let alarms = 0;
  for (let seed = 1; seed <= 40; seed++)
    if (runExperiment(draw, seeded(seed), { share: 0.1, scale: 1, outcomes: 1500 }).alarm !== 0) alarms++;
  expect(alarms).toBeLessThanOrEqual(4);
});

it("a challenger whose errors are half as large is found", () => {
  const found = runExperiment(DISTRIBUTIONS["exponential"]!, seeded(1), { share: 0.5, scale: 0.5, outcomes: 5000 });
  expect(found.alarm).toBe(-1);
});
