"""The folds of a cross-validation, and clones that are fitted without a fold."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from numbers import Integral
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, clone
from sklearn.model_selection import GroupKFold, KFold, check_cv

from .errors import CalibrationError
from .releases import describe

Folds = Sequence[tuple[np.ndarray, np.ndarray]]
"""(training rows, held-out rows) of each fold."""


def find_folds(cv: Any, X: Any, y: np.ndarray, groups: Sequence[Hashable] | None) -> Folds:
    """Returns folds that hold out each row once, and whole groups.

    Raises CalibrationError for a parameter `cv` that makes other folds.
    """
    try:
        if isinstance(cv, Integral):
            cv = KFold(cv, shuffle=True, random_state=0) if groups is None else GroupKFold(cv)
        split = check_cv(cv).split(X, y, groups)
        folds = [(np.asarray(train), np.asarray(test)) for train, test in split]
    except (TypeError, ValueError) as error:
        raise CalibrationError(
            f"calibrate: cv: cannot split the rows: {describe(error)}"
        ) from error
    rows, held_out = np.arange(len(y)), [row for _, test in folds for row in test.tolist()]
    if sorted(held_out) != rows.tolist() or not all(
        np.isin(train, rows).all() for train, _ in folds
    ):
        raise CalibrationError("calibrate: cv: expected folds that hold out each row once")
    numbers = {}
    of_rows = rows.tolist() if groups is None else groups
    labels = np.array([numbers.setdefault(group, len(numbers)) for group in of_rows])
    for k, (train, test) in enumerate(folds):
        if np.isin(labels[test], labels[train]).any():
            reason = "trains on rows that it holds out" if groups is None else "divides a group"
            raise CalibrationError(f"calibrate: cv: fold {k} {reason}")
    return folds


def fit_rows(estimator: BaseEstimator, X: Any, y: np.ndarray, rows: np.ndarray) -> BaseEstimator:
    """Returns a clone that is fitted on these rows."""
    try:
        return clone(estimator).fit(take(X, rows), y[rows])
    # scikit-learn, pandas and numpy raise errors of any class.
    except Exception as error:
        raise CalibrationError(
            f"calibrate: {type(estimator).__name__} cannot be fitted on a part of the rows: "
            f"{describe(error)}"
        ) from error


def predict_rows(fitted: BaseEstimator, X: Any, rows: np.ndarray) -> np.ndarray:
    """Returns the predictions of rows, rows × targets."""
    try:
        predictions = np.asarray(fitted.predict(take(X, rows)), dtype=np.float64)
    except Exception as error:
        raise CalibrationError(
            f"calibrate: {type(fitted).__name__} cannot predict the rows: {describe(error)}"
        ) from error
    predictions = predictions.reshape(len(rows), -1)
    wrong = np.flatnonzero(~np.isfinite(predictions).all(axis=1))
    if len(wrong):
        raise CalibrationError(
            f"calibrate: X: row {rows[wrong[0]]}: expected a finite prediction. Leave the row out"
        )
    return predictions


def predict_held_out(estimator: BaseEstimator, X: Any, y: np.ndarray, folds: Folds) -> np.ndarray:
    """Returns predictions of all rows by clones that did not see them, rows × targets."""
    predictions = np.empty((len(y), 1 if y.ndim == 1 else y.shape[1]))
    for train, test in folds:
        predictions[test] = predict_rows(fit_rows(estimator, X, y, train), X, test)
    return predictions


def take(X: Any, rows: np.ndarray) -> Any:
    """Returns rows of a DataFrame, an array or a sparse matrix."""
    return X.iloc[rows] if hasattr(X, "iloc") else X[rows]
