"""Values as JSON holds them: finite numbers, strings, and None for a missing value."""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterable
from typing import Any

import numpy as np

LARGEST_EXACT_INTEGER = 2**53


def is_missing(value: Any) -> bool:
    """Returns whether the value is None, NaN, or the NA or NaT of pandas."""
    if value is None:
        return True
    if isinstance(value, str):
        return False
    try:
        return bool(value != value)
    except TypeError:  # a comparison with pandas.NA is NA, which has no truth value
        return type(value).__name__ == "NAType"


def plain_number(value: Any) -> int | float | None:
    """Returns a finite number as int or float, and None for anything else.

    An int is shorter in JSON. It is returned where it has the same float64 value.
    """
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


def plain_numbers(values: Iterable) -> list:
    """Returns an array of finite float64 values as a list."""
    return [plain_number(value) for value in np.asarray(values, dtype=np.float64).tolist()]


def plain_category(value: Any) -> int | float | str | None:
    """Returns a category as int, float or str, a bool as 0 or 1, and None for anything else."""
    return str(value) if isinstance(value, str) else plain_number(value)
