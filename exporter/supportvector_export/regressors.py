"""The tree of regressors of a model file, from fitted regressors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.ensemble import (
    AdaBoostRegressor,
    BaggingRegressor,
    StackingRegressor,
    VotingRegressor,
)
from sklearn.multioutput import MultiOutputRegressor, RegressorChain
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer

from .columns import computed_column
from .errors import UnsupportedStepError
from .kernel_machines import KERNEL_MACHINES, read_kernel_machine
from .linear_models import LINEAR_MODELS
from .parameters import check_parameters
from .pipelines import TransformedTarget, check_fitted, split
from .scalars import plain_number, plain_numbers
from .steps import INVERSES
from .steps.function_transformer import convert_target
from .tree import Tree, check_steps

ENSEMBLES = (AdaBoostRegressor, BaggingRegressor, VotingRegressor, StackingRegressor)
OF_SEVERAL_TARGETS = (MultiOutputRegressor, RegressorChain)


def check_regressor(regressor: Any, path: str, several_targets: bool = False) -> None:
    """Raises for a regressor that is not supported or not fitted.

    Only with `several_targets` may it predict several.
    """
    if type(regressor) is TransformedTarget:
        check_regressor(regressor.regressor, path, several_targets)
    elif type(regressor) in KERNEL_MACHINES:
        machine = read_kernel_machine(regressor, path)
        if len(machine.dual_coef) > 1 and not several_targets:
            raise UnsupportedStepError(
                path, regressor, "predicts several targets, which only the whole model may"
            )
    elif type(regressor) in LINEAR_MODELS:
        check_fitted(regressor, path)
        if np.ndim(regressor.coef_) > 1 and len(regressor.coef_) > 1:
            raise UnsupportedStepError(
                path,
                regressor,
                "predicts several targets, which only MultiOutputRegressor and RegressorChain may",
            )
    elif type(regressor) in ENSEMBLES or (
        type(regressor) in OF_SEVERAL_TARGETS and several_targets
    ):
        check_fitted(regressor, path)
        for name, member in _members(regressor):
            check_estimator(member, f"{path} > {name}")
        if type(regressor) is AdaBoostRegressor:
            _check_boosting(regressor, path)
        elif type(regressor) is StackingRegressor:
            check_estimator(regressor.final_estimator_, f"{path} > final_estimator")
    else:
        raise UnsupportedStepError(path, regressor)


def check_estimator(estimator: Any, path: str, several_targets: bool = False) -> None:
    """Raises like `check_regressor`, for a regressor and the steps in front of it."""
    transformers, regressor, regressor_path = split(estimator, path)
    check_regressor(regressor, regressor_path, several_targets)
    check_steps(transformers, path)


def count_targets(regressor: dict) -> int:
    """Returns how many targets a regressor of a model file predicts."""
    if regressor["type"] == "TransformedTargetRegressor":
        return count_targets(regressor["regressor"])
    if regressor["type"] in [cls.__name__ for cls in OF_SEVERAL_TARGETS]:
        return len(regressor["estimators"])
    return 1


def _check_boosting(boosting, path):
    weights = _boosting_weights(boosting)
    if not np.all(np.isfinite(weights) & (weights >= 0)):
        raise UnsupportedStepError(
            path, boosting, f"with the weights {weights.tolist()} is not supported, only 0 or more"
        )


def _members(ensemble):
    """Returns (name, estimator) of each member of an ensemble that was not dropped."""
    if hasattr(ensemble, "named_estimators_"):
        named = ensemble.named_estimators_.items()
        return [(name, member) for name, member in named if not isinstance(member, str)]
    return [(str(i), member) for i, member in enumerate(ensemble.estimators_)]


def _boosting_weights(boosting):
    """Returns the weight of each member. Boosting that ends early leaves weights without one."""
    return boosting.estimator_weights_[: len(boosting.estimators_)]


def _weights(voting):
    """Returns the weight of each member that was not dropped."""
    return [
        weight
        for (_, member), weight in zip(voting.estimators, voting.weights)
        if not isinstance(member, str)
    ]


class Regressors:
    """Converts regressors. Its `tree` converts the steps in front of their members."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree

    def convert(
        self,
        regressor: Any,
        path: str,
        columns: list,
        is_sparse: bool,
        targets: Sequence[str] | None = None,
    ) -> dict:
        """Returns the regressor of the model file.

        Parameters
        ----------
        regressor
            The fitted regressor.
        path
            The names that lead to it.
        columns
            The columns that it reads.
        is_sparse
            Whether they are a sparse matrix.
        targets
            The names of several targets.
        """
        if type(regressor) is TransformedTarget:
            inner = self.convert(regressor.regressor, path, columns, is_sparse, targets)
            return {
                "type": "TransformedTargetRegressor",
                "regressor": inner,
                "transformer": self._target_transformer(
                    regressor.transformer, f"{regressor.path} > transformer", count_targets(inner)
                ),
            }
        if type(regressor) in LINEAR_MODELS:
            self.tree.readings.consume(columns)
            return _convert_linear(regressor)
        if type(regressor) in KERNEL_MACHINES:
            self.tree.readings.consume(columns)
            converted = read_kernel_machine(regressor, path).convert(columns)
            return converted[0] if len(converted) == 1 else _multi_output(converted, targets)
        if type(regressor) in (AdaBoostRegressor, RegressorChain):
            # They refuse missing values for their members, whatever these read.
            for column in columns:
                self.tree.readings.require(column)
        estimators = []
        for i, (name, member) in enumerate(_members(regressor)):
            estimators.append({"name": name})
            selected = columns
            if type(regressor) is BaggingRegressor:
                positions = [int(c) for c in regressor.estimators_features_[i]]
                selected = [columns[c] for c in positions]
                if positions != list(range(len(columns))):
                    estimators[-1]["columns"] = positions
            elif type(regressor) is RegressorChain:
                selected = [*columns, *[computed_column(columns)] * i]
            estimators[-1]["regressor"] = self._member(
                member, f"{path} > {name}", selected, is_sparse
            )
        converted = {"type": type(regressor).__name__, "estimators": estimators}
        if type(regressor) is AdaBoostRegressor:
            for member, weight in zip(estimators, _boosting_weights(regressor)):
                member["weight"] = plain_number(weight)
        elif type(regressor) is VotingRegressor and regressor.weights is not None:
            for member, weight in zip(estimators, _weights(regressor)):
                member["weight"] = plain_number(weight)
        elif type(regressor) is StackingRegressor:
            converted["passthrough"] = bool(regressor.passthrough)
            stacked = [computed_column(columns)] * len(estimators)
            stacked += columns if regressor.passthrough else []
            converted["final_estimator"] = self._member(
                regressor.final_estimator_, f"{path} > final_estimator", stacked, is_sparse
            )
        elif type(regressor) in OF_SEVERAL_TARGETS:
            if type(regressor) is RegressorChain:
                order = converted["order"] = [int(target) for target in regressor.order_]
                estimators[:] = [estimators[i] for i in np.argsort(order)]
            _name(estimators, targets)
        return converted

    def _member(self, estimator, path, columns, is_sparse):
        transformers, regressor, regressor_path = split(estimator, path)
        if not transformers:
            return self.convert(regressor, regressor_path, columns, is_sparse)
        pipeline, columns, is_sparse = self.tree.sequence(transformers, path, columns, is_sparse)
        return {
            "type": "Pipeline",
            "pipeline": pipeline,
            "regressor": self.convert(regressor, regressor_path, columns, is_sparse),
        }

    def _target_transformer(self, transformer, path, count):
        """Converts the transformer of a target, of which only the inverse has a part in `predict`.

        So a FunctionTransformer without a func is no passthrough here.
        """
        if transformer is None or isinstance(transformer, str):
            return {"type": "passthrough"}
        check_parameters(transformer, path)
        if type(transformer) is Pipeline:  # its steps are checked, of which the last may be a word
            steps = [
                {"name": name, "step": self._target_transformer(step, f"{path} > {name}", count)}
                for name, step in transformer.steps
            ]
            return {"type": "Pipeline", "steps": steps}
        check_fitted(transformer, path)
        if type(transformer).__name__ not in INVERSES:
            raise UnsupportedStepError(
                path, transformer, "is not supported as the transformer of a target"
            )
        if type(transformer) is FunctionTransformer:
            if transformer.func is None and transformer.inverse_func is None:
                return {"type": "passthrough"}
            return convert_target(transformer, path)
        predicted = [computed_column([])] * count
        converted, _, _ = self.tree.convert(transformer, path, predicted, False)
        return converted


def _multi_output(regressors, targets):
    estimators = [{"name": None, "regressor": regressor} for regressor in regressors]
    _name(estimators, targets)
    return {"type": "MultiOutputRegressor", "estimators": estimators}


def _name(estimators, targets):
    """Names estimators for their targets: y0, y1, … unless the names are given."""
    names = list(targets or [])
    names += [f"y{i}" for i in range(len(names), len(estimators))]
    for estimator, name in zip(estimators, names):
        estimator["name"] = name


def _convert_linear(model):
    return {
        "type": "LinearModel",
        "class": type(model).__name__,
        "coef": plain_numbers(np.ravel(model.coef_)),
        "intercept": plain_number(np.ravel(model.intercept_)[0]),
    }
