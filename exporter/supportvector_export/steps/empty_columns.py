"""Columns without a value in the training data, of which a step has learnt nothing."""

from typing import Any

from ..errors import UnsupportedStepError


def check_columns(step: Any, path: str, learnt: list) -> None:
    """Raises for a column of which the step has learnt no number.

    Parameters
    ----------
    step
        The fitted step.
    path
        The names that lead to it.
    learnt
        What it has learnt, per column: a number or a list of numbers, with None for NaN.
    """
    for i, numbers in enumerate(learnt):
        if numbers is None or (isinstance(numbers, list) and None in numbers):
            raise UnsupportedStepError(
                path, step, f"found only missing values in column {i}, which is not supported"
            )
