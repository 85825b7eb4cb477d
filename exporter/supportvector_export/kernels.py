"""The kernels of a model file, from the parameters of fitted estimators.

KernelRidge, Nystroem and KernelPCA compute their kernels by sklearn.metrics.pairwise, and take the
parameters of its functions. The SVR has resolved its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .errors import UnsupportedStepError
from .scalars import plain_number

NAMES = {
    "rbf": "rbf",
    "linear": "linear",
    "poly": "poly",
    "polynomial": "poly",
    "sigmoid": "sigmoid",
}
"""The supported kernels of sklearn.metrics.pairwise, with their names in a model file."""


@dataclass(frozen=True)
class Kernel:
    """A kernel K(x, s) with the numbers that the fitted estimator uses."""

    name: str
    """"rbf", "linear", "poly" or "sigmoid"."""
    gamma: float = 1.0
    coef0: float = 0.0
    degree: float = 0

    def check(self, step: Any, path: str) -> None:
        """Raises for a parameter of the step that a model file cannot express."""
        if self.name != "linear" and not self.gamma > 0:
            raise UnsupportedStepError(
                path, step, f"with gamma={self.gamma!r} is not supported, only gamma > 0"
            )
        if self.name == "poly" and self.degree != int(self.degree):
            raise UnsupportedStepError(
                path, step, f"with degree={self.degree!r} is not supported, only an integer"
            )

    def to_json(self) -> dict[str, Any]:
        """Returns the keys of the model file. The linear kernel is a polynomial of degree 1."""
        if self.name == "linear":
            return Kernel("poly", degree=1).to_json()
        converted = {"kernel": self.name, "gamma": plain_number(self.gamma)}
        if self.name != "rbf":
            converted["coef0"] = plain_number(self.coef0)
        if self.name == "poly":
            converted["degree"] = int(self.degree)
        return converted


def check_name(step: Any, path: str) -> None:
    """Raises unless a model file has the kernel of this estimator."""
    if not isinstance(step.kernel, str) or step.kernel not in NAMES:
        raise UnsupportedStepError(
            path,
            step,
            f"with kernel={step.kernel!r} is not supported, "
            "only 'rbf', 'linear', 'poly' and 'sigmoid'",
        )


def pairwise_kernel(step: Any, path: str, width: int) -> Kernel:
    """Returns the kernel that an estimator computes by sklearn.metrics.pairwise.

    Parameters
    ----------
    step
        The fitted estimator.
    path
        The names that lead to it.
    width
        The number of columns that it reads.
    """
    check_name(step, path)
    # Nystroem leaves out those that are None, so that the function has its default.
    gamma = 1 / width if step.gamma is None else step.gamma
    coef0 = 1 if step.coef0 is None else step.coef0
    degree = 3 if step.degree is None else step.degree
    kernel = Kernel(NAMES[step.kernel], gamma, coef0, degree)
    kernel.check(step, path)
    return kernel
