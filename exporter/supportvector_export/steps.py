"""Fitted transformers → the tree of steps of a model file. Reads fitted attributes only; refuses what it does not know, by name."""

from dataclasses import dataclass, field, replace
from typing import Optional

import numpy as np
from sklearn.compose import ColumnTransformer
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
from sklearn.impute import SimpleImputer
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import MaxAbsScaler, MinMaxScaler, OneHotEncoder, RobustScaler, StandardScaler

from .errors import UnsupportedStepError
from .pipelines import check_fitted, is_passthrough, members
from .scalars import is_missing, plain_category, plain_number, plain_numbers

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


@dataclass(frozen=True)
class Column:
    """A column between two steps."""

    input: int
    raw: bool = True
    """Holds the input's own value, missing values apart."""
    filled: Optional[str] = None
    """Which missing value was imputed, "nan" or "None"; None while nothing was."""
    fill: object = None
    """What it was imputed with."""
    encoded: bool = False
    """An encoder wrote it: it is a number, never missing, whatever the input holds."""


@dataclass
class Reading:
    """What the steps do with one input."""

    computed: bool = False
    """A step, or the regressor, computes with it."""
    categories: list = field(default_factory=list)
    """One list per encoder that reads it."""
    tolerates_missing: bool = True
    filled: set = field(default_factory=set)

    def require(self, column, fill_is_known=True):
        """Notes that a consumer, an encoder or the regressor, reads the column."""
        if column.filled is None or not fill_is_known:
            self.tolerates_missing = False
        else:
            self.filled.add(column.filled)

    @property
    def holds_strings(self):
        """Whether an encoder knows it by strings."""
        return any(isinstance(category, str) for known in self.categories for category in known)

    @property
    def missing(self):
        # No value is both NaN and None, so where one branch imputes the one and another the other, neither will do. Where none
        # does, nothing reads the column in the end.
        return self.tolerates_missing and len(self.filled) <= 1


class Steps:
    """Converts transformers, keeping track of the columns and of what is read of each input."""

    def __init__(self, n_inputs):
        self.readings = [Reading() for _ in range(n_inputs)]

    def convert(self, step, path, columns, is_sparse):
        """Returns (step of the model file, columns out, whether scikit-learn's output is sparse)."""
        if is_passthrough(step):
            return {"type": "passthrough"}, columns, is_sparse
        return _CONVERTERS[type(step)](self, step, path, columns, is_sparse)

    def finish(self, columns):
        """Notes that the regressor reads the columns."""
        for column in columns:
            if not column.encoded:
                self.readings[column.input].computed = True
                self.readings[column.input].require(column)

    def _pipeline(self, step, path, columns, is_sparse):
        return self.sequence(step.steps, path, columns, is_sparse)

    def sequence(self, named_steps, path, columns, is_sparse):
        """Converts (name, transformer) pairs that run one after the other."""
        converted = []
        for name, transformer in named_steps:
            fitted, columns, is_sparse = self.convert(transformer, f"{path} > {name}", columns, is_sparse)
            converted.append({"name": name, "step": fitted})
        return {"type": "Pipeline", "steps": converted}, columns, is_sparse

    def _column_transformer(self, step, path, columns, is_sparse):
        transformers, output = [], []
        for name, transformer, positions in selections(step):
            here = f"{path} > {name}"
            selected = [columns[i] for i in positions]
            fitted, written, _ = self.convert(transformer, here, selected, is_sparse)
            converted = {"name": name, "columns": positions, "step": fitted}
            output += self._weighted(converted, step, name, here, written)
            transformers.append(converted)
        return {"type": "ColumnTransformer", "transformers": transformers}, output, bool(step.sparse_output_)

    def _feature_union(self, step, path, columns, is_sparse):
        transformers, output, any_sparse = [], [], False
        for name, transformer in members(step):
            here = f"{path} > {name}"
            fitted, written, part_sparse = self.convert(transformer, here, columns, is_sparse)
            converted = {"name": name, "columns": list(range(len(columns))), "step": fitted}
            output += self._weighted(converted, step, name, here, written)
            transformers.append(converted)
            any_sparse = any_sparse or part_sparse
        return {"type": "FeatureUnion", "transformers": transformers}, output, any_sparse

    def _weighted(self, converted, step, name, path, written):
        """Notes the weight, if there is one; returns the columns out."""
        weight = (step.transformer_weights or {}).get(name)
        if weight is None:
            return written
        converted["weight"] = plain_number(weight)
        if converted["weight"] is None:
            raise UnsupportedStepError(path, step, f"has the weight {weight!r}, which is not a finite number")
        return [self._computed(column) for column in written]

    def _selector(self, step, path, columns, is_sparse):
        for column in columns:
            if not column.encoded:
                # Most of them refuse missing values, even in columns that they do not keep.
                self.readings[column.input].require(column)
        positions = [int(i) for i in np.flatnonzero(step.get_support())]
        converted = {"type": "SelectorMixin", "class": type(step).__name__, "columns": positions}
        return converted, [columns[i] for i in positions], is_sparse

    def _simple_imputer(self, step, path, columns, is_sparse):
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
            column if column.filled or column.encoded else replace(column, filled=filled, fill=statistic)
            for column, statistic in zip(columns, statistics)
        ]
        return {"type": "SimpleImputer", "statistics": statistics}, columns, is_sparse

    def _standard_scaler(self, step, path, columns, is_sparse):
        return self._scaler(step, columns, is_sparse, {"mean": step.mean_ if step.with_mean else None, **_divisor(step.scale_, is_sparse)})

    def _robust_scaler(self, step, path, columns, is_sparse):
        return self._scaler(step, columns, is_sparse, {"center": step.center_, **_divisor(step.scale_, is_sparse)})

    def _max_abs_scaler(self, step, path, columns, is_sparse):
        return self._scaler(step, columns, is_sparse, _divisor(step.scale_, is_sparse))

    def _min_max_scaler(self, step, path, columns, is_sparse):
        clip = step.feature_range if step.clip else None
        return self._scaler(step, columns, is_sparse, {"scale": step.scale_, "min": step.min_, "clip": clip})

    def _scaler(self, step, columns, is_sparse, operands):
        """operands: arrays by the key of the model file; None where the scaler skips that part."""
        converted = {"type": type(step).__name__}
        converted.update({key: plain_numbers(values) for key, values in operands.items() if values is not None})
        return converted, [self._computed(column) for column in columns], is_sparse

    def _one_hot_encoder(self, step, path, columns, is_sparse):
        if step.handle_unknown not in ("error", "ignore"):
            raise UnsupportedStepError(path, step, f"with handle_unknown={step.handle_unknown!r} is not supported")
        for parameter in ("min_frequency", "max_categories"):
            if getattr(step, parameter, None) is not None:
                raise UnsupportedStepError(path, step, f"with {parameter} is not supported")
        if np.dtype(step.dtype) in (np.float16, np.float32):
            raise UnsupportedStepError(path, step, f"with dtype={np.dtype(step.dtype).name} is not supported, only float64")
        all_categories, output = [], []
        dropped = [None] * len(columns) if step.drop_idx_ is None else list(step.drop_idx_)
        for i, (column, fitted, drop) in enumerate(zip(columns, step.categories_, dropped)):
            if not column.raw:
                raise UnsupportedStepError(path, step, f"reads column {i}, which another step computed; that is not supported")
            categories = [plain_category(value) for value in fitted.tolist()]
            if None in categories or len({isinstance(value, str) for value in categories}) > 1:
                raise UnsupportedStepError(
                    path, step, f"has categories in column {i} that are not all numbers or all strings (missing values and bools are neither)"
                )
            all_categories.append(categories)
            reading = self.readings[column.input]
            reading.categories.append(categories)
            reading.require(column, step.handle_unknown == "ignore" or column.fill in categories)
            output += [Column(column.input, raw=False, encoded=True)] * (len(categories) - (drop is not None))
        converted = {"type": "OneHotEncoder", "categories": all_categories, "handle_unknown": step.handle_unknown}
        if any(drop is not None for drop in dropped):
            converted["drop"] = [None if drop is None else int(drop) for drop in dropped]
        # Renamed in scikit-learn 1.2.
        return converted, output, bool(step.sparse_output if hasattr(step, "sparse_output") else step.sparse)

    def _computed(self, column):
        if not column.encoded:
            self.readings[column.input].computed = True
        return replace(column, raw=False)


def _divisor(scale, is_sparse):
    """scikit-learn divides a dense matrix, and multiplies a sparse one by the reciprocal, which rounds differently. scale: None without scaling"""
    return {"inverse_scale": 1 / scale} if is_sparse and scale is not None else {"scale": scale}


_CONVERTERS = {
    Pipeline: Steps._pipeline,
    ColumnTransformer: Steps._column_transformer,
    FeatureUnion: Steps._feature_union,
    **dict.fromkeys(SELECTORS, Steps._selector),
    SimpleImputer: Steps._simple_imputer,
    StandardScaler: Steps._standard_scaler,
    RobustScaler: Steps._robust_scaler,
    MaxAbsScaler: Steps._max_abs_scaler,
    MinMaxScaler: Steps._min_max_scaler,
    OneHotEncoder: Steps._one_hot_encoder,
}


def check_steps(named_steps, path):
    """Raises for what is not covered, or not fitted, anywhere below."""
    for name, step in named_steps:
        here = f"{path} > {name}"
        if is_passthrough(step):
            continue
        if type(step) not in _CONVERTERS:
            raise UnsupportedStepError(here, step)
        if type(step) in (Pipeline, FeatureUnion):
            check_steps(step.steps if type(step) is Pipeline else members(step), here)
            continue
        check_fitted(step, here)
        if type(step) is ColumnTransformer:
            check_steps([(part, transformer) for part, transformer, _ in selections(step)], here)


def selections(column_transformer):
    """(name, transformer, positions) of what a fitted ColumnTransformer applies: dropped and empty selections left out."""
    positions = column_transformer._transformer_to_input_indices
    for name, transformer, _ in column_transformer.transformers_:
        if not (isinstance(transformer, str) and transformer == "drop") and len(positions[name]) > 0:
            yield name, transformer, [int(i) for i in positions[name]]
