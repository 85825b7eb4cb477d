"""Rows as records hold them, and what the pipeline computes for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .conversion import Conversion
from .inputs import describe_input
from .pipelines import run
from .releases import naming_release
from .sample import Sample


@dataclass(frozen=True)
class Observed:
    """The inputs and the outputs of n rows."""

    sample: Sample
    columns: list[list]
    """The n values of each input, None where one is missing."""
    inputs: list[dict[str, Any]]
    """The description of each input by these values."""
    transformed: np.ndarray
    """The transformed rows, n × features."""
    predictions: np.ndarray
    """The predictions, n × targets."""


def observe(
    pipeline: Any,
    X: Any,
    names: list,
    conversion: Conversion,
    positions: Sequence[int],
    fitted_version: str | None,
) -> Observed:
    """Runs the pipeline, and reads the inputs of its rows.

    Parameters
    ----------
    pipeline
        The fitted pipeline.
    X
        Rows that it can predict.
    names
        The names of the columns that it was fitted on.
    conversion
        The converted pipeline.
    positions
        The columns that are inputs of the model file.
    fitted_version
        The release of scikit-learn that fitted the pipeline, None where nobody knows it.

    Raises
    ------
    ExportError
        The pipeline or the loader would refuse a row.
    """
    sample = Sample(X, names, conversion.by_name)
    with naming_release(fitted_version, "X: the pipeline cannot predict the sample rows"):
        transformed, predictions = run(pipeline, sample.X, conversion.with_row)
    columns = [sample.column(i) for i in positions]
    inputs = [
        describe_input(sample.names[i], conversion.readings[i], column, sample.is_boolean(i))
        for i, column in zip(positions, columns)
    ]
    return Observed(sample, columns, inputs, transformed, predictions)
