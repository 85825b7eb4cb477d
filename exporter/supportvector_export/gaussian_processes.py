"""The kernel of a fitted GaussianProcessRegressor, as one kernel of a model file.

scikit-learn builds the kernel from sums and products. The exporter multiplies them out and keeps a
single term, such as 2.5 * RBF. A WhiteKernel is noise in the training rows alone. Between a new row
and a training row it is 0.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sklearn.gaussian_process.kernels import (
    RBF,
    ConstantKernel,
    DotProduct,
    Exponentiation,
    Product,
    Sum,
    WhiteKernel,
)

from .errors import UnsupportedStepError
from .kernels import Kernel


@dataclass(frozen=True)
class Term:
    """A constant times at most one kernel."""

    constant: float
    kernel: Kernel | None = None
    """None stands for the constant alone."""
    length_scale: Any = 1.0
    """Divides the columns: a number, or one per column."""


def read_term(regressor: Any, path: str) -> Term:
    """Returns the one term of the fitted kernel. Raises UnsupportedStepError for any other kernel.

    Parameters
    ----------
    regressor
        The fitted GaussianProcessRegressor.
    path
        The names that lead to it.
    """
    try:
        terms = _expand(regressor.kernel_)
    except ValueError as error:
        raise UnsupportedStepError(path, regressor, f"with {error} is not supported") from None
    if len(terms) != 1 or terms[0].kernel is None:
        raise UnsupportedStepError(
            path,
            regressor,
            f"with the kernel {regressor.kernel_} is not supported, only one RBF or DotProduct, "
            "times constants, plus a WhiteKernel",
        )
    return terms[0]


def _expand(kernel):
    """Returns the terms whose sum is the kernel. Raises ValueError with the name of another."""
    kind = type(kernel)
    if kind is Sum:
        return [*_expand(kernel.k1), *_expand(kernel.k2)]
    if kind is Product:
        return [_multiply(a, b, kernel) for a in _expand(kernel.k1) for b in _expand(kernel.k2)]
    if kind is Exponentiation:
        return [_raise(term, kernel) for term in _expand(kernel.kernel)]
    if kind is WhiteKernel:
        return []
    if kind is ConstantKernel:
        return [Term(float(kernel.constant_value))]
    if kind is RBF:
        scale = np.squeeze(kernel.length_scale).astype(float)
        return [Term(1.0, Kernel("rbf", gamma=0.5), scale)]
    if kind is DotProduct:
        return [Term(1.0, Kernel("poly", coef0=float(kernel.sigma_0**2), degree=1))]
    raise ValueError(f"the kernel {kind.__name__}")


def _multiply(a, b, kernel):
    if a.kernel and b.kernel:
        raise ValueError(f"the product of two kernels {kernel}")
    return replace(a if a.kernel else b, constant=a.constant * b.constant)


def _raise(term, power):
    """Returns a power of a term. That of several terms is refused later, as a sum."""
    exponent = power.exponent
    if term.kernel and (term.kernel.name == "rbf" or exponent != int(exponent) or exponent < 0):
        raise ValueError(f"the power {power}")
    kernel = term.kernel and replace(term.kernel, degree=term.kernel.degree * int(exponent))
    return replace(term, constant=term.constant**exponent, kernel=kernel)
