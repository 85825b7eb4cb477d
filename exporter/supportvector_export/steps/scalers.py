"""The family of StandardScaler, RobustScaler, MaxAbsScaler and MinMaxScaler."""

import numpy as np
from sklearn.preprocessing import MaxAbsScaler, MinMaxScaler, RobustScaler, StandardScaler

from ..scalars import plain_numbers
from .empty_columns import check_columns


def _convert_standard_scaler(step, path, columns, is_sparse, readings):
    return _convert(
        step,
        path,
        columns,
        is_sparse,
        readings,
        {"mean": step.mean_ if step.with_mean else None, **_divisor(step.scale_, is_sparse)},
    )


def _convert_robust_scaler(step, path, columns, is_sparse, readings):
    return _convert(
        step,
        path,
        columns,
        is_sparse,
        readings,
        {"center": step.center_, **_divisor(step.scale_, is_sparse)},
    )


def _convert_max_abs_scaler(step, path, columns, is_sparse, readings):
    operands = _divisor(step.scale_, is_sparse)
    converted, output, _ = _convert(step, path, columns, is_sparse, readings, operands)
    # scikit-learn has this parameter from 1.8 on.
    if getattr(step, "clip", False):
        # x · 1 + −0 is x for every x, and leaves the sign of a zero.
        clip = {"scale": [1] * len(columns), "min": [-0.0] * len(columns), "clip": [-1, 1]}
        parts = [("scale", converted), ("clip", {"type": "MinMaxScaler", **clip})]
        converted = {
            "type": "Pipeline",
            "steps": [{"name": name, "step": part} for name, part in parts],
        }
    return converted, output, is_sparse


def _convert_min_max_scaler(step, path, columns, is_sparse, readings):
    clip = step.feature_range if step.clip else None
    return _convert(
        step,
        path,
        columns,
        is_sparse,
        readings,
        {"scale": step.scale_, "min": step.min_, "clip": clip},
    )


def _convert(step, path, columns, is_sparse, readings, operands):
    """Converts a scaler.

    The operands are arrays by the key of the model file, None where the scaler skips that part.
    """
    converted = {"type": type(step).__name__}
    converted.update(
        {key: plain_numbers(values) for key, values in operands.items() if values is not None}
    )
    for values in converted.values():
        if isinstance(values, list):
            check_columns(step, path, values)
    return converted, [readings.compute(column) for column in columns], is_sparse


def _divisor(scale, is_sparse):
    """Returns the operand that scikit-learn uses. The scale is None without scaling.

    scikit-learn divides a dense matrix by the scale. It multiplies a sparse matrix by the
    reciprocal, which rounds differently.
    """
    return {"inverse_scale": 1 / scale} if is_sparse and scale is not None else {"scale": scale}


CONVERTERS = {
    StandardScaler: _convert_standard_scaler,
    RobustScaler: _convert_robust_scaler,
    MaxAbsScaler: _convert_max_abs_scaler,
    MinMaxScaler: _convert_min_max_scaler,
}

PARTS = {
    "StandardScaler": (
        ("mean", np.subtract, np.add),
        ("scale", np.divide, np.multiply),
        ("inverse_scale", np.multiply, np.divide),
    ),
    "RobustScaler": (
        ("center", np.subtract, np.add),
        ("scale", np.divide, np.multiply),
        ("inverse_scale", np.multiply, np.divide),
    ),
    "MaxAbsScaler": (("scale", np.divide, np.multiply), ("inverse_scale", np.multiply, np.divide)),
    "MinMaxScaler": (("scale", np.multiply, np.divide), ("min", np.add, np.subtract)),
}
"""The operations of each scaler in their order, by key: what it does and what undoes it.

A scaler skips a key that its step does not have.
"""


def _evaluate(step, columns):
    for key, operation, _ in PARTS[step["type"]]:
        if key in step:
            columns = [operation(column, value) for column, value in zip(columns, step[key])]
    return [np.clip(column, *step["clip"]) for column in columns] if "clip" in step else columns


def _invert(step, column):
    for key, _, inverse in reversed(PARTS[step["type"]]):
        if key in step:
            column = inverse(column, step[key][0])
    return column


def _round_inverse(step, read, written):
    offset = sum(abs(step[key][0]) for key in ("mean", "center", "min") if key in step)
    # Only MinMaxScaler scales before it adds.
    return np.abs(written) + offset / (abs(step["scale"][0]) if "min" in step else 1)


EVALUATORS = dict.fromkeys(PARTS, _evaluate)
INVERSES = dict.fromkeys(("StandardScaler", "RobustScaler", "MinMaxScaler"), _invert)
INVERSE_ROUNDINGS = dict.fromkeys(INVERSES, _round_inverse)
