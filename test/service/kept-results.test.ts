// Results by subject: computed once for those that come again, in bounded memory.

import { expect, it } from "vitest";
import { keepResults } from "../../src/service/model/kept-results.js";

/** Returns a function that keeps lengths, and the subjects that it computed. */
function lengths(): { lengthOf: (subject: string) => number; computed: string[] } {
  const computed: string[] = [];
  const lengthOf = keepResults((subject) => {
    computed.push(subject);
    return subject.length;
  });
  return { lengthOf, computed };
}

it("computes the result of a subject once", () => {
  const { lengthOf, computed } = lengths();
  expect(["a", "bcd", "a", "", "", "bcd"].map(lengthOf)).toEqual([1, 3, 1, 0, 0, 3]);
  expect(computed).toEqual(["a", "bcd", ""]);
});

it("keeps 10,000 subjects at most", () => {
  const { lengthOf, computed } = lengths();
  for (let i = 0; i < 10_000; i++) lengthOf(`${i}`);
  lengthOf("9999");
  expect(computed).toHaveLength(10_000);
  lengthOf("one more");
  expect(lengthOf("9999")).toBe(4);
  expect(computed.slice(10_000)).toEqual(["one more", "9999"]);
});

it("keeps no long subject", () => {
  const { lengthOf, computed } = lengths();
  const [long, longer] = ["x".repeat(100), "x".repeat(101)];
  expect([long, longer, long, longer].map(lengthOf)).toEqual([100, 101, 100, 101]);
  expect(computed.map(({ length }) => length)).toEqual([100, 101, 101]);
});
