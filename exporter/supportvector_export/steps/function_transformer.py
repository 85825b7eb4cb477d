"""The family of FunctionTransformer with functions of numpy."""

import contextlib

import numpy as np
from sklearn.preprocessing import FunctionTransformer

from ..columns import computed_column
from ..errors import UnsupportedStepError
from ..functions import UnknownFunctionError, recognise

EXACT = (
    "absolute",
    "ceil",
    "clip",
    "degrees",
    "floor",
    "nan_to_num",
    "negative",
    "radians",
    "reciprocal",
    "rint",
    "sign",
    "sqrt",
    "square",
    "trunc",
)
"""Functions whose results numpy defines to the bit."""
COMPUTED = {
    "clip": lambda x, min=-np.inf, max=np.inf: np.minimum(np.maximum(x, min), max),
    "power": lambda x, base=None, exponent=None: np.power(
        x if base is None else float(base), x if exponent is None else float(exponent)
    ),
}
"""Those that take other arguments than numpy's."""


def _convert(step, path, columns, is_sparse, readings):
    if is_sparse:
        raise UnsupportedStepError(path, step, "on a sparse matrix is not supported")
    if step.func is None:
        raise UnsupportedStepError(path, step, "without func is only supported without validate")
    converted = {"type": "FunctionTransformer", **_function(step, path)}
    if step.validate:
        converted["validate"] = True
        readings.consume(columns)
    output = [readings.compute(column) for column in columns]
    if converted["func"] == "nan_to_num":
        for column in columns:
            readings.handle_missing(column, "nan")
        output = [computed_column([column]) for column in columns]
    return converted, output, is_sparse


def convert_target(step: FunctionTransformer, path: str) -> dict:
    """Converts the transformer of a target, of which only the inverse has a part in predictions."""
    if step.inverse_func is None:
        reason = "without inverse_func is not supported as the transformer of a target"
        raise UnsupportedStepError(path, step, reason)
    converted = {"type": "FunctionTransformer"}
    with contextlib.suppress(UnsupportedStepError):
        converted.update(_function(step, path))
    converted.update(_function(step, path, inverse=True))
    if step.validate:
        converted["validate"] = True
    return converted


def _function(step, path, inverse=False):
    """Returns a function of the step and its arguments, by their keys in the model file."""
    keys = ("inverse_func", "inv_kw_args") if inverse else ("func", "kw_args")
    function, keywords = (getattr(step, key) for key in keys)
    try:
        name, arguments = recognise(function, keywords)
    except UnknownFunctionError as error:
        raise UnsupportedStepError(path, step, str(error)) from None
    return {keys[0]: name, **({keys[1]: arguments} if arguments else {})}


def _compute(name, arguments, column):
    return COMPUTED.get(name, getattr(np, name))(column, **arguments)


def _doubt(name, arguments, column, bound):
    """Returns the rows in which the results at column ± bound do not enclose all between them.

    That is so across a pole, and for an angle that may be another part of a turn.
    """
    if name in ("sin", "cos"):
        return bound > 0.1
    if name == "tan":
        return 2 * bound >= np.abs(np.cos(column))
    if name == "reciprocal" or arguments.get("exponent", 0) < 0:
        return (bound > 0) & (bound >= np.abs(column))
    return np.zeros(len(column), dtype=bool)


def _evaluate(step, columns):
    return [_compute(step["func"], step.get("kw_args", {}), column) for column in columns]


def _round(step, columns, written):
    if step["func"] in EXACT:
        return [np.zeros(len(column)) for column in written]
    return [np.where(np.isfinite(column), np.abs(column), 0) for column in written]


def _invert(step, column):
    return _compute(step["inverse_func"], step.get("inv_kw_args", {}), column)


CONVERTERS = {FunctionTransformer: _convert}
EVALUATORS = {"FunctionTransformer": _evaluate}
ROUNDINGS = {"FunctionTransformer": _round}
DOUBTS = {
    "FunctionTransformer": lambda step, *read: _doubt(step["func"], step.get("kw_args", {}), *read)
}
INVERSES = {"FunctionTransformer": _invert}
INVERSE_DOUBTS = {
    "FunctionTransformer": lambda step, *read: _doubt(
        step["inverse_func"], step.get("inv_kw_args", {}), *read
    )
}
