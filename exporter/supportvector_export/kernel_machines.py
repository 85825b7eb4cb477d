"""Fitted kernel machines: SVR, NuSVR, KernelRidge and the mean of a GaussianProcessRegressor.

f(x) = Σ dual_coef[i] · K(x, support_vectors[i]) + intercept
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.kernel_ridge import KernelRidge
from sklearn.svm import SVR, NuSVR

from .errors import ExportError
from .factors import plan_factors
from .gaussian_processes import read_term
from .kernels import Kernel, check_name, pairwise_kernel
from .pipelines import check_fitted
from .scalars import plain_number, plain_numbers
from .support_vectors import to_blocks


@dataclass(frozen=True)
class KernelMachine:
    """A kernel machine with a function per target."""

    kind: str
    """Its class."""
    kernel: Kernel
    support_vectors: np.ndarray
    dual_coef: np.ndarray
    """Targets × support vectors."""
    intercept: np.ndarray
    """One per target."""
    length_scale: np.ndarray | None = None
    """Divides the columns in front of the kernel, as it has divided the support vectors."""

    def convert(self, columns: list) -> list[dict[str, Any]]:
        """Returns a regressor of the model file for each target.

        Parameters
        ----------
        columns
            The columns that it reads.
        """
        if self.kernel.name == "linear":
            return [self._linear(*target) for target in zip(self.dual_coef, self.intercept)]
        inputs = [column.inputs for column in columns]
        shared = {"support_vectors": to_blocks(self.support_vectors, inputs)}
        if self.kernel.name == "rbf":
            order = [column for block in shared["support_vectors"] for column in block["columns"]]
            factors = plan_factors(self.support_vectors, inputs, order)
            if factors:
                shared["factors"] = factors
        return [
            self._behind_scaler(
                {
                    "type": self.kind,
                    **self.kernel.to_json(),
                    "dual_coef": plain_numbers(dual_coef),
                    "intercept": plain_number(intercept),
                    **shared,
                }
            )
            for dual_coef, intercept in zip(self.dual_coef, self.intercept)
        ]

    def _linear(self, dual_coef, intercept):
        """Returns a linear model. `fsum` rounds its coefficients only once."""
        terms = dual_coef[:, None] * self.support_vectors
        return {
            "type": "LinearModel",
            "class": self.kind,
            "coef": plain_numbers([math.fsum(column) for column in terms.T]),
            "coef_magnitude": plain_numbers(np.abs(terms).sum(axis=0)),
            "intercept": plain_number(intercept),
        }

    def _behind_scaler(self, regressor):
        """Returns the regressor behind a scaler, if there is a length scale.

        Dividing x and s as scikit-learn does rounds alike. A factor in gamma would not, where the
        difference of x and s is small against them.
        """
        if self.length_scale is None:
            return regressor
        step = {"type": "StandardScaler", "scale": plain_numbers(self.length_scale)}
        steps = [{"name": "length_scale", "step": step}]
        return {
            "type": "Pipeline",
            "pipeline": {"type": "Pipeline", "steps": steps},
            "regressor": regressor,
        }


def read_kernel_machine(estimator: Any, path: str) -> KernelMachine:
    """Reads a fitted estimator of one of the classes in KERNEL_MACHINES.

    Raises for one that is not fitted, or that a model file cannot express.
    """
    return KERNEL_MACHINES[type(estimator)](estimator, path)


def _read_svr(svr, path):
    check_name(svr, path)
    check_fitted(svr, path)
    kernel = Kernel(svr.kernel, svr._gamma, svr.coef0, svr.degree)
    kernel.check(svr, path)
    return KernelMachine(
        type(svr).__name__,
        kernel,
        _dense(svr.support_vectors_),
        _dense(svr.dual_coef_).reshape(1, -1),
        np.ravel(svr.intercept_),
    )


def _read_kernel_ridge(ridge, path):
    check_fitted(ridge, path)
    vectors = _dense(ridge.X_fit_)
    dual_coef = ridge.dual_coef_.reshape(len(vectors), -1).T
    kernel = pairwise_kernel(ridge, path, vectors.shape[1])
    return KernelMachine("KernelRidge", kernel, vectors, dual_coef, np.zeros(len(dual_coef)))


def _read_gaussian_process(process, path):
    # `check_is_fitted` passes without a fit, because the prior predicts 0 then.
    if not hasattr(process, "X_train_"):
        raise ExportError(f"{path}: GaussianProcessRegressor is not fitted")
    term = read_term(process, path)
    vectors = np.asarray(process.X_train_)
    scale = None
    if np.any(term.length_scale != 1):
        vectors = vectors / term.length_scale
        scale = np.broadcast_to(term.length_scale, vectors.shape[1])
    spread = np.atleast_1d(process._y_train_std)
    return KernelMachine(
        "GaussianProcessRegressor",
        term.kernel,
        vectors.astype(float),
        term.constant * spread[:, None] * process.alpha_.reshape(len(vectors), -1).T,
        np.atleast_1d(process._y_train_mean),
        scale,
    )


def _dense(matrix):
    """Returns an attribute as float64. After a fit on a sparse matrix it is sparse, too."""
    return (matrix.toarray() if sparse.issparse(matrix) else np.asarray(matrix)).astype(float)


KERNEL_MACHINES = {
    SVR: _read_svr,
    NuSVR: _read_svr,
    KernelRidge: _read_kernel_ridge,
    GaussianProcessRegressor: _read_gaussian_process,
}
"""By class: (estimator, path) → KernelMachine."""
