"""Fitted pipelines taken apart, and run step by step by scikit-learn itself."""

from dataclasses import dataclass

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

from .errors import ExportError, UnsupportedStepError

SEARCHES = (GridSearchCV, RandomizedSearchCV, HalvingGridSearchCV, HalvingRandomSearchCV)


@dataclass(frozen=True)
class TransformedTarget:
    """A TransformedTargetRegressor around the last step of the pipeline that it is given."""

    regressor: object
    transformer: object


def is_passthrough(step):
    """Newer releases put a FunctionTransformer that does nothing where a ColumnTransformer was given "passthrough"."""
    return (
        step is None
        or isinstance(step, str)
        and step == "passthrough"
        or type(step) is FunctionTransformer
        and step.func is None
    )


def members(feature_union):
    """(name, transformer) of what a FeatureUnion applies."""
    return [
        (name, step)
        for name, step in feature_union.transformer_list
        if not (isinstance(step, str) and step == "drop")
    ]


def check_fitted(step, path):
    """Raises for what was not fitted."""
    try:
        check_is_fitted(step)
    except NotFittedError:
        raise ExportError(f"{path}: {type(step).__name__} is not fitted") from None


def split(estimator, path="pipeline"):
    """(named transformers, final regressor, its path).

    A Pipeline, or a search, at the end of a Pipeline continues it. The target of a whole Pipeline being transformed is the same as that of its
    last step.
    """
    estimator = _unwrap(estimator, path)
    if type(estimator) is TransformedTargetRegressor:
        check_fitted(estimator, path)
        transformers, regressor, regressor_path = split(estimator.regressor_, f"{path} > regressor")
        return transformers, TransformedTarget(regressor, estimator.transformer_), regressor_path
    if type(estimator) is not Pipeline:
        return [], estimator, path
    last_name, last = estimator.steps[-1]
    transformers, regressor, regressor_path = split(last, f"{path} > {last_name}")
    return [*estimator.steps[:-1], *transformers], regressor, regressor_path


def first_step(named_transformers, regressor):
    """The estimator that reads the inputs: it knows their number and names."""
    for _, transformer in named_transformers:
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
        # These look at their first member, which may begin with a step that knows nothing.
        return first_step(*split(regressor.estimators_[0])[:2])
    return regressor


def run(pipeline, X, with_row=True):
    """(transformed rows, predictions n × targets) by scikit-learn, as float64 arrays. with_row: whether the regressor reads numbers"""
    transformers, _, _ = split(pipeline)
    try:
        predictions = np.asarray(pipeline.predict(X), dtype=float)
        rows = X
        for _, transformer in transformers:
            if not is_passthrough(transformer):
                rows = transformer.transform(rows)
    except (
        Exception
    ) as error:  # whatever scikit-learn, pandas or numpy make of rows that do not fit
        raise ExportError(
            f"X: the pipeline cannot predict the sample rows: {type(error).__name__}: {error}"
        ) from error
    if not with_row:
        rows = np.empty((len(predictions), 0))
    return np.asarray(
        rows.toarray() if sparse.issparse(rows) else rows, dtype=float
    ), predictions.reshape(len(predictions), -1)


def feature_names_out(pipeline, names, width):
    """Names of the transformed columns, by scikit-learn; x0, x1, … where a step does not know them, a FunctionTransformer mostly."""
    transformers, _, _ = split(pipeline)
    names = np.asarray(names, dtype=object)
    try:
        for _, transformer in transformers:
            if not is_passthrough(transformer):
                names = transformer.get_feature_names_out(names)
    except (AttributeError, ValueError):
        names = []
    return [str(name) for name in names] if len(names) == width else [f"x{i}" for i in range(width)]


def _unwrap(estimator, path):
    if type(estimator) not in SEARCHES:
        return estimator
    if not hasattr(estimator, "best_estimator_"):
        raise UnsupportedStepError(
            path, estimator, "has no best_estimator_: it is not fitted, or was told not to refit"
        )
    return _unwrap(estimator.best_estimator_, path)
