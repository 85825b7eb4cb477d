"""Write src/numeric/constants.ts, from 60-digit decimal arithmetic."""

import pathlib
from decimal import Decimal, getcontext

getcontext().prec = 60
OUTPUT = pathlib.Path(__file__).parent.parent / "src/numeric/constants.ts"
LN2 = Decimal(2).ln()


def leading_bits(value: Decimal, bits: int) -> float:
    """The value cut to its leading bits, which a double then holds exactly."""
    exponent = 0
    while value * 2**exponent < 2 ** (bits - 1):
        exponent += 1
    return int(value * 2**exponent) / 2**exponent


def two_doubles(value: Decimal) -> "tuple[float, float]":
    """The nearest double, and the nearest double to what it misses."""
    high = float(value)
    return high, float(value - Decimal(high))


step = LN2 / 128
# 34 bits: multiplied by any step count below 2^18, the product is exact in a double.
step_high = leading_bits(step, 34)


def pi() -> Decimal:
    """Machin's formula."""

    def arctangent_of_inverse(n: int) -> Decimal:
        return sum(
            (Decimal((-1) ** k) / ((2 * k + 1) * Decimal(n) ** (2 * k + 1)) for k in range(60)),
            Decimal(0),
        )

    return 16 * arctangent_of_inverse(5) - 4 * arctangent_of_inverse(239)


normaliser, normaliser_low = two_doubles(1 / (2 * pi()).sqrt())

OUTPUT.write_text(
    f"""// Written by scripts/generate-numeric-constants.py; do not edit.

/** 128/ln2: turns an argument into a count of steps of ln2/128. */
export const STEPS_PER_UNIT = {float(1 / step)!r};
/** ln2/128, its leading 34 bits: multiplied by a step count below 2^18 it is exact. */
export const STEP_HIGH = {step_high!r};
/** ln2/128 − STEP_HIGH. */
export const STEP_LOW = {float(step - Decimal(step_high))!r};
/** 1/√(2π): the nearest double, and what it misses. */
export const NORMALISER: readonly [number, number] = [{normaliser!r}, {normaliser_low!r}];
"""
)
