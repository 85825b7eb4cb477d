"""The tree of steps of a model file, from fitted transformers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sklearn.compose import ColumnTransformer
from sklearn.pipeline import FeatureUnion, Pipeline

from .columns import Readings
from .errors import UnsupportedStepError
from .later_classes import unfrozen
from .parameters import check_parameters
from .pipelines import check_fitted, is_passthrough, members
from .scalars import plain_number
from .steps import CONVERTERS


class Tree:
    """Converts transformers, and notes in `readings` what they do with each input."""

    def __init__(self, readings: Readings) -> None:
        self.readings = readings

    def convert(
        self, step: Any, path: str, columns: list, is_sparse: bool
    ) -> tuple[dict, list, bool]:
        """Converts one step.

        Returns (step of the model file, columns that it writes, whether scikit-learn's output is
        sparse).
        """
        step = unfrozen(step)
        if is_passthrough(step):
            return {"type": "passthrough"}, columns, is_sparse
        if type(step) in COMPOSITIONS:
            return COMPOSITIONS[type(step)](self, step, path, columns, is_sparse)
        return CONVERTERS[type(step)](step, path, columns, is_sparse, self.readings)

    def sequence(
        self, named_steps: list, path: str, columns: list, is_sparse: bool
    ) -> tuple[dict, list, bool]:
        """Converts steps in a row to a Pipeline, and returns the same as `convert`."""
        converted = []
        for name, transformer in named_steps:
            fitted, columns, is_sparse = self.convert(
                transformer, f"{path} > {name}", columns, is_sparse
            )
            converted.append({"name": name, "step": fitted})
        return {"type": "Pipeline", "steps": converted}, columns, is_sparse

    def _pipeline(self, step, path, columns, is_sparse):
        return self.sequence(step.steps, path, columns, is_sparse)

    def _column_transformer(self, step, path, columns, is_sparse):
        transformers, output = [], []
        for name, transformer, positions in selections(step):
            here = f"{path} > {name}"
            selected = [columns[i] for i in positions]
            fitted, written, _ = self.convert(transformer, here, selected, is_sparse)
            converted = {"name": name, "columns": positions, "step": fitted}
            output += self._weighted(converted, step, name, here, written)
            transformers.append(converted)
        return (
            {"type": "ColumnTransformer", "transformers": transformers},
            output,
            bool(getattr(step, "sparse_output_", False)),
        )

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
        """Notes the weight, if there is one, and returns the columns that the part writes."""
        weight = (step.transformer_weights or {}).get(name)
        if weight is None:
            return written
        converted["weight"] = plain_number(weight)
        if converted["weight"] is None:
            raise UnsupportedStepError(
                path, step, f"has the weight {weight!r}, which is not a finite number"
            )
        return [self.readings.compute(column) for column in written]


COMPOSITIONS = {
    Pipeline: Tree._pipeline,
    ColumnTransformer: Tree._column_transformer,
    FeatureUnion: Tree._feature_union,
}


def check_steps(named_steps: list, path: str) -> None:
    """Raises for a step, at any depth, that is not supported or not fitted."""
    for name, named in named_steps:
        here = f"{path} > {name}"
        check_parameters(named, here)
        step = unfrozen(named)
        if is_passthrough(step):
            continue
        if type(step) not in COMPOSITIONS and type(step) not in CONVERTERS:
            raise UnsupportedStepError(here, step)
        if type(step) in (Pipeline, FeatureUnion):
            check_steps(step.steps if type(step) is Pipeline else members(step), here)
            continue
        check_fitted(step, here)
        if type(step) is ColumnTransformer:
            check_steps([(part, transformer) for part, transformer, _ in selections(step)], here)


def selections(column_transformer: ColumnTransformer) -> Iterator[tuple[str, Any, list]]:
    """Yields (name, transformer, positions) of each part that a ColumnTransformer applies.

    Leaves out parts that are dropped or select no column.
    """
    positions = column_transformer._transformer_to_input_indices
    for name, transformer, _ in column_transformer.transformers_:
        is_dropped = isinstance(transformer, str) and transformer == "drop"
        if not is_dropped and len(positions[name]) > 0:
            yield name, transformer, [int(i) for i in positions[name]]
