"""Writes src/numeric/constants.ts by 60-digit decimal arithmetic."""

import pathlib
from decimal import Decimal, getcontext

getcontext().prec = 60
OUTPUT = pathlib.Path(__file__).parent.parent / "src/numeric/constants.ts"
LN2 = Decimal(2).ln()


def leading_bits(value: Decimal, bits: int) -> float:
    """Returns the leading bits of the value, which a double holds exactly."""
    exponent = 0
    while value * 2**exponent < 2 ** (bits - 1):
        exponent += 1
    return int(value * 2**exponent) / 2**exponent


def two_doubles(value: Decimal) -> "tuple[float, float]":
    """Returns the nearest double, and the double nearest to the rest."""
    high = float(value)
    return high, float(value - Decimal(high))


step = LN2 / 512
# The product of 33 bits and a step count below 2^20 is exact in a double.
step_high = leading_bits(step, 33)


def pi() -> Decimal:
    """Returns π by Machin's formula."""

    def arctangent_of_inverse(n: int) -> Decimal:
        return sum(
            (Decimal((-1) ** k) / ((2 * k + 1) * Decimal(n) ** (2 * k + 1)) for k in range(60)),
            Decimal(0),
        )

    return 16 * arctangent_of_inverse(5) - 4 * arctangent_of_inverse(239)


normaliser, normaliser_low = two_doubles(1 / (2 * pi()).sqrt())
sixteenth, sixteenth_low = two_doubles(pi() / 16)

OUTPUT.write_text(
    f"""// Written by scripts/generate-numeric-constants.py. Do not edit.

/** 512/ln2, which turns an argument into a count of steps of ln2/512. */
export const STEPS_PER_UNIT = {float(1 / step)!r};
/** The leading 33 bits of ln2/512. The product with a step count below 2^20 is exact. */
export const STEP_HIGH = {step_high!r};
/** ln2/512 − STEP_HIGH. */
export const STEP_LOW = {float(step - Decimal(step_high))!r};
/** 1/√(2π) as the nearest double, and the double nearest to the rest. */
export const NORMALISER: readonly [number, number] = [{normaliser!r}, {normaliser_low!r}];
/** π/16 as the nearest double, and the double nearest to the rest. */
export const SIXTEENTH_OF_PI: readonly [number, number] = [{sixteenth!r}, {sixteenth_low!r}];
"""
)
