"""Held-out rows for prediction intervals: what the pipeline predicts, and the actual values.

Split: the pipeline is fitted, and the rows are others than those of its training. Cross: a clone
predicts each fold, fitted on the rows of the other folds. Both are those of MAPIE
(`SplitConformalRegressor`, and `CrossConformalRegressor` with the method "base").
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.model_selection import BaseCrossValidator

from .calibration_parameters import (
    find_choices,
    find_groups,
    find_numbers,
    is_fitted,
    read_y,
)
from .errors import CalibrationError
from .folds import find_folds, predict_held_out, predict_rows
from .problems import list_problems
from .sample import to_pandas
from .spread import Spread, errors_without_folds, fit_by_fold, use_fitted

if TYPE_CHECKING:
    import pandas


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
    decimals: int | None


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
    decimals: int | None = None,
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
    decimals
        The number of decimals of a score, rounded so that no interval is narrower. The file becomes
        smaller. None keeps all decimals.

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
    y, problems = read_y(X, y)
    problems += [
        *find_choices(pipeline, method, score, spread),
        *find_numbers(min_spread, min_rows, decimals),
        *find_groups(groups, X),
    ]
    if problems:
        raise CalibrationError(list_problems("calibrate", problems))

    needs_folds = method == "cross" or (score == "normalized" and not is_fitted(spread))
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
    fitted = None
    if score == "normalized":
        errors = np.abs(actual - predictions).reshape(y.shape)
        if folds is None:
            fitted = use_fitted(spread, X, errors, min_spread)
        else:
            if method == "cross":
                without = errors_without_folds(pipeline, X, y, folds)
            else:
                without = [errors] * len(folds)
            fitted = fit_by_fold(spread, X, errors, folds, min_spread, without)
    return Calibration(method, score, X, actual, predictions, fitted, by, min_rows, decimals)
