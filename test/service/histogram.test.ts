// The histogram against prom-client's.

import fc from "fast-check";
import { Histogram, Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { createHistogram } from "../../src/service/metrics/histogram.js";

interface MetricOf {
  readonly values: readonly { readonly metricName: string; readonly labels: object; readonly value: number }[];
}

const about = { name: "sizes", help: "Sizes of things." };
// No -1: prom-client also counts values above all bounds there.
const BUCKETS = [-2, 0, 0.00001, 2.5, 1024];

const value = fc.oneof(fc.constantFrom(...BUCKETS), fc.double({ noNaN: true, noDefaultInfinity: true }));

describe("a histogram", () => {
  it("equals prom-client's, as text and as JSON", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(value), fc.array(value, { minLength: 1 }), async (few, many) => {
        const [own, theirs] = [new Registry(), new Registry()];
        const mine = createHistogram({ ...about, buckets: BUCKETS, registry: own });
        const reference = new Histogram({ ...about, labelNames: ["thing"], buckets: BUCKETS, registers: [theirs] });
        for (const [thing, values] of Object.entries({ few: [1, ...few], many })) {
          const series = mine.series({ thing });
          for (const one of values) {
            series.observe(one);
            reference.observe({ thing }, one);
          }
        }
        expect(await own.metrics()).toBe(await theirs.metrics());
        // prom-client's values also have a place for exemplars.
        const [{ values, ...theirRest }] = (await theirs.getMetricsAsJSON()) as unknown as [MetricOf];
        const withoutExemplars = values.map(({ metricName, labels, value }) => ({ metricName, labels, value }));
        expect(await own.getMetricsAsJSON()).toEqual([{ ...theirRest, values: withoutExemplars }]);
      }),
    );
  });

  it("resets with its registry", async () => {
    const registry = new Registry();
    const series = createHistogram({ ...about, buckets: BUCKETS, registry }).series({});
    series.observe(1);
    registry.resetMetrics();
    series.observe(2);
    expect(await registry.metrics()).toMatch(/^sizes_sum 2\nsizes_count 1$/m);
  });
});
