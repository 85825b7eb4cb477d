"""The spread: a pipeline that predicts how far a prediction is off, for the score "normalized".

It is fitted on absolute errors of held-out rows. A score divides a held-out row's error by its
spread, so the spread of this row may depend on no row of its own fold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator

from .errors import CalibrationError
from .folds import Folds, fit_rows, predict_rows

SMALLEST_SHARE = 0.01
"""The smallest spread as a share of the mean absolute error, unless the caller gives a spread."""


@dataclass(frozen=True)
class Spread:
    """A fitted pipeline for the spread, and the spreads of the held-out rows."""

    fitted: BaseEstimator
    smallest: float
    """The smallest spread that counts."""
    of_rows: np.ndarray
    """The spreads of the held-out rows, n × targets, each at least the smallest of its own fit."""


def fit_spread(
    estimator: BaseEstimator, X: Any, errors: np.ndarray, rows: np.ndarray, smallest: float | None
) -> tuple[BaseEstimator, float]:
    """Returns a clone that is fitted on the absolute errors of these rows, and its smallest spread.

    An error below the smallest spread counts as it, so that each error has a logarithm.
    """
    if smallest is None:
        smallest = find_smallest(errors[rows])
    return fit_rows(estimator, X, np.maximum(errors, smallest), rows), smallest


def find_smallest(errors: np.ndarray) -> float:
    """Returns the smallest spread for these errors: a share of the mean of one target."""
    means = np.mean(errors, axis=0)
    if not np.all(means > 0):
        raise CalibrationError(
            "calibrate: the predictions of held-out rows have no errors, which a spread needs"
        )
    return float(SMALLEST_SHARE * np.min(means))


def use_fitted(fitted: BaseEstimator, X: Any, errors: np.ndarray, smallest: float | None) -> Spread:
    """Returns the spreads by a fitted pipeline that saw none of the held-out rows."""
    smallest = find_smallest(errors) if smallest is None else smallest
    spreads = predict_rows(fitted, X, np.arange(len(errors)))
    return Spread(fitted, smallest, np.maximum(spreads, smallest))


def fit_by_fold(
    estimator: BaseEstimator,
    X: Any,
    errors: np.ndarray,
    folds: Folds,
    smallest: float | None,
    errors_without: Sequence[np.ndarray],
) -> Spread:
    """Returns the spreads by clones that are fitted without a fold, and a clone for all rows.

    Parameters
    ----------
    estimator
        The pipeline for the spread.
    X, errors
        The held-out rows and their absolute errors.
    folds
        The folds.
    smallest
        The smallest spread, None for that of the errors.
    errors_without
        For each fold the errors of the rows that it trains on, by pipelines that did not see it.
    """
    of_rows = np.empty((len(errors), 1 if errors.ndim == 1 else errors.shape[1]))
    for k, (train, test) in enumerate(folds):
        fitted, least = fit_spread(estimator, X, errors_without[k], train, smallest)
        of_rows[test] = np.maximum(predict_rows(fitted, X, test), least)
    return Spread(*fit_spread(estimator, X, errors, np.arange(len(errors)), smallest), of_rows)


def errors_without_folds(
    pipeline: BaseEstimator, X: Any, y: np.ndarray, folds: Folds
) -> list[np.ndarray]:
    """Returns for each fold k the absolute errors of the rows that it trains on.

    A row of fold l is predicted by a clone that saw neither k nor l. One clone per pair of folds
    predicts the rows of both.
    """
    if len(folds) < 3:
        raise CalibrationError(
            f"calibrate: cv: expected at least three folds for a spread, got {len(folds)}"
        )
    errors = [np.full(y.shape, np.nan) for _ in folds]
    for (k, fold_k), (other, fold_l) in combinations(enumerate(folds), 2):
        fitted = fit_rows(pipeline, X, y, np.intersect1d(fold_k[0], fold_l[0]))
        for at, (train, _), (_, test) in [(k, fold_k, fold_l), (other, fold_l, fold_k)]:
            rows = np.intersect1d(train, test)
            predictions = predict_rows(fitted, X, rows).reshape(y[rows].shape)
            errors[at][rows] = np.abs(y[rows] - predictions)
    return errors
