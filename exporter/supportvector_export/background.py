"""The background of a model file: few rows that stand for the sample in explanations.

An explanation averages over the background. So its rows are chosen together, such that their
average comes near that of all rows: they minimise the energy distance to the sample (support
points, Mak and Joseph 2018), whatever the model computes. k-medoids would give a crowd of rows and
an outlier the same weight: their error is two to ten times as large (bench/background.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from numbers import Integral
from typing import Any

import numpy as np

from .errors import ExportError

ROWS = 20
"""The number of rows, unless the caller asks for another."""
LARGEST_SAMPLE = 10_000
"""Rows are chosen from so many, evenly spaced, where the sample has more."""
LARGEST_PASSES = 10
"""How often each of the chosen rows may be exchanged."""


def read_count(background: Any) -> int | None:
    """Returns the number of rows to choose from the sample, None where rows are given.

    Raises ExportError for what is neither.
    """
    if isinstance(background, (bool, np.bool_)):
        return ROWS if background else 0
    if isinstance(background, Integral) and background > 0:
        return int(background)
    if hasattr(background, "shape") or hasattr(background, "to_pandas"):
        return None
    raise ExportError(
        f"background: expected True, False, a number of rows >= 1 or rows, got {background!r}"
    )


def choose_background(
    inputs: Sequence[Mapping[str, Any]], columns: Sequence[list], count: int
) -> list[int]:
    """Returns the positions of the rows that stand for all, in ascending order.

    The distance of two rows is a sum over inputs. Two numbers are as far apart as their difference,
    divided by that of the 5 % and the 95 % quantile. Numbers further out than this difference count
    as no further. Two categories are 0 or 1 apart, and so are a missing value and another one.

    The time is proportional to rows × inputs × count. The same columns give the same positions.

    Parameters
    ----------
    inputs
        The inputs of the model file.
    columns
        The n values of each input, None where one is missing.
    count
        The number of rows. All are returned where there are no more.
    """
    rows = len(columns[0]) if columns else 0
    if rows <= count:
        return list(range(rows))
    candidates = np.linspace(0, rows - 1, min(rows, max(LARGEST_SAMPLE, count))).round().astype(int)
    measures = [
        (Numbers if described["kind"] == "number" else Categories)([column[i] for i in candidates])
        for described, column in zip(inputs, columns)
    ]
    return sorted(candidates[_minimise_energy(measures, count)].tolist())


def _minimise_energy(measures, count):
    """Returns the positions of k rows s that minimise the energy distance to all n rows x.

    Up to a constant, it is 2/(n·k) ΣΣ d(s, x) − 1/k² ΣΣ d(s, s'). Rows join one by one. Then each
    of them is exchanged for the best other row, until that changes nothing.
    """

    def distances_from(row):
        return sum(measure.distances_from(row) for measure in measures)

    def find_best(to_others, size, others):
        energy = mean / size - to_others / size**2
        energy[others] = np.inf
        return int(energy.argmin())

    mean = sum(measure.mean_distances() for measure in measures)
    chosen, to_chosen = [], np.zeros(len(mean))
    for size in range(1, count + 1):
        chosen.append(find_best(to_chosen, size, chosen))
        to_chosen += distances_from(chosen[-1])
    for _ in range(LARGEST_PASSES):
        before = list(chosen)
        for i in range(count):
            to_others = to_chosen - distances_from(chosen[i])
            chosen[i] = find_best(to_others, count, chosen[:i] + chosen[i + 1 :])
            to_chosen = to_others + distances_from(chosen[i])
        if chosen == before:
            break
    return chosen


class Numbers:
    """Distances of n rows in an input of numbers."""

    def __init__(self, values: Sequence) -> None:
        self._numbers = np.array([np.nan if value is None else value for value in values], float)
        self._missing = np.isnan(self._numbers)
        ordered = np.sort(self._numbers[~self._missing])
        if len(ordered):
            # A difference of numbers up to 1 does not overflow.
            largest = np.abs(ordered).max() or 1
            ordered, self._numbers = ordered / largest, self._numbers / largest
            rank = (len(ordered) - 1) // 20
            low, high = ordered[rank], ordered[-1 - rank]
            if low == high:
                low, high = ordered[0], ordered[-1]
            width = (high - low) or 1
            self._numbers = np.clip(self._numbers, low - width, high + width) / width

    def distances_from(self, row: int) -> np.ndarray:
        """Returns the distance of each row from one."""
        if self._missing[row]:
            return (~self._missing).astype(float)
        return np.where(self._missing, 1, np.abs(self._numbers - self._numbers[row]))

    def mean_distances(self) -> np.ndarray:
        """Returns the mean distance of each row from all."""
        ordered = np.sort(self._numbers[~self._missing])
        below = np.searchsorted(ordered, self._numbers)
        sums = np.concatenate([[0], np.cumsum(ordered)])
        count = len(ordered)
        to_present = self._numbers * (2 * below - count) + sums[-1] - 2 * sums[below]
        missing = self._missing.sum()
        return np.where(self._missing, count, to_present + missing) / len(self._numbers)


class Categories:
    """Distances of n rows in an input of categories."""

    def __init__(self, values: Sequence) -> None:
        codes = {value: code for code, value in enumerate(dict.fromkeys(values))}
        self._codes = np.array([codes[value] for value in values])

    def distances_from(self, row: int) -> np.ndarray:
        """Returns the distance of each row from one."""
        return (self._codes != self._codes[row]).astype(float)

    def mean_distances(self) -> np.ndarray:
        """Returns the mean distance of each row from all."""
        return 1 - np.bincount(self._codes)[self._codes] / len(self._codes)
