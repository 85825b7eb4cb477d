"""A fitted pipeline, converted: all of a model file that does not need sample rows."""

from dataclasses import dataclass

from .columns import Column, Readings
from .pipelines import first_step, split
from .regressors import Regressors, check_estimator
from .tree import Tree


@dataclass(frozen=True)
class Conversion:
    names: list
    """Of the columns that it was fitted on: x0, x1, … where that was an array."""
    by_name: bool
    """Fitted on a DataFrame."""
    tree: dict
    """The steps of the model file; they count columns as `names` does."""
    readings: list
    """What the steps do with each column."""
    width: int
    """How many columns reach the regressor."""
    with_row: bool
    """Whether they are all numbers. The members of an ensemble may read others."""
    regressor: dict


def convert_pipeline(pipeline, is_sparse=False, targets=None):
    """Raises UnsupportedStepError, and ExportError for what is not fitted.

    is_sparse: whether it will be given sparse matrices; targets: names of what it predicts, if that is more than one number
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
    """Whether the column holds a number for every record."""
    if column.complete:
        return True
    read = [readings[position] for position in column.inputs]
    return not any(
        (reading.holds_strings and not column.encoded)
        or (reading.missing and column.filled is None)
        for reading in read
    )
