"""Fitted pipelines: their parts, and their results by scikit-learn itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import StackingRegressor, VotingRegressor
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.model_selection._search_successive_halving import (
    HalvingGridSearchCV,
    HalvingRandomSearchCV,
)
from sklearn.multioutput import MultiOutputRegressor
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils.validation import check_is_fitted

from .equivalents import to_scikit_learn
from .errors import ExportError, UnsupportedStepError
from .later_classes import unfrozen
from .parameters import check_parameters

SEARCHES = (GridSearchCV, RandomizedSearchCV, HalvingGridSearchCV, HalvingRandomSearchCV)


@dataclass(frozen=True)
class TransformedTarget:
    """A TransformedTargetRegressor whose own pipeline has been split off."""

    regressor: object
    transformer: object
    path: str
    """The names that lead to the TransformedTargetRegressor."""


def is_passthrough(step: Any) -> bool:
    """Returns whether the step passes its columns through."""
    if step is None or isinstance(step, str):
        return step in (None, "passthrough")
    # Newer releases replace the "passthrough" of a ColumnTransformer by this step. With `validate`
    # it refuses missing values.
    return type(step) is FunctionTransformer and step.func is None and not step.validate


def members(feature_union: FeatureUnion) -> list:
    """Returns (name, transformer) of each part that a FeatureUnion applies."""
    return [
        (name, step)
        for name, step in feature_union.transformer_list
        if not (isinstance(step, str) and step == "drop")
    ]


def check_fitted(step: Any, path: str) -> None:
    """Raises ExportError for a step that is not fitted."""
    try:
        check_is_fitted(step)
    except NotFittedError:
        raise ExportError(f"{path}: {type(step).__name__} is not fitted") from None


def split(estimator: Any, path: str = "pipeline") -> tuple[list, Any, str]:
    """Returns (named transformers, final regressor, path of the regressor).

    A Pipeline or a search at the end of a Pipeline continues it. A TransformedTargetRegressor
    around a Pipeline is the same as one around its last step.

    Raises UnsupportedStepError for a parameter that the exporter has not read.
    """
    estimator = _unwrap(estimator, path)
    check_parameters(estimator, path)
    if type(estimator) is TransformedTargetRegressor:
        check_fitted(estimator, path)
        transformers, regressor, regressor_path = split(estimator.regressor_, f"{path} > regressor")
        check_parameters(estimator.transformer_, f"{path} > transformer")
        target = TransformedTarget(regressor, unfrozen(estimator.transformer_), path)
        return transformers, target, regressor_path
    if type(estimator) is not Pipeline:
        return [], estimator, path
    last_name, last = estimator.steps[-1]
    transformers, regressor, regressor_path = split(last, f"{path} > {last_name}")
    return [*estimator.steps[:-1], *transformers], regressor, regressor_path


def first_step(named_transformers: list, regressor: Any) -> Any:
    """Returns the estimator that reads the inputs and knows their number and names."""
    for _, step in named_transformers:
        transformer = unfrozen(step)
        if type(transformer) is Pipeline:
            transformer = first_step(transformer.steps, None)
        elif type(transformer) is FeatureUnion:
            transformer = first_step(members(transformer), None)
        # A fitted FunctionTransformer that does nothing still knows the names.
        if hasattr(transformer, "n_features_in_"):
            return transformer
    if type(regressor) is TransformedTarget:
        return first_step([], regressor.regressor)
    if type(regressor) in (VotingRegressor, StackingRegressor, MultiOutputRegressor):
        # These ask their first member, which may begin with a step that knows no names.
        return first_step(*split(regressor.estimators_[0])[:2])
    return regressor


def run(pipeline: Any, X: Any, with_row: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """Runs the pipeline by scikit-learn.

    Parameters
    ----------
    pipeline
        The fitted pipeline.
    X
        Rows that it can predict.
    with_row
        Whether all features are numbers. The transformed rows have no columns otherwise.

    Returns
    -------
    The transformed rows (n × features) and the predictions (n × targets), as float64.
    """
    transformers, _, _ = split(pipeline)
    predictions = np.asarray(pipeline.predict(X), dtype=float)
    rows = X
    for _, transformer in transformers:
        if not is_passthrough(transformer):
            rows = transformer.transform(rows)
    if not with_row:
        rows = np.empty((len(predictions), 0))
    rows = rows.toarray() if sparse.issparse(rows) else rows
    return np.asarray(rows, dtype=float), predictions.reshape(len(predictions), -1)


def feature_names_out(pipeline: Any, names: list, width: int) -> list:
    """Returns scikit-learn's names of the features.

    They are x0, x1, … where a step does not know the names, as a FunctionTransformer may not.
    """
    transformers, _, _ = split(pipeline)
    names = np.asarray(names, dtype=object)
    try:
        for _, transformer in transformers:
            if not is_passthrough(transformer):
                names = transformer.get_feature_names_out(names)
    except (AttributeError, TypeError, ValueError):
        names = []
    return [str(name) for name in names] if len(names) == width else [f"x{i}" for i in range(width)]


def _unwrap(estimator, path):
    check_parameters(estimator, path)
    estimator = to_scikit_learn(unfrozen(estimator))
    if type(estimator) not in SEARCHES:
        return estimator
    check_parameters(estimator, path)
    if not hasattr(estimator, "best_estimator_"):
        raise UnsupportedStepError(
            path, estimator, "has no best_estimator_: fit the search, with refit=True"
        )
    return _unwrap(estimator.best_estimator_, path)
