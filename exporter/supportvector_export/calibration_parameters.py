"""What may be wrong with the parameters of `calibrate`."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Sequence
from numbers import Integral, Real
from typing import Any

import numpy as np
from sklearn.exceptions import NotFittedError
from sklearn.utils.validation import check_is_fitted

from .scalars import is_missing

METHODS = ("split", "cross")
SCORES = ("absolute", "signed", "normalized")


def read_y(X: Any, y: Any) -> tuple[np.ndarray | None, list[str]]:
    """Returns y as n or n × targets numbers, and what is wrong with X and y."""
    if not hasattr(X, "shape") or len(X.shape) != 2 or X.shape[0] == 0:
        return None, ["X: expected a DataFrame or a 2-D array with at least one row"]
    try:
        y = np.asarray(y, dtype=np.float64)
    except (TypeError, ValueError):
        return None, ["y: expected finite numbers, got other values"]
    if y.ndim not in (1, 2) or len(y) != X.shape[0] or y.size == 0:
        return None, [f"y: expected {X.shape[0]} rows of numbers, got the shape {y.shape}"]
    y = y.ravel() if y.ndim == 2 and y.shape[1] == 1 else y
    wrong = np.flatnonzero(~np.isfinite(y.reshape(len(y), -1)).all(axis=1))
    if len(wrong):
        return None, [f"y: expected finite numbers, got another value in row {wrong[0]}"]
    return y, []


def find_choices(pipeline: Any, method: str, score: str, spread: Any) -> Iterator[str]:
    """Yields what is wrong with the pipelines for this method and this score."""
    if method not in METHODS:
        yield f"method: expected one of {METHODS}, got {method!r}"
    if score not in SCORES:
        yield f"score: expected one of {SCORES}, got {score!r}"
    if score == "normalized" and not hasattr(spread, "predict"):
        yield f"spread: expected a pipeline for the score 'normalized', got {spread!r}"
    if score != "normalized" and spread is not None:
        yield "spread: needs the score 'normalized'"
    if not hasattr(pipeline, "predict"):
        yield f"pipeline: expected a pipeline with a regressor, got {pipeline!r}"
    elif method == "split" and not is_fitted(pipeline):
        yield "pipeline: is not fitted, which method='split' needs"
    for name, estimator in [("pipeline", pipeline), ("spread", spread)]:
        if method == "cross" and _holds_frozen(estimator):
            yield (
                f"{name}: a FrozenEstimator is not fitted again, so it has seen the held-out rows. "
                "Calibrate with method='split' on other rows"
            )


def find_numbers(min_spread: Any, min_rows: Any, decimals: Any) -> Iterator[str]:
    """Yields what is wrong with the numbers."""
    if min_spread is not None and not (
        isinstance(min_spread, Real) and math.isfinite(min_spread) and min_spread > 0
    ):
        yield f"min_spread: expected a finite number > 0, got {min_spread!r}"
    if not _is_count(min_rows):
        yield f"min_rows: expected a whole number >= 1, got {min_rows!r}"
    if decimals is not None and not _is_count(decimals, least=0):
        yield f"decimals: expected a whole number >= 0, got {decimals!r}"


def find_groups(groups: Sequence[Hashable] | None, X: Any) -> Iterator[str]:
    """Yields what is wrong with the groups of the rows."""
    if groups is None or not hasattr(X, "shape"):
        return
    if len(groups) != X.shape[0]:
        yield f"groups: expected {X.shape[0]} values, one per row, got {len(groups)}"
    elif any(is_missing(group) for group in groups):
        yield "groups: expected a group for each row, got a missing value"


def is_fitted(estimator: Any) -> bool:
    """Returns whether an estimator is fitted."""
    try:
        check_is_fitted(estimator)
    except (NotFittedError, TypeError):
        return False
    return True


def _is_count(value, least=1):
    return isinstance(value, Integral) and not isinstance(value, bool) and value >= least


def _holds_frozen(estimator):
    parameters = estimator.get_params(deep=True) if hasattr(estimator, "get_params") else {}
    parts = [estimator, *parameters.values()]
    return any(type(part).__name__ == "FrozenEstimator" for part in parts)
