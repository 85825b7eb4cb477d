// The texts of times equal those of JavaScript's own, slower functions.

import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { timestamp, unixTime, writeMilliseconds } from "../../src/service/timestamp.js";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

it("the current time is that of Date, forwards and backwards", () => {
  const day = Date.UTC(2026, 10, 30);
  const near = fc.integer({ min: -3000, max: 3000 }).map((offset) => day + offset);
  fc.assert(
    fc.property(fc.array(fc.oneof(near, fc.nat({ max: 4e12 })), { minLength: 1 }), (times) => {
      for (const time of times) {
        vi.setSystemTime(time);
        expect([timestamp(), unixTime()]).toEqual([new Date(time).toISOString(), `${time}`]);
      }
    }),
  );
});

it("milliseconds have three decimals", () => {
  expect([0, 0.0004, 1.25, 9.9996, 61_000.1].map(writeMilliseconds)).toEqual([
    "0.000",
    "0.000",
    "1.250",
    "10.000",
    "61000.100",
  ]);
  fc.assert(
    fc.property(fc.nat({ max: 1e9 }), (microseconds) => {
      expect(writeMilliseconds(microseconds / 1000)).toBe((microseconds / 1000).toFixed(3));
    }),
  );
});
