"""The family of Normalizer."""

import numpy as np
from sklearn.preprocessing import Normalizer

CONSTANT = 10 * np.finfo(np.float64).eps
"""scikit-learn does not divide a row of a dense matrix by a norm below this."""
SMALLEST = 5e-324
"""The same for a sparse matrix, where only the norm 0 is left out."""


def _convert(step, path, columns, is_sparse, readings):
    converted = {
        "type": "Normalizer",
        "norm": step.norm,
        "least": SMALLEST if is_sparse else float(CONSTANT),
    }
    return converted, [readings.consume(columns)] * len(columns), is_sparse


def _evaluate(step, columns):
    row = np.column_stack(columns)
    if step["norm"] == "max":
        norms = np.abs(row).max(axis=1)
    elif step["norm"] == "l1":
        norms = np.abs(row).sum(axis=1)
    else:
        norms = np.sqrt((row**2).sum(axis=1))
    norms[norms < step["least"]] = 1
    return [column / norms for column in columns]


def _round(step, columns, written):
    """Returns sizes that hold for any order of summation."""
    return [0 * np.abs(column) if step["norm"] == "max" else np.abs(column) for column in written]


CONVERTERS = {Normalizer: _convert}
EVALUATORS = {"Normalizer": _evaluate}
ROUNDINGS = {"Normalizer": _round}
