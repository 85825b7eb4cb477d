"""The family of Nystroem and KernelPCA, a projection of kernels.

    y_j = Σ_i components[j, i] · (K(x, support_vectors[i]) − mean_i)

KernelPCA centres its kernels in both directions: it also subtracts the mean of the kernels of each
row. Its components are centred here instead, which is the same. As their sum is 0, the constant
that KernelPCA adds to each kernel has no effect.
"""

import numpy as np
from scipy import sparse
from sklearn.decomposition import KernelPCA
from sklearn.kernel_approximation import Nystroem

from ..errors import UnsupportedStepError
from ..kernel_values import evaluate_kernels
from ..kernels import pairwise_kernel
from ..scalars import plain_numbers

OFF_CENTRE = 1e-3
"""The sum of a component, as a share of that of its magnitudes, from which on it is noise.

An eigenvector of centred kernels has the sum 0, unless its eigenvalue comes from rounding.
"""


def _convert_nystroem(step, path, columns, is_sparse, readings):
    if step.kernel_params:
        raise UnsupportedStepError(path, step, "with kernel_params is not supported")
    return _convert(step, path, columns, readings, step.components_, step.normalization_, None)


def _convert_kernel_pca(step, path, columns, is_sparse, readings):
    # A component without variance stays 0.
    scale = np.sqrt(np.where(step.eigenvalues_ == 0, np.inf, step.eigenvalues_))
    components = (step.eigenvectors_ / scale).T
    sums = np.abs(components.sum(axis=1))
    noise = sums > OFF_CENTRE * np.abs(components).sum(axis=1)
    if np.any(noise):
        raise UnsupportedStepError(
            path, step, f"has only rounding noise in component {np.argmax(noise)}"
        )
    components = components - components.mean(axis=1, keepdims=True)
    mean = step._centerer.K_fit_rows_
    return _convert(step, path, columns, readings, step.X_fit_, components, mean)


def _convert(step, path, columns, readings, vectors, components, mean):
    vectors = vectors.toarray() if sparse.issparse(vectors) else vectors
    converted = {
        "type": type(step).__name__,
        **pairwise_kernel(step, path, len(columns)).to_json(),
        "support_vectors": [plain_numbers(vector) for vector in vectors],
        "components": [plain_numbers(component) for component in components],
    }
    if mean is not None:
        converted["mean"] = plain_numbers(mean)
    return converted, [readings.consume(columns)] * len(components), False


def _evaluate(step, columns):
    _, components, mean = _arrays(step)
    projected = [(kernels - mean) @ components.T for kernels, _ in _kernels(step, columns)]
    return list(np.concatenate(projected).T)


def _round(step, columns, written):
    """Returns the sizes of the kernels and of what they are centred by, times the components."""
    _, components, mean = _arrays(step)
    sizes = []
    for _, size in _kernels(step, columns):
        if "mean" in step:
            size = size + size.mean(axis=1, keepdims=True) + np.abs(mean) + np.abs(np.mean(mean))
        sizes.append(size @ np.abs(components).T)
    return list(np.concatenate(sizes).T)


def _kernels(step, columns):
    """Yields the kernels of some rows, and their sizes."""
    x, (vectors, _, _) = np.column_stack(columns), _arrays(step)
    for kernels, size, _ in evaluate_kernels(step, x, vectors, np.zeros_like(x)):
        yield kernels, size


def _arrays(step):
    """Returns the support vectors, the components and the mean. There may be no component."""
    vectors = np.array(step["support_vectors"], dtype=float)
    components = np.array(step["components"], dtype=float).reshape(-1, len(vectors))
    return vectors, components, np.array(step.get("mean", 0), dtype=float)


CONVERTERS = {Nystroem: _convert_nystroem, KernelPCA: _convert_kernel_pca}
EVALUATORS = {"Nystroem": _evaluate, "KernelPCA": _evaluate}
ROUNDINGS = {"Nystroem": _round, "KernelPCA": _round}
