"""The family of PowerTransformer."""

import numpy as np
from scipy import special
from sklearn.preprocessing import PowerTransformer

from ..scalars import plain_numbers
from .empty_columns import check_columns

EPSILON = 2.0**-52


def _convert(step, path, columns, is_sparse, readings):
    converted = {
        "type": "PowerTransformer",
        "method": step.method,
        "lambdas": plain_numbers(step.lambdas_),
    }
    check_columns(step, path, converted["lambdas"])
    if step.standardize:
        converted["mean"] = plain_numbers(step._scaler.mean_)
        # scikit-learn 1.2 finds a power for a column without values, but no mean.
        check_columns(step, path, converted["mean"])
        converted["scale"] = plain_numbers(step._scaler.scale_)
    return converted, [readings.compute(column) for column in columns], is_sparse


def _evaluate(step, columns):
    powers = [
        POWERS[step["method"]][0](column, power) for column, power in zip(columns, step["lambdas"])
    ]
    if "mean" in step:
        powers = [
            (column - mean) / scale
            for column, mean, scale in zip(powers, step["mean"], step["scale"])
        ]
    return powers


def _round(step, columns, written):
    sizes = [
        POWERS[step["method"]][1](column, power) for column, power in zip(columns, step["lambdas"])
    ]
    if "mean" in step:
        sizes = [
            (size + abs(mean)) / scale
            for size, mean, scale in zip(sizes, step["mean"], step["scale"])
        ]
    return [np.nan_to_num(size) for size in sizes]


def _invert(step, column):
    if "mean" in step:
        column = column * step["scale"][0] + step["mean"][0]
    return POWERS[step["method"]][2](column, step["lambdas"][0])


def _yeo_johnson(x, power):
    # The lower half is the upper half mirrored, with 2 − λ.
    mirrored = np.where(x < 0, 2 - power, power)
    with np.errstate(divide="ignore", invalid="ignore"):
        y = np.where(
            np.abs(mirrored) > EPSILON,
            ((np.abs(x) + 1) ** mirrored - 1) / mirrored,
            np.log1p(np.abs(x)),
        )
    return np.where(np.isnan(x), np.nan, np.where(x < 0, -y, y))


def _yeo_johnson_size(x, power):
    mirrored = np.where(x < 0, 2 - power, power)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(
            np.abs(mirrored) > EPSILON,
            ((np.abs(x) + 1) ** mirrored * (1 + np.abs(mirrored)) + 1) / np.abs(mirrored),
            np.log1p(np.abs(x)),
        )


def _inverse_yeo_johnson(y, power):
    mirrored = np.where(y < 0, 2 - power, power)
    with np.errstate(divide="ignore", invalid="ignore"):
        x = np.where(
            np.abs(mirrored) > EPSILON,
            (np.abs(y) * mirrored + 1) ** (1 / mirrored) - 1,
            np.exp(np.abs(y)) - 1,
        )
    return np.where(y < 0, -x, x)


def _box_cox(x, power):
    return special.boxcox(np.where(x > 0, x, np.nan), power)


def _box_cox_size(x, power):
    logarithm = np.log(np.where(x > 0, x, np.nan))
    return np.abs(special.boxcox(x, power)) + x**power * np.abs(logarithm)


def _inverse_box_cox(y, power):
    return np.exp(y) if power == 0 else (y * power + 1) ** (1 / power)


POWERS = {
    "yeo-johnson": (_yeo_johnson, _yeo_johnson_size, _inverse_yeo_johnson),
    "box-cox": (_box_cox, _box_cox_size, _inverse_box_cox),
}
"""By method: the power, the size of what it rounds, and its inverse."""


def _round_inverse(step, read, written):
    """Returns the size of what the scaling, the base of the power and the power round.

    The base rounds in proportion to its terms.
    """
    mean, scale, power = (step.get("mean", [0])[0], step.get("scale", [1])[0], step["lambdas"][0])
    z, z_size = read * scale + mean, np.abs(read * scale) + abs(mean)
    if step["method"] == "yeo-johnson":
        power = np.where(z < 0, 2 - power, power)
    z = np.abs(z) if step["method"] == "yeo-johnson" else z
    raised = np.abs(written) + 1
    with np.errstate(divide="ignore", invalid="ignore"):
        base_size = (
            (z_size * np.abs(power) + np.abs(z * power) + 1) / (z * power + 1) / np.abs(power)
        )
    return raised * (2 + np.where(np.abs(power) > EPSILON, base_size, z_size))


CONVERTERS = {PowerTransformer: _convert}
EVALUATORS = {"PowerTransformer": _evaluate}
ROUNDINGS = {"PowerTransformer": _round}
INVERSES = {"PowerTransformer": _invert}
INVERSE_ROUNDINGS = {"PowerTransformer": _round_inverse}
