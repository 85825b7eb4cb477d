"""Values as JSON holds them: finite numbers and strings, None where a value is missing."""

import math
import numbers

import numpy as np

LARGEST_EXACT_INTEGER = 2**53


def is_missing(value):
    """None, NaN and pandas' NA and NaT. A string never is."""
    if value is None:
        return True
    if isinstance(value, str):
        return False
    try:
        return bool(value != value)
    except TypeError:  # pandas.NA compares to NA, which has no truth value
        return type(value).__name__ == "NAType"


def plain_number(value):
    """A finite number as int or float, whichever is shorter to write and has the same float64 value; None if it is no such number."""
    if isinstance(value, (bool, np.bool_)):
        return int(value)
    if not isinstance(value, numbers.Real):
        return None
    number = float(value)
    if not math.isfinite(number) or (
        isinstance(value, numbers.Integral) and abs(int(value)) > LARGEST_EXACT_INTEGER
    ):
        return None
    if (
        number.is_integer()
        and abs(number) <= LARGEST_EXACT_INTEGER
        and math.copysign(1, number) == (1 if number >= 0 else -1)
    ):
        return int(number)
    return number


def plain_numbers(values):
    """An array of finite float64 values as a list."""
    return [plain_number(value) for value in np.asarray(values, dtype=np.float64).tolist()]


def plain_category(value):
    """A category as int, float or str, a bool as 0 or 1; None if it is none of them."""
    return str(value) if isinstance(value, str) else plain_number(value)
