"""The tree of regressors of a model file, from fitted regressors."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.ensemble import BaggingRegressor, StackingRegressor, VotingRegressor
from sklearn.multioutput import MultiOutputRegressor
from sklearn.preprocessing import FunctionTransformer
from sklearn.svm import SVR, NuSVR

from .columns import computed_column
from .errors import UnsupportedStepError
from .factors import plan_factors
from .linear_models import LINEAR_MODELS
from .parameters import check_parameters
from .pipelines import TransformedTarget, check_fitted, split
from .scalars import plain_number, plain_numbers
from .steps import INVERSES
from .support_vectors import to_blocks
from .tree import Tree, check_steps

KERNEL_MACHINES = (SVR, NuSVR)
ENSEMBLES = (BaggingRegressor, VotingRegressor, StackingRegressor)


def check_regressor(regressor: Any, path: str, several_targets: bool = False) -> None:
    """Raises for a regressor that is not supported or not fitted.

    Only with `several_targets` may it be a MultiOutputRegressor.
    """
    if type(regressor) is TransformedTarget:
        check_regressor(regressor.regressor, path)
    elif type(regressor) in KERNEL_MACHINES:
        _check_kernel_machine(regressor, path)
    elif type(regressor) in LINEAR_MODELS:
        check_fitted(regressor, path)
        if np.ndim(regressor.coef_) > 1 and len(regressor.coef_) > 1:
            raise UnsupportedStepError(
                path, regressor, "predicts several targets, which only MultiOutputRegressor may"
            )
    elif type(regressor) in ENSEMBLES or (
        type(regressor) is MultiOutputRegressor and several_targets
    ):
        check_fitted(regressor, path)
        for name, member in _members(regressor):
            check_estimator(member, f"{path} > {name}")
        if type(regressor) is StackingRegressor:
            check_estimator(regressor.final_estimator_, f"{path} > final_estimator")
    else:
        raise UnsupportedStepError(path, regressor)


def check_estimator(estimator: Any, path: str, several_targets: bool = False) -> None:
    """Raises like `check_regressor`, for a regressor and the steps in front of it."""
    transformers, regressor, regressor_path = split(estimator, path)
    check_regressor(regressor, regressor_path, several_targets)
    check_steps(transformers, path)


def _check_kernel_machine(svr, path):
    if svr.kernel not in ("rbf", "linear", "poly", "sigmoid"):
        raise UnsupportedStepError(
            path,
            svr,
            f"with kernel={svr.kernel!r} is not supported, "
            "only 'rbf', 'linear', 'poly' and 'sigmoid'",
        )
    check_fitted(svr, path)
    if svr.kernel != "linear" and not svr._gamma > 0:
        raise UnsupportedStepError(
            path,
            svr,
            f"with gamma={svr._gamma!r} is not supported, only gamma > 0",
        )
    if svr.kernel == "poly" and svr.degree != int(svr.degree):
        raise UnsupportedStepError(
            path, svr, f"with degree={svr.degree!r} is not supported, only an integer"
        )


def _members(ensemble):
    """Returns (name, estimator) of each member of an ensemble that was not dropped."""
    if hasattr(ensemble, "named_estimators_"):
        named = ensemble.named_estimators_.items()
        return [(name, member) for name, member in named if not isinstance(member, str)]
    return [(str(i), member) for i, member in enumerate(ensemble.estimators_)]


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
            The names of the targets of a MultiOutputRegressor.
        """
        if type(regressor) is TransformedTarget:
            return {
                "type": "TransformedTargetRegressor",
                "regressor": self.convert(regressor.regressor, path, columns, is_sparse),
                "transformer": self._target_transformer(regressor.transformer, regressor.path),
            }
        if type(regressor) in (*KERNEL_MACHINES, *LINEAR_MODELS):
            self.tree.readings.consume(columns)
            if _is_linear(regressor):
                return _convert_linear(regressor)
            return _convert_kernel_machine(regressor, columns)
        estimators = []
        for i, (name, member) in enumerate(_members(regressor)):
            estimators.append({"name": name})
            selected = columns
            if type(regressor) is BaggingRegressor:
                positions = [int(c) for c in regressor.estimators_features_[i]]
                selected = [columns[c] for c in positions]
                if positions != list(range(len(columns))):
                    estimators[-1]["columns"] = positions
            estimators[-1]["regressor"] = self._member(
                member, f"{path} > {name}", selected, is_sparse
            )
        converted = {"type": type(regressor).__name__, "estimators": estimators}
        if type(regressor) is VotingRegressor and regressor.weights is not None:
            for member, weight in zip(estimators, _weights(regressor)):
                member["weight"] = plain_number(weight)
        elif type(regressor) is StackingRegressor:
            converted["passthrough"] = bool(regressor.passthrough)
            stacked = [computed_column(columns)] * len(estimators)
            stacked += columns if regressor.passthrough else []
            converted["final_estimator"] = self._member(
                regressor.final_estimator_, f"{path} > final_estimator", stacked, is_sparse
            )
        elif type(regressor) is MultiOutputRegressor:
            names = targets or [f"y{i}" for i in range(len(estimators))]
            for member, name in zip(estimators, names):
                member["name"] = name
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

    def _target_transformer(self, transformer, path):
        path = f"{path} > transformer"
        check_parameters(transformer, path)
        check_fitted(transformer, path)
        if type(transformer).__name__ not in INVERSES:
            raise UnsupportedStepError(
                path, transformer, "is not supported as the transformer of a target"
            )
        if type(transformer) is FunctionTransformer and transformer.func is None:
            if transformer.inverse_func is None:
                return {"type": "passthrough"}
            raise UnsupportedStepError(path, transformer, "without func is not supported")
        converted, _, _ = self.tree.convert(transformer, path, [computed_column([])], False)
        if converted["type"] == "FunctionTransformer" and "inverse_func" not in converted:
            raise UnsupportedStepError(
                path,
                transformer,
                "without inverse_func is not supported as the transformer of a target",
            )
        return converted


def _is_linear(regressor):
    return type(regressor) in LINEAR_MODELS or regressor.kernel == "linear"


def _convert_linear(model):
    """Converts a linear model. `fsum` rounds the coefficients of a linear SVR only once."""
    converted = {"type": "LinearModel", "class": type(model).__name__}
    if type(model) in KERNEL_MACHINES:
        terms = _dense(model.dual_coef_).ravel()[:, None] * _dense(model.support_vectors_)
        converted["coef"] = plain_numbers([math.fsum(column) for column in terms.T])
        converted["coef_magnitude"] = plain_numbers(np.abs(terms).sum(axis=0))
    else:
        converted["coef"] = plain_numbers(np.ravel(model.coef_))
    converted["intercept"] = plain_number(np.ravel(model.intercept_)[0])
    return converted


def _convert_kernel_machine(svr, columns):
    converted = {
        "type": type(svr).__name__,
        "kernel": svr.kernel,
        "gamma": plain_number(svr._gamma),
    }
    if svr.kernel != "rbf":
        converted["coef0"] = plain_number(svr.coef0)
    if svr.kernel == "poly":
        converted["degree"] = int(svr.degree)
    vectors, inputs = _dense(svr.support_vectors_), [column.inputs for column in columns]
    blocks = to_blocks(vectors, inputs)
    converted["dual_coef"] = plain_numbers(_dense(svr.dual_coef_).ravel())
    converted["intercept"] = plain_number(svr.intercept_[0])
    converted["support_vectors"] = blocks
    if svr.kernel == "rbf":
        order = [column for block in blocks for column in block["columns"]]
        factors = plan_factors(vectors, inputs, order)
        if factors:
            converted["factors"] = factors
    return converted


def _dense(matrix):
    """Returns an attribute as an array. After a fit on a sparse matrix it is sparse, too."""
    return matrix.toarray() if sparse.issparse(matrix) else np.asarray(matrix)
