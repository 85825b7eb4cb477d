"""Fitted transformers → the tree of steps of a model file. Refuses what it does not know, by name."""

from sklearn.compose import ColumnTransformer
from sklearn.pipeline import FeatureUnion, Pipeline

from .errors import UnsupportedStepError
from .pipelines import check_fitted, is_passthrough, members
from .scalars import plain_number
from .steps import CONVERTERS


class Tree:
    """Converts transformers, and notes in `readings` what is done with each input."""

    def __init__(self, readings):
        self.readings = readings

    def convert(self, step, path, columns, is_sparse):
        """Returns (step of the model file, columns out, whether scikit-learn's output is sparse)."""
        if is_passthrough(step):
            return {"type": "passthrough"}, columns, is_sparse
        if type(step) in COMPOSITIONS:
            return COMPOSITIONS[type(step)](self, step, path, columns, is_sparse)
        return CONVERTERS[type(step)](step, path, columns, is_sparse, self.readings)

    def sequence(self, named_steps, path, columns, is_sparse):
        """Steps in a row, as a Pipeline."""
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
        """Notes the weight, if there is one; returns the columns out."""
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


def check_steps(named_steps, path):
    """Raises for what is not covered, or not fitted, anywhere below."""
    for name, step in named_steps:
        here = f"{path} > {name}"
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


def selections(column_transformer):
    """(name, transformer, positions) of what a fitted ColumnTransformer applies: dropped and empty selections left out."""
    positions = column_transformer._transformer_to_input_indices
    for name, transformer, _ in column_transformer.transformers_:
        if (
            not (isinstance(transformer, str) and transformer == "drop")
            and len(positions[name]) > 0
        ):
            yield name, transformer, [int(i) for i in positions[name]]
