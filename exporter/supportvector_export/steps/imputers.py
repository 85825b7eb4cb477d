"""SimpleImputer."""

from dataclasses import replace

import numpy as np
from sklearn.impute import SimpleImputer

from ..errors import UnsupportedStepError
from ..scalars import is_missing, plain_category


def _convert_simple_imputer(step, path, columns, is_sparse, readings):
    if step.add_indicator:
        raise UnsupportedStepError(path, step, "with add_indicator=True is not supported")
    marker = step.missing_values
    if marker is None:
        filled = "None"
    elif is_missing(marker) and isinstance(marker, float):
        filled = "nan"
    else:
        raise UnsupportedStepError(path, step, f"with missing_values={marker!r} is not supported, only NaN and None")
    statistics = []
    for i, value in enumerate(np.asarray(step.statistics_, dtype=object).tolist()):
        if is_missing(value):
            raise UnsupportedStepError(path, step, f"found only missing values in column {i}, which is not supported")
        statistic = plain_category(value)
        if statistic is None:
            raise UnsupportedStepError(path, step, f"imputes {value!r} in column {i}, neither a finite number nor a string")
        statistics.append(statistic)
    columns = [
        column if column.filled or column.complete else replace(column, filled=filled, fill=statistic)
        for column, statistic in zip(columns, statistics)
    ]
    return {"type": "SimpleImputer", "statistics": statistics}, columns, is_sparse


def _evaluate_simple_imputer(step, columns):
    return [_impute(column, value) for column, value in zip(columns, step["statistics"])]


def _impute(column, value):
    column = column.copy()
    column[missing_mask(column)] = value
    return column


def missing_mask(column):
    """Where the array has no value."""
    return np.array([value is None for value in column], dtype=bool) if column.dtype == object else np.isnan(column)


CONVERTERS = {SimpleImputer: _convert_simple_imputer}
EVALUATORS = {"SimpleImputer": _evaluate_simple_imputer}
