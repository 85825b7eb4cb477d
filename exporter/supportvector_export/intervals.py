"""The intervals of a model file: sorted scores of held-out rows, by category where asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Any

import numpy as np

from .calibration import Calibration
from .errors import CalibrationError
from .scalars import plain_numbers

WIDE = Context(prec=1500)
"""Enough digits for any float64 and its decimals."""


def make_intervals(
    calibration: Calibration,
    predictions: np.ndarray,
    model: Mapping[str, Any],
    columns: Sequence[list],
    names: Sequence[str],
    spread: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """Returns the intervals of a model file.

    Parameters
    ----------
    calibration
        The held-out rows.
    predictions
        Their predictions, n × targets, after the clipping.
    model
        The model file.
    columns
        The n values of each of its inputs, None where one is missing.
    names
        The names of the columns that the pipeline was fitted on.
    spread
        The model file of the spread, None without one.

    Raises
    ------
    CalibrationError
        The calibration does not fit the model file.
    """
    problems = list(_find_in_spread(spread, model)) if spread else []
    position = None
    if calibration.by is not None:
        position, problem = _find_input(calibration.by, model, names)
        problems += problem
    if problems:
        raise CalibrationError("; ".join(problems))
    scores = calibration.actual - predictions
    if calibration.score != "signed":
        scores = np.abs(scores)
    if calibration.spread:
        scores /= calibration.spread.of_rows

    def group(rows):
        ends = [_sort(column, calibration) for column in scores[rows].T]
        return {"scores": [plain_numbers(column) for column in ends]}

    intervals = {"type": calibration.score, "method": calibration.method}
    if position is None:
        intervals["groups"] = [group(slice(None))]
    else:
        intervals["input"] = position
        known = model["inputs"][position]["categories"]
        split = _split(columns[position], known, calibration.min_rows)
        intervals["groups"] = [
            {**({} if category is None else {"categories": [category]}), **group(rows)}
            for category, rows in split
        ]
    return {**intervals, **({"spread": spread} if spread else {})}


def _split(values, known, min_rows):
    """Returns (category, rows) for each frequent category, and (None, rows) for all others.

    The others take all rows where they have fewer than a category needs.
    """
    counted = Counter(values)
    frequent = [category for category in known if counted[category] >= min_rows]
    others = [row for row, value in enumerate(values) if value not in frequent]
    if len(others) < min_rows:
        others = range(len(values))
    groups = [
        (category, [row for row, value in enumerate(values) if value == category])
        for category in frequent
    ]
    return [*groups, (None, list(others))]


def _sort(scores, calibration):
    """Returns scores in ascending order, rounded so that no interval is narrower.

    Signed scores below the median are lower ends, so they are rounded down.
    """
    ascending = np.sort(scores)
    if calibration.decimals is None:
        return ascending
    lower = len(ascending) // 2 if calibration.score == "signed" else 0
    return [
        _round(score, calibration.decimals, ROUND_FLOOR if rank < lower else ROUND_CEILING)
        for rank, score in enumerate(ascending.tolist())
    ]


def _round(number, decimals, rounding):
    return float(Decimal(number).quantize(Decimal(1).scaleb(-decimals), rounding, WIDE))


def _find_input(by, model, names):
    """Returns the position of an input with categories, and what is wrong with its name."""
    name = names[by] if isinstance(by, int) and 0 <= by < len(names) else by
    position = next((i for i, each in enumerate(model["inputs"]) if each["name"] == name), None)
    if position is None:
        return None, [f"by: expected an input that the pipeline reads, got {by!r}"]
    if "categories" not in model["inputs"][position]:
        return None, [f"by: expected an input with categories, got the numbers of {name!r}"]
    return position, []


def _find_in_spread(spread, model):
    """Yields what the spread cannot read of a record for the model file."""
    inputs = {described["name"]: described for described in model["inputs"]}
    for described in spread["inputs"]:
        name, read = described["name"], inputs.get(described["name"])
        if read is None:
            yield f"spread: reads the column {name!r}, which is no input of the pipeline"
        elif read["kind"] != described["kind"]:
            yield f"spread: reads {name!r} as a {described['kind']}, the pipeline as another kind"
        elif read["missing"] and not described["missing"]:
            yield f"spread: takes no missing values of {name!r}, which the pipeline takes"
