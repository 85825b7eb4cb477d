"""The family of FunctionTransformer with functions of numpy."""

import numpy as np
from sklearn.preprocessing import FunctionTransformer

from ..errors import UnsupportedStepError

EXACT = (
    "absolute",
    "ceil",
    "floor",
    "negative",
    "reciprocal",
    "rint",
    "sign",
    "sqrt",
    "square",
    "trunc",
)
"""Functions whose results IEEE 754 defines to the bit."""
ROUNDED = ("exp", "expm1", "log", "log10", "log1p", "log2", "tanh")
FUNCTIONS = {name: getattr(np, name) for name in EXACT + ROUNDED}


def _convert(step, path, columns, is_sparse, readings):
    if is_sparse:
        raise UnsupportedStepError(path, step, "on a sparse matrix is not supported")
    if step.kw_args or step.inv_kw_args:
        raise UnsupportedStepError(path, step, "with kw_args is not supported")
    converted = {"type": "FunctionTransformer", "func": _name(step, step.func, path)}
    if step.inverse_func is not None:
        converted["inverse_func"] = _name(step, step.inverse_func, path)
    if step.validate:
        converted["validate"] = True
        readings.consume(columns)
    return converted, [readings.compute(column) for column in columns], is_sparse


def _name(step, function, path):
    for name, known in FUNCTIONS.items():
        if function is known:
            return name
    if function is None:
        raise UnsupportedStepError(path, step, "without func is only supported without validate")
    described = getattr(function, "__name__", repr(function))
    raise UnsupportedStepError(
        path,
        step,
        f"with the function {described} is not supported, "
        f"only numpy's {', '.join(sorted(FUNCTIONS))}",
    )


def _evaluate(step, columns):
    return [FUNCTIONS[step["func"]](column) for column in columns]


def _round(step, columns, written):
    if step["func"] in EXACT:
        return [np.zeros(len(column)) for column in written]
    return [np.where(np.isfinite(column), np.abs(column), 0) for column in written]


def _invert(step, column):
    return FUNCTIONS[step["inverse_func"]](column)


CONVERTERS = {FunctionTransformer: _convert}
EVALUATORS = {"FunctionTransformer": _evaluate}
ROUNDINGS = {"FunctionTransformer": _round}
INVERSES = {"FunctionTransformer": _invert}
