// Stored values of Parquet as numbers: the nearest float64, which is what JavaScript reads their
// text as.

import fc from "fast-check";
import type { SchemaElement } from "hyparquet";
import { describe, expect, it } from "vitest";
import { numberReader } from "../../src/cli/predict/parquet-value.js";

const decimal = (scale: number, old = false): SchemaElement => ({
  name: "x",
  type: "INT64",
  ...(old ? { converted_type: "DECIMAL", scale } : { logical_type: { type: "DECIMAL", scale, precision: 38 } }),
});

/** A big-endian integer of 16 bytes, in two's complement. */
function toBytes(value: bigint): Uint8Array {
  const hex = BigInt.asUintN(128, value).toString(16).padStart(32, "0");
  return Uint8Array.from(hex.match(/../g)!, (byte) => Number.parseInt(byte, 16));
}

describe("a stored number", () => {
  it("is the decimal's nearest double, however it is stored", () => {
    const unscaled = fc.oneof(
      fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n }),
      fc.bigInt(-(2n ** 127n), 2n ** 127n - 1n),
    );
    fc.assert(
      fc.property(unscaled, fc.integer({ min: 0, max: 38 }), fc.boolean(), (value, scale, old) => {
        const read = numberReader(decimal(scale, old));
        const nearest = Number(`${value}e-${scale}`);
        expect(read(toBytes(value))).toBe(nearest);
        expect(read(value)).toBe(nearest);
        if (Math.abs(Number(value)) < 2 ** 31) expect(read(Number(value))).toBe(nearest);
      }),
    );
  });

  it("has no sign where its type has none", () => {
    for (const element of [
      { name: "x", logical_type: { type: "INTEGER", bitWidth: 64, isSigned: false } },
      { name: "x", converted_type: "UINT_64" },
    ] as const satisfies SchemaElement[]) {
      expect(numberReader(element)(-1n)).toBe(2 ** 64);
      expect(numberReader(element)(-1)).toBe(2 ** 32 - 1);
    }
    expect(numberReader({ name: "x", type: "INT64" })(-1n)).toBe(-1);
  });
});
