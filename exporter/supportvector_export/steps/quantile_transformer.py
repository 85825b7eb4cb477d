"""The family of QuantileTransformer."""

import numpy as np
from scipy import stats
from sklearn.preprocessing import QuantileTransformer

from ..errors import UnsupportedStepError
from ..scalars import plain_numbers
from .empty_columns import check_columns

NEAR = 1e-7
"""A probability of the normal distribution this near to 0 or 1 counts as 0 or 1."""


def _convert(step, path, columns, is_sparse, readings):
    if is_sparse:
        raise UnsupportedStepError(
            path, step, "on a sparse matrix, where it leaves zeros as they are, is not supported"
        )
    converted = {
        "type": "QuantileTransformer",
        "quantiles": [plain_numbers(quantiles) for quantiles in step.quantiles_.T],
        "references": plain_numbers(step.references_),
        "output_distribution": step.output_distribution,
    }
    check_columns(step, path, converted["quantiles"])
    return converted, [readings.compute(column) for column in columns], is_sparse


def _evaluate(step, columns):
    return [
        _place(step, column, np.array(quantiles, dtype=float))
        for column, quantiles in zip(columns, step["quantiles"])
    ]


def _place(step, x, quantiles):
    references = np.array(step["references"], dtype=float)
    normal = step["output_distribution"] == "normal"
    forwards = np.interp(x, quantiles, references)
    backwards = np.interp(-x, -quantiles[::-1], -references[::-1])
    place = 0.5 * (forwards - backwards)
    place[x + NEAR > quantiles[-1] if normal else x == quantiles[-1]] = 1
    place[x - NEAR < quantiles[0] if normal else x == quantiles[0]] = 0
    if normal:
        lowest = NEAR - np.spacing(1)
        place = np.clip(stats.norm.ppf(place), stats.norm.ppf(lowest), stats.norm.ppf(1 - lowest))
    place[np.isnan(x)] = np.nan
    return place


def _round(step, columns, written):
    return [
        np.nan_to_num(np.abs(column))
        if step["output_distribution"] == "normal"
        else np.zeros(len(column))
        for column in written
    ]


def _invert(step, column):
    normal = step["output_distribution"] == "normal"
    return _quantile(step, stats.norm.cdf(column) if normal else column)


def _quantile(step, place):
    quantiles, references = (
        np.array(step["quantiles"][0], dtype=float),
        np.array(step["references"], dtype=float),
    )
    normal = step["output_distribution"] == "normal"
    found = np.interp(place, references, quantiles)
    found[place + NEAR > 1 if normal else place == 1] = quantiles[-1]
    found[place - NEAR < 0 if normal else place == 0] = quantiles[0]
    return found


def _round_inverse(step, read, written):
    """Returns the size of what is rounded: the rounded probability moves along a quantile slope."""
    if step["output_distribution"] == "uniform":
        return np.abs(written)
    place = stats.norm.cdf(read)
    step_size = 1e-9
    slope = (
        np.abs(_quantile(step, place * (1 + step_size)) - _quantile(step, place * (1 - step_size)))
        / step_size
    )
    return np.abs(written) + slope


CONVERTERS = {QuantileTransformer: _convert}
EVALUATORS = {"QuantileTransformer": _evaluate}
ROUNDINGS = {"QuantileTransformer": _round}
INVERSES = {"QuantileTransformer": _invert}
INVERSE_ROUNDINGS = {"QuantileTransformer": _round_inverse}
