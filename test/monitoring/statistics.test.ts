// The statistics of drift against scipy, Evidently and NannyML. generate.py wrote what they return.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { adjustByBenjaminiHochberg } from "../../src/monitoring/benjamini-hochberg.js";
import { chiSquaredTest } from "../../src/monitoring/chi-squared.js";
import { upperIncompleteGamma } from "../../src/monitoring/incomplete-gamma.js";
import { jensenShannonDistance } from "../../src/monitoring/jensen-shannon.js";
import { kolmogorovSmirnovTest, kolmogorovSurvival } from "../../src/monitoring/kolmogorov-smirnov.js";
import { populationStabilityIndex } from "../../src/monitoring/psi.js";
import { sqrt } from "../../src/numeric/sqrt.js";

const read = (library: string) => JSON.parse(readFileSync(new URL(`${library}.json`, import.meta.url), "utf8"));
const scipy = read("scipy");
const evidently = read("evidently");
const nannyml = read("nannyml");

/** Allows 1e-9 of the size, and more below 1e-250, where a p-value is about to underflow. */
function expectClose(actual: number, expected: number, context: unknown): void {
  const error = Math.abs(actual - expected);
  expect(error <= 1e-9 * Math.abs(expected) + 1e-259, `${actual} is not ${expected}: ${JSON.stringify(context)}`).toBe(
    true,
  );
}

interface Pair {
  readonly reference: number[];
  readonly window: number[];
}

/** Compares a function of two lists of counts with a column of a library's results. */
function compare<T extends Pair>(pairs: T[], measure: (pair: T) => number, expected: (pair: T) => number): void {
  expect(pairs.length).toBeGreaterThan(25);
  for (const pair of pairs) expectClose(measure(pair), expected(pair), pair);
}

describe("the population stability index", () => {
  it("is Evidently's", () => {
    compare<Pair & { psi: number }>(
      evidently.pairs,
      ({ reference, window }) => populationStabilityIndex(reference, window),
      ({ psi }) => psi,
    );
  });

  it("does not jump where a share falls below 1 in 10,000, as Evidently's does", () => {
    const reference = [100_000, 100_000];
    const least = populationStabilityIndex(reference, [1, 199_999]);
    expect(populationStabilityIndex(reference, [0, 200_000])).toBeCloseTo(least, 4);
  });
});

describe("the Jensen-Shannon distance", () => {
  it.each([
    ["scipy", scipy],
    ["NannyML", nannyml],
  ])("is that of %s", (_, { pairs }) => {
    compare<Pair & { jensen_shannon: number }>(
      pairs,
      ({ reference, window }) => jensenShannonDistance(reference, window),
      (pair) => pair.jensen_shannon,
    );
  });

  it("is Evidently's over the root of ln 2, because its logarithm is the natural one", () => {
    compare<Pair & { jensen_shannon_base_e: number }>(
      evidently.pairs,
      ({ reference, window }) => jensenShannonDistance(reference, window) * sqrt(Math.LN2),
      (pair) => pair.jensen_shannon_base_e,
    );
  });
});

describe("the Kolmogorov-Smirnov test", () => {
  type Results = Pair & { kolmogorov_smirnov: [number, number] };
  it.each(["statistic", "pValue"] as const)("has scipy's %s", (key) => {
    compare<Results>(
      scipy.pairs,
      ({ reference, window }) => kolmogorovSmirnovTest(reference, window)[key],
      ({ kolmogorov_smirnov: [statistic, pValue] }) => ({ statistic, pValue })[key],
    );
  });

  it("has scipy's limit distribution", () => {
    for (const [lambda, survival] of scipy.kolmogorov) expectClose(kolmogorovSurvival(lambda), survival, lambda);
  });
});

describe("the χ² test", () => {
  type Results = Pair & { chi_squared: [number, number, number] };
  it.each(["statistic", "pValue", "degreesOfFreedom"] as const)("has scipy's %s", (key) => {
    compare<Results>(
      scipy.pairs,
      ({ reference, window }) => chiSquaredTest(reference, window)[key],
      ({ chi_squared: [statistic, pValue, degreesOfFreedom] }) => ({ statistic, pValue, degreesOfFreedom })[key],
    );
  });

  it("has NannyML's statistic, but for two categories, where NannyML corrects for continuity", () => {
    compare<Pair & { chi_squared: number }>(
      nannyml.pairs.filter(({ reference }: Pair) => reference.length > 2),
      ({ reference, window }) => chiSquaredTest(reference, window).statistic,
      (pair) => pair.chi_squared,
    );
  });

  it("has scipy's distribution", () => {
    for (const [df, x, survival] of scipy.chi2) expectClose(upperIncompleteGamma(df / 2, x / 2), survival, [df, x]);
  });
});

describe("the adjustment of Benjamini and Hochberg", () => {
  it("is scipy's", () => {
    for (const [pValues, adjusted] of scipy.benjamini_hochberg) {
      const found = adjustByBenjaminiHochberg(pValues);
      expect(found.length).toBe(adjusted.length);
      found.forEach((pValue, i) => {
        expectClose(pValue, adjusted[i], pValues);
      });
    }
  });
});
