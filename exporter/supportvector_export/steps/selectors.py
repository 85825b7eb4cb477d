"""Feature selectors: a fitted mask."""

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
    for column in columns:
        # Most of them refuse missing values, even in columns that they do not keep.
        readings.require(column)
    positions = [int(i) for i in np.flatnonzero(step.get_support())]
    converted = {"type": "SelectorMixin", "class": type(step).__name__, "columns": positions}
    return converted, [columns[i] for i in positions], is_sparse


def _evaluate(step, columns):
    return [columns[i] for i in step["columns"]]


CONVERTERS = dict.fromkeys(SELECTORS, _convert)
EVALUATORS = {"SelectorMixin": _evaluate}
