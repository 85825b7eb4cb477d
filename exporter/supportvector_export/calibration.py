"""Held-out rows for prediction intervals: what the pipeline predicts, and the actual values.

Split: the pipeline is fitted, and the rows are others than those of its training. Cross: a clone
predicts each fold, fitted on the rows of the other folds. Both are those of MAPIE
(`SplitConformalRegressor`, and `CrossConformalRegressor` with the method "base").
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import BaseCrossValidator
from sklearn.utils.validation import check_is_fitted

from .errors import CalibrationError
from .folds import find_folds, predict_held_out, predict_rows
from .problems import list_problems
from .sample import to_pandas
from .scalars import is_missing
from .spread import Spread, errors_without_folds, fit_by_fold, use_fitted

if TYPE_CHECKING:
    import pandas

METHODS = ("split", "cross")
SCORES = ("absolute", "signed", "normalized")


@dataclass(frozen=True)
class Calibration:
    """What `export_pipeline` makes prediction intervals of."""

    method: str
    score: str
    X: Any
    """The n held-out rows."""
    actual: np.ndarray
    """Their actual values, n × targets."""
    predictions: np.ndarray
    """Their predictions, n × targets, before the clipping."""
    spread: Spread | None
    by: str | int | None
    min_rows: int
    digits: int | None


def calibrate(
    pipeline: BaseEstimator,
    X: pandas.DataFrame | np.ndarray | sparse.spmatrix,
    y: Any,
    *,
    groups: Sequence[Hashable] | None = None,
    method: str = "cross",
    score: str = "absolute",
    cv: int | BaseCrossValidator | Iterable = 5,
    spread: BaseEstimator | None = None,
    min_spread: float | None = None,
    by: str | int | None = None,
    min_rows: int = 20,
    digits: int | None = None,
) -> Calibration:
    """Predicts held-out rows, for the parameter `intervals` of `export_pipeline`.

    Parameters
    ----------
    pipeline
        The pipeline that is exported. With the method "split" it is fitted. With "cross" it is
        cloned and fitted again without further parameters, such as sample_weight.
    X
        The n rows. With "split" rows that the pipeline was not fitted on, with "cross" its training
        rows.
    y
        Their actual values, n numbers or n × targets.
    groups
        The group of each row, such as a person. A fold holds out whole groups. Use it if records
        to come are of new groups.
    method
        "cross", or "split".
    score
        "absolute": the same distance to both ends. "signed": a distance to each end. "normalized":
        a distance in proportion to the prediction of `spread`.
    cv
        The number of folds, a splitter of scikit-learn, or pairs of training and held-out rows.
        Each row is held out once. A number makes shuffled folds with a fixed seed.
    spread
        With "normalized" only: a pipeline that predicts how far a prediction is off. It is cloned
        and fitted on absolute errors of held-out rows. A held-out row's own spread comes from a
        clone that saw neither the row nor an error of a pipeline that saw it. With "split", a
        fitted pipeline is used as it is. It was not fitted on these rows.
    min_spread
        The smallest spread, in the unit of the target. Smaller spreads and errors count as it. None
        takes a hundredth of the mean absolute error.
    by
        The name of an input with categories, or its position in an array. Each category with at
        least `min_rows` rows has scores of its own (Mondrian).
    min_rows
        The fewest rows of a category with scores of its own. The other categories share the last
        group.
    digits
        The number of significant digits of a score, rounded so that no interval is narrower. None
        keeps all digits.

    Returns
    -------
    The calibration. It holds `X` and `y`.

    Raises
    ------
    CalibrationError
        A parameter is wrong, or the pipeline cannot predict the rows or be fitted on a fold.
    """
    X = to_pandas(X)
    X = X.tocsr() if sparse.issparse(X) else X
    y, problems = _read_y(X, y)
    problems += [
        *_find_choices(pipeline, method, score, spread),
        *_find_numbers(min_spread, min_rows, digits),
        *_find_groups(groups, X),
    ]
    if problems:
        raise CalibrationError(list_problems("calibrate", problems))

    needs_folds = method == "cross" or (score == "normalized" and not _is_fitted(spread))
    folds = find_folds(cv, X, y, groups) if needs_folds else None
    predictions = (
        predict_held_out(pipeline, X, y, folds)
        if method == "cross"
        else predict_rows(pipeline, X, np.arange(len(y)))
    )
    actual = y.reshape(len(y), -1)
    if predictions.shape != actual.shape:
        raise CalibrationError(
            f"calibrate: y: expected {predictions.shape[1]} numbers per row, one per target of the "
            f"pipeline, got {actual.shape[1]}"
        )
    made = None
    if score == "normalized":
        errors = np.abs(actual - predictions).reshape(y.shape)
        if folds is None:
            made = use_fitted(spread, X, errors, min_spread)
        else:
            without = (
                errors_without_folds(pipeline, X, y, folds)
                if method == "cross"
                else [errors] * len(folds)
            )
            made = fit_by_fold(spread, X, errors, folds, min_spread, without)
    return Calibration(method, score, X, actual, predictions, made, by, min_rows, digits)


def _read_y(X, y):
    """Returns y as numbers, and what is wrong with X and y."""
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


def _find_choices(pipeline, method, score, spread):
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
    elif method == "cross" and _holds_frozen(pipeline):
        yield (
            "pipeline: a FrozenEstimator is not fitted again, so it has seen the held-out rows. "
            "Calibrate with method='split' on other rows"
        )
    elif method == "split" and not _is_fitted(pipeline):
        yield "pipeline: is not fitted, which method='split' needs"


def _find_numbers(min_spread, min_rows, digits):
    if min_spread is not None and not (
        isinstance(min_spread, Real) and math.isfinite(min_spread) and min_spread > 0
    ):
        yield f"min_spread: expected a finite number > 0, got {min_spread!r}"
    if not _is_count(min_rows):
        yield f"min_rows: expected a whole number >= 1, got {min_rows!r}"
    if digits is not None and not _is_count(digits):
        yield f"digits: expected a whole number >= 1, got {digits!r}"


def _find_groups(groups, X):
    if groups is None or not hasattr(X, "shape"):
        return
    if len(groups) != X.shape[0]:
        yield f"groups: expected {X.shape[0]} values, one per row, got {len(groups)}"
    elif any(is_missing(group) for group in groups):
        yield "groups: expected a group for each row, got a missing value"


def _is_count(value):
    return isinstance(value, Integral) and not isinstance(value, bool) and value >= 1


def _is_fitted(estimator):
    try:
        check_is_fitted(estimator)
    except (NotFittedError, TypeError):
        return False
    return True


def _holds_frozen(estimator):
    parts = [estimator, *estimator.get_params(deep=True).values()]
    return any(type(part).__name__ == "FrozenEstimator" for part in parts)
