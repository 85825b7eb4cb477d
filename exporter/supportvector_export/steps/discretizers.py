"""The family of Binarizer and KBinsDiscretizer."""

import numpy as np
from sklearn.preprocessing import Binarizer, KBinsDiscretizer

from ..columns import computed_column
from ..errors import UnsupportedStepError
from ..scalars import plain_number, plain_numbers


def _convert_binarizer(step, path, columns, is_sparse, readings):
    readings.consume(columns)
    return (
        {"type": "Binarizer", "threshold": plain_number(step.threshold)},
        [computed_column([column]) for column in columns],
        is_sparse,
    )


def _convert_k_bins(step, path, columns, is_sparse, readings):
    if step.dtype is not None and np.dtype(step.dtype) != np.float64:
        raise UnsupportedStepError(
            path, step, f"with dtype={np.dtype(step.dtype).name} is not supported, only float64"
        )
    readings.consume(columns)
    encode = "ordinal" if step.encode == "ordinal" else "onehot"
    edges = [plain_numbers(edges[1:-1]) for edges in step.bin_edges_]
    output = []
    for column, inner in zip(columns, edges):
        output += [computed_column([column])] * (1 if encode == "ordinal" else len(inner) + 1)
    return (
        {"type": "KBinsDiscretizer", "bin_edges": edges, "encode": encode},
        output,
        step.encode == "onehot",
    )


def _evaluate_binarizer(step, columns):
    return [(column > step["threshold"]).astype(float) for column in columns]


def _evaluate_k_bins(step, columns):
    output = []
    for column, edges in zip(columns, step["bin_edges"]):
        bins = (
            sum((column >= edge).astype(float) for edge in edges)
            if edges
            else np.zeros(len(column))
        )
        output += (
            [bins]
            if step["encode"] == "ordinal"
            else [(bins == i).astype(float) for i in range(len(edges) + 1)]
        )
    return output


CONVERTERS = {Binarizer: _convert_binarizer, KBinsDiscretizer: _convert_k_bins}
EVALUATORS = {"Binarizer": _evaluate_binarizer, "KBinsDiscretizer": _evaluate_k_bins}
