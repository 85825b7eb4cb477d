"""The family of PCA and TruncatedSVD."""

import functools

import numpy as np
from sklearn.decomposition import PCA, TruncatedSVD

from ..errors import UnsupportedStepError
from ..scalars import plain_numbers


def _convert_pca(step, path, columns, is_sparse, readings):
    scale = _whitening_scale(step) if step.whiten else None
    if scale is not None and np.any(scale == 0):
        raise UnsupportedStepError(
            path, step, f"whitens component {np.argmin(scale)}, which has no variance"
        )
    return _convert(step, columns, readings, step.mean_, scale)


def _whitening_scale(step):
    """Returns what `transform` divides by."""
    scale = np.sqrt(step.explained_variance_)
    return np.maximum(scale, np.finfo(scale.dtype).eps) if _limits_scale() else scale


@functools.cache
def _limits_scale():
    """Returns whether the installed release divides by eps at least, as it does from 1.5 on."""
    pca = PCA(whiten=True, svd_solver="full").fit([[0.0, 0.0], [1.0, 0.0]])
    with np.errstate(divide="ignore"):
        return bool(np.all(np.isfinite(pca.transform([[0.0, 1.0]]))))


def _convert_svd(step, path, columns, is_sparse, readings):
    return _convert(step, columns, readings, None, None)


def _convert(step, columns, readings, mean, scale):
    converted = {
        "type": type(step).__name__,
        "components": [plain_numbers(component) for component in step.components_],
    }
    if mean is not None:
        converted["mean"] = plain_numbers(mean)
    if scale is not None:
        converted["scale"] = plain_numbers(scale)
    return converted, [readings.consume(columns)] * len(step.components_), False


def _evaluate(step, columns):
    return list(
        (_project(step, np.column_stack(columns) - np.array(step.get("mean", 0))) / _scale(step)).T
    )


def _round(step, columns, written):
    """Returns sizes that hold for any order of summation, as BLAS chooses one.

    They also hold for the projected mean, which later releases subtract.
    """
    sizes = np.abs(np.column_stack(columns)) + np.abs(np.array(step.get("mean", 0)))
    return list(
        (sizes @ np.abs(np.array(step["components"], dtype=float)).T / np.abs(_scale(step))).T
    )


def _project(step, rows):
    return rows @ np.array(step["components"], dtype=float).T


def _scale(step):
    return np.array(step.get("scale", 1.0), dtype=float)


CONVERTERS = {PCA: _convert_pca, TruncatedSVD: _convert_svd}
EVALUATORS = {"PCA": _evaluate, "TruncatedSVD": _evaluate}
ROUNDINGS = {"PCA": _round, "TruncatedSVD": _round}
