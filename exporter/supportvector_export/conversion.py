"""The part of a model file that follows from the fitted pipeline, without sample rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sklearn.base import BaseEstimator

from .columns import Column, Readings
from .pipelines import first_step, split
from .regressors import Regressors, check_estimator
from .tree import Tree


@dataclass(frozen=True)
class Conversion:
    """A converted pipeline."""

    names: list
    """Names of the columns that the pipeline was fitted on, for an array x0, x1, …"""
    by_name: bool
    """Whether the pipeline was fitted on a DataFrame."""
    tree: dict
    """The steps of the model file. They count columns as `names` does."""
    readings: list
    """What the steps do with each column of `names`."""
    width: int
    """The number of features."""
    with_row: bool
    """Whether all features are numbers. A member of an ensemble may read strings."""
    regressor: dict
    """The regressor of the model file."""


def convert_pipeline(
    pipeline: BaseEstimator, is_sparse: bool = False, targets: Sequence[str] | None = None
) -> Conversion:
    """Converts the steps and the regressor of a fitted pipeline.

    Parameters
    ----------
    pipeline
        The fitted pipeline.
    is_sparse
        Whether the sample rows are a sparse matrix.
    targets
        The names of several targets.

    Raises
    ------
    UnsupportedStepError
        A model file cannot express a part of the pipeline.
    ExportError
        A part of the pipeline is not fitted.
    """
    check_estimator(pipeline, "pipeline", several_targets=True)
    transformers, regressor, path = split(pipeline)
    first = first_step(transformers, regressor)
    by_name = hasattr(first, "feature_names_in_")
    names = (
        [str(name) for name in first.feature_names_in_]
        if by_name
        else [f"x{i}" for i in range(first.n_features_in_)]
    )

    tree = Tree(Readings(len(names)))
    steps, columns, is_sparse = tree.sequence(
        transformers, "pipeline", [Column((i,)) for i in range(len(names))], is_sparse
    )
    converted = Regressors(tree).convert(regressor, path, columns, is_sparse, targets)
    with_row = all(_is_number(column, tree.readings) for column in columns)
    return Conversion(names, by_name, steps, tree.readings, len(columns), with_row, converted)


def _is_number(column, readings):
    """Returns whether the column holds a number for every record."""
    if column.complete:
        return True
    read = [readings[position] for position in column.inputs]
    return not any(
        (reading.holds_strings and not column.encoded)
        or (reading.missing and column.filled is None)
        # An AdaBoostRegressor checks inputs that no member reads, which may be strings.
        or not (reading.computed or reading.categories or reading.filled)
        for reading in read
    )
