"""Fitted kernel machines: SVR, NuSVR and KernelRidge.

f(x) = Σ dual_coef[i] · K(x, support_vectors[i]) + intercept
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.kernel_ridge import KernelRidge
from sklearn.svm import SVR, NuSVR

from .factors import plan_factors
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
            {
                "type": self.kind,
                **self.kernel.to_json(),
                "dual_coef": plain_numbers(dual_coef),
                "intercept": plain_number(intercept),
                **shared,
            }
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


def _dense(matrix):
    """Returns an attribute as float64. After a fit on a sparse matrix it is sparse, too."""
    return (matrix.toarray() if sparse.issparse(matrix) else np.asarray(matrix)).astype(float)


KERNEL_MACHINES = {SVR: _read_svr, NuSVR: _read_svr, KernelRidge: _read_kernel_ridge}
"""By class: (estimator, path) → KernelMachine."""
