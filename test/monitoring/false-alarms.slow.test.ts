// False alarms of 1,000 streams that are looked at after each of 10,000 outcomes, and how soon a
// worse challenger is found. The tables of docs/monitoring.md are what this prints.

import { describe, expect, it } from "vitest";
import { seeded } from "../numeric/seeded.js";
import { DISTRIBUTIONS, runExperiment, watchUnchanged } from "./streams.js";

const STREAMS = 1000;
const OUTCOMES = 10_000;

/** Returns the share of streams with an alarm, in percent. */
function alarms(run: (random: () => number) => number): number {
  let count = 0;
  for (let seed = 1; seed <= STREAMS; seed++) if (run(seeded(seed)) !== 0) count++;
  return (100 * count) / STREAMS;
}

describe.each(Object.entries(DISTRIBUTIONS))("errors: %s", (name, draw) => {
  it("without change raise at most 5 % of alarms", () => {
    const measured = {
      "experiment 50:50": alarms(
        (random) => runExperiment(draw, random, { share: 0.5, scale: 1, outcomes: OUTCOMES }).alarm,
      ),
      "experiment 90:10": alarms(
        (random) => runExperiment(draw, random, { share: 0.1, scale: 1, outcomes: OUTCOMES }).alarm,
      ),
      "148 held-out rows": alarms((random) => watchUnchanged(draw, random, { rows: 148, outcomes: OUTCOMES })),
      "2,000 held-out rows": alarms((random) => watchUnchanged(draw, random, { rows: 2000, outcomes: OUTCOMES })),
    };
    console.log(name, measured);
    for (const [where, share] of Object.entries(measured)) expect(share, where).toBeLessThanOrEqual(5);
  });

  it.each([0.5, 0.1])("find a challenger that is a fifth worse about as soon as a fixed test, share %s", (share) => {
    const random = seeded(1);
    const sample = Float64Array.from({ length: 1_000_000 }, () => draw(random));
    const mean = sample.reduce((sum, error) => sum + error, 0) / sample.length;
    const variance = sample.reduce((sum, error) => sum + (error - mean) ** 2, 0) / sample.length;
    // Outcomes of a two-sided test at 5 % with a power of 80 %: (z_0.975 + z_0.8)² · V / d².
    const fixed = (7.8489 * (variance / (1 - share) + (1.44 * variance) / share)) / (0.2 * mean) ** 2;
    const ended = [];
    for (let seed = 1; seed <= 200; seed++) {
      const run = runExperiment(draw, seeded(seed), { share, scale: 1.2, outcomes: Math.ceil(5 * fixed) });
      expect(run.alarm).not.toBe(-1);
      ended.push(Math.min(run.outcomes, 5 * fixed) / fixed);
    }
    ended.sort((a, b) => a - b);
    const average = ended.reduce((sum, part) => sum + part, 0) / ended.length;
    console.log(name, share, { fixed: Math.round(fixed), median: ended[100], mean: average, "80 %": ended[160] });
    expect(ended[100]).toBeLessThan(1.5);
    expect(average).toBeLessThan(1.5);
  });
});
