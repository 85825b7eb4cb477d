"""The kernels of a model file in plain numpy, with the size of what they round.

The size of a kernel K is |K|, plus the size of its argument times the slope there. Rounding the
argument moves K by as much.

- RBF: K · (1 + γ‖x − s‖²). The exponential turns a relative error of the squared distance into
  γ‖x − s‖² times that of K.
- The RBF of sklearn.metrics.pairwise: it computes ‖x‖² + ‖s‖² − 2x·s, whose rounding K magnifies
  by γ · Σ(|xᶜ| + |sᶜ|)².
- A kernel of a dot product: the size of its argument is that of the terms |xᶜ·sᶜ|, because the
  argument is what is left after they cancel.
"""

from collections.abc import Iterator

import numpy as np

EPSILON = 2.0**-52
FACTOR = 16 * EPSILON
CANCELLING = ("KernelRidge", "Nystroem", "KernelPCA")
"""Types whose RBF kernel is that of sklearn.metrics.pairwise."""
CHUNK = 2**22
"""Number of differences in memory at a time, 32 MiB."""


def evaluate_kernels(
    description: dict, x: np.ndarray, vectors: np.ndarray, bounds: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Evaluates the kernel of each row and each support vector, some rows at a time.

    Parameters
    ----------
    description
        What has the kernel in the model file.
    x
        The rows, n × d.
    vectors
        The support vectors, m × d.
    bounds
        How far the values of the rows may lie from those of another evaluation.

    Yields
    ------
    K, the size of what is rounded for K, and how far K moves, each some rows × m.
    """
    kernel = KERNELS[description["kernel"]]
    rows_at_once = max(1, CHUNK // max(1, vectors.size))
    for start in range(0, len(x), rows_at_once):
        part = slice(start, start + rows_at_once)
        yield kernel(
            description,
            description["gamma"],
            x[part, None, :],
            vectors[None],
            bounds[part, None, :],
        )


def _rbf(description, gamma, x, s, bounds):
    difference = x - s
    exponent = gamma * (difference**2).sum(axis=2)
    k = np.exp(-exponent)
    # The exponent may be infinite, but only where K is 0.
    size = k * (1 + np.where(k > 0, exponent, 0))
    if description["type"] in CANCELLING:
        size += _cancellation(k, gamma, x, s)
    slope = 2 * gamma * k * (np.abs(difference) * bounds).sum(axis=2)
    # Near a support vector the slope is 0, so the second-order term counts. K is at most 1.
    moved = slope + gamma * (bounds**2).sum(axis=2)
    return k, size, np.minimum(moved, 1)


def _cancellation(k, gamma, x, s):
    """Returns the size of what K = exp(−γ(‖x‖² + ‖s‖² − 2x·s)) rounds, where the terms cancel."""
    off = FACTOR * gamma * ((np.abs(x) + np.abs(s)) ** 2).sum(axis=2)
    # K lies between 0 and 1. Nothing is known of it where the exponent is off by 1 or more.
    return np.where(off < 1, k * np.expm1(np.minimum(off, 1)), 1) / FACTOR


def _dot(description, gamma, x, s):
    """Returns γ · x·s + coef0, and the size of its terms."""
    terms = x * s
    coef0 = description.get("coef0", 0)
    return gamma * terms.sum(axis=2) + coef0, gamma * np.abs(terms).sum(axis=2) + abs(coef0)


def _poly(description, gamma, x, s, bounds):
    base, size = _dot(description, gamma, x, s)
    degree = description.get("degree", 0)
    slope = degree * np.abs(base) ** max(0, degree - 1)
    return (
        base**degree,
        np.abs(base**degree) + slope * size,
        slope * gamma * (np.abs(s) * bounds).sum(axis=2),
    )


def _sigmoid(description, gamma, x, s, bounds):
    base, size = _dot(description, gamma, x, s)
    k = np.tanh(base)
    slope = 1 - k**2
    return k, np.abs(k) + slope * size, slope * gamma * (np.abs(s) * bounds).sum(axis=2)


KERNELS = {"rbf": _rbf, "poly": _poly, "sigmoid": _sigmoid}
"""By name: K, the size of what is rounded for K, and how far K moves, each n rows × m vectors."""
