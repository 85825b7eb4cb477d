"""What the functions of a FunctionTransformer compute, in terms of a model file."""

from __future__ import annotations

import dis
import functools
import math
from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any

import numpy as np
from scipy import special

from .scalars import plain_number

NAMES = (
    "absolute",
    "cbrt",
    "ceil",
    "cos",
    "degrees",
    "exp",
    "exp2",
    "expm1",
    "floor",
    "log",
    "log10",
    "log1p",
    "log2",
    "negative",
    "radians",
    "reciprocal",
    "rint",
    "sign",
    "sin",
    "sqrt",
    "square",
    "tan",
    "tanh",
    "trunc",
)
"""The functions without arguments, by their names in numpy."""
KNOWN = (
    *((getattr(np, name), name) for name in NAMES),
    (np.deg2rad, "radians"),
    (np.rad2deg, "degrees"),
    *((getattr(special, name), name) for name in ("cbrt", "exp2", "expm1", "log1p")),
)
WITH_ARGUMENTS = ("clip", "nan_to_num", "power")
OWN_FUNCTIONS = {-1: "reciprocal", 0.5: "sqrt", 2: "square"}
"""How numpy computes x ** -1, x ** 0.5 and x ** 2."""
ARGUMENT = object()
"""The argument of a function, as an operand."""


class UnknownFunctionError(Exception):
    """No function of a model file computes the same."""


def recognise(function: Callable, keywords: Mapping | None = None) -> tuple[str, dict]:
    """Returns the name of a function in a model file, and its arguments.

    Parameters
    ----------
    function
        A function of one array: numpy's, `functools.partial` of one, or a power as a lambda.
    keywords
        The keyword arguments that it is called with.
    """
    positional: tuple = ()
    keywords = dict(keywords or {})
    if isinstance(function, functools.partial):
        keywords = {**function.keywords, **keywords}
        function, positional = function.func, function.args
    if function is np.clip and not positional:
        return "clip", _limits(keywords)
    if function is np.nan_to_num and not positional:
        return "nan_to_num", _replacements(keywords)
    if not keywords and len(positional) == 1:
        for known, name, argument in (
            (np.power, "power", "base"),
            (np.float_power, "power", "base"),
            (np.maximum, "clip", "min"),
            (np.minimum, "clip", "max"),
        ):
            if function is known:
                return name, {argument: _number(argument, positional[0])}
    if not positional and not keywords:
        if function is special.exp10:
            return "power", {"base": 10}
        for known, name in KNOWN:
            if function is known:
                return name, {}
        power = _power(function)
        if power.get("exponent") in OWN_FUNCTIONS:
            return OWN_FUNCTIONS[power["exponent"]], {}
        if power:
            return "power", power
    described = getattr(function, "__name__", repr(function))
    given = [*map(repr, positional), *(f"{key}={value!r}" for key, value in keywords.items())]
    arguments = f" with {', '.join(given)}" if given else ""
    raise UnknownFunctionError(
        f"with the function {described}{arguments} is not supported, "
        f"only numpy's {', '.join(sorted(NAMES + WITH_ARGUMENTS))}"
    )


def _limits(keywords):
    limits = {}
    for key, value in keywords.items():
        name = {"a_min": "min", "a_max": "max"}.get(key, key)
        if name not in ("min", "max") or name in limits:
            raise UnknownFunctionError(f"with the function clip with {key}= is not supported")
        # An infinite limit is none, if it is on its own side.
        endless = -math.inf if name == "min" else math.inf
        if value is not None and not (np.ndim(value) == 0 and value == endless):
            limits[name] = _number(key, value)
    if limits.get("min", -math.inf) > limits.get("max", math.inf):
        raise UnknownFunctionError(
            "with a minimum above the maximum is not supported: "
            "numpy gives the maximum, and pandas exchanges the two"
        )
    return limits


def _replacements(keywords):
    replacements = {}
    for key, value in keywords.items():
        if key not in ("nan", "posinf", "neginf"):
            raise UnknownFunctionError(f"with the function nan_to_num with {key}= is not supported")
        if value is not None or key == "nan":
            replacements[key] = _number(key, value)
    return replacements


def _number(name, value):
    number = plain_number(value)
    if number is None:
        raise UnknownFunctionError(f"with {name}={value!r} is not supported, only a finite number")
    return number


def _power(function: Any) -> dict:
    """Returns the arguments of a power that is written as `lambda x: 10**x` or `lambda x: x**3`.

    The bytecode of such a function loads its argument and a constant, raises one to the power of
    the other, returns, and does nothing else.
    """
    if type(function) is not FunctionType or function.__code__.co_argcount == 0:
        return {}
    operands, others = [], []
    for instruction in dis.get_instructions(function):
        operation, operand = instruction.opname, instruction.argval
        if operation.startswith("LOAD_FAST") and operand == function.__code__.co_varnames[0]:
            operands.append(ARGUMENT)
        elif operation in ("LOAD_CONST", "LOAD_SMALL_INT"):
            operands.append(operand)
        elif operation != "RESUME":
            others.append("BINARY_POWER" if instruction.argrepr == "**" else operation)
    if others != ["BINARY_POWER", "RETURN_VALUE"]:
        return {}
    constants = {
        name: operand
        for name, operand in zip(("base", "exponent"), operands)
        if operand is not ARGUMENT
    }
    return (
        {name: _number(name, constants[name]) for name in constants} if len(constants) == 1 else {}
    )
