"""A fitted pipeline, converted: all of a model file that does not need sample rows."""

from dataclasses import dataclass

from .pipelines import first_step, split
from .regressor import check_regressor, convert_regressor
from .steps import Column, Steps, check_steps


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
    regressor: dict


def convert_pipeline(pipeline, is_sparse=False):
    """is_sparse: whether it will be given sparse matrices. Raises UnsupportedStepError, and ExportError for what is not fitted."""
    transformers, regressor, path = split(pipeline)
    check_regressor(regressor, path)
    check_steps(transformers, "pipeline")
    first = first_step(transformers, regressor)
    by_name = hasattr(first, "feature_names_in_")
    names = [str(name) for name in first.feature_names_in_] if by_name else [f"x{i}" for i in range(first.n_features_in_)]

    steps = Steps(len(names))
    tree, columns, _ = steps.sequence(transformers, "pipeline", [Column(input=i) for i in range(len(names))], is_sparse)
    steps.finish(columns)
    converted = convert_regressor(regressor, [column.input for column in columns])
    return Conversion(names, by_name, tree, steps.readings, converted)
