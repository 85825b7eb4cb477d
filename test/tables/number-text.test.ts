import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toText } from "../../src/tables/number-text.js";

describe("a number's text", () => {
  it("reads back as the same bits, as JavaScript and as JSON", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(toText(value))).toBe(value);
        expect(JSON.parse(toText(value))).toBe(value);
      }),
    );
    expect(toText(-0)).toBe("-0");
  });

  it("is what String gives, for infinite numbers too", () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        fc.pre(!Object.is(value, -0));
        expect(toText(value)).toBe(String(value));
      }),
      { examples: [[Infinity], [-Infinity], [NaN], [1e21], [1e-7], [5e-324]] },
    );
  });
});
