"""The family of the feature selectors, of which a model file holds the selected columns."""

import numpy as np
from sklearn.feature_selection import (
    RFE,
    RFECV,
    GenericUnivariateSelect,
    SelectFdr,
    SelectFpr,
    SelectFromModel,
    SelectFwe,
    SelectKBest,
    SelectPercentile,
    SequentialFeatureSelector,
    VarianceThreshold,
)

SELECTORS = (
    VarianceThreshold,
    SelectKBest,
    SelectPercentile,
    SelectFpr,
    SelectFdr,
    SelectFwe,
    GenericUnivariateSelect,
    SelectFromModel,
    SequentialFeatureSelector,
    RFE,
    RFECV,
)


def _convert(step, path, columns, is_sparse, readings):
    positions = [int(i) for i in np.flatnonzero(step.get_support())]
    converted = {"type": "SelectorMixin", "class": type(step).__name__, "columns": positions}
    if _allows_nan(step):
        converted["allow_nan"] = True
    else:
        # The selector also refuses missing values in columns that it does not keep.
        for column in columns:
            readings.require(column)
    return converted, [columns[i] for i in positions], is_sparse


def _allows_nan(step):
    """Returns a tag of scikit-learn. SelectFromModel and RFE have the tag of their model."""
    return (
        step._get_tags()["allow_nan"]
        if hasattr(step, "_get_tags")
        else step.__sklearn_tags__().input_tags.allow_nan
    )


def _evaluate(step, columns):
    return [columns[i] for i in step["columns"]]


CONVERTERS = dict.fromkeys(SELECTORS, _convert)
EVALUATORS = {"SelectorMixin": _evaluate}
