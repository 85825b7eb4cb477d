"""The functions of a FunctionTransformer that a model file can express."""

import functools
import math

import numpy as np
import pytest
from scipy import special
from sklearn.compose import TransformedTargetRegressor
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler, PowerTransformer
from sklearn.svm import SVR

from supportvector_export import UnsupportedStepError, export_pipeline
from supportvector_export.evaluate import evaluate
from supportvector_export.functions import UnknownFunctionError, recognise
from supportvector_export.kernel_values import EPSILON

random = np.random.RandomState(0)
X = random.normal(size=(40, 2))
y = np.abs(random.normal(size=40)) + 1


def cube(values):
    """Has a docstring, which is a constant as well."""
    return values**3


@pytest.mark.parametrize(
    "function, keywords, name, arguments",
    [
        (np.sin, None, "sin", {}),
        (np.deg2rad, {}, "radians", {}),
        (special.cbrt, {}, "cbrt", {}),
        (special.exp10, {}, "power", {"base": 10}),
        (functools.partial(np.sin), {}, "sin", {}),
        (functools.partial(np.power, 10), {}, "power", {"base": 10}),
        (functools.partial(np.power, 0.5), {}, "power", {"base": 0.5}),
        (functools.partial(np.maximum, 0), {}, "clip", {"min": 0}),
        (functools.partial(np.minimum, np.float32(0.5)), {}, "clip", {"max": 0.5}),
        (lambda x: 10**x, {}, "power", {"base": 10}),
        (lambda x: 2.5**x, {}, "power", {"base": 2.5}),
        (lambda x: x**3, {}, "power", {"exponent": 3}),
        (lambda x: x**300, {}, "power", {"exponent": 300}),
        (lambda x: x**-0.5, {}, "power", {"exponent": -0.5}),
        (lambda x: x**0.5, {}, "sqrt", {}),
        (lambda x: x**-1.0, {}, "reciprocal", {}),
        (cube, {}, "power", {"exponent": 3}),
        (np.clip, {"a_min": 0, "a_max": None}, "clip", {"min": 0}),
        (np.clip, {"a_min": 1.5, "a_max": 2}, "clip", {"min": 1.5, "max": 2}),
        (np.clip, {"min": -math.inf, "max": np.int64(4)}, "clip", {"max": 4}),
        (functools.partial(np.clip, a_min=0), {"a_max": 1}, "clip", {"min": 0, "max": 1}),
        (np.nan_to_num, {}, "nan_to_num", {}),
        (np.nan_to_num, {"nan": -1, "posinf": None}, "nan_to_num", {"nan": -1}),
        (np.nan_to_num, {"posinf": 9, "neginf": 8}, "nan_to_num", {"posinf": 9, "neginf": 8}),
    ],
)
def test_recognised(function, keywords, name, arguments):
    assert recognise(function, keywords) == (name, arguments)


exponent = 3


@pytest.mark.parametrize(
    "function, keywords, words",
    [
        (np.sinc, {}, "function sinc"),
        (np.sin, {"dtype": "float32"}, "sin with dtype='float32'"),
        (np.power, {}, "function power"),
        (functools.partial(np.power, [1, 2]), {}, r"base=\[1, 2\]"),
        (functools.partial(np.power, 2, out=None), {}, "power with 2, out=None"),
        (functools.partial(np.clip, 1), {}, "clip with 1"),
        (np.clip, {"a_min": [0, 1], "a_max": None}, r"a_min=\[0, 1\]"),
        (np.clip, {"a_min": math.nan, "a_max": None}, "a_min=nan"),
        (np.clip, {"a_min": math.inf, "a_max": None}, "a_min=inf"),
        (np.clip, {"a_min": 0, "min": 1}, "clip with min="),
        (np.clip, {"a_min": 2, "a_max": 1}, "minimum above the maximum"),
        (np.clip, {"a_min": 0, "a_max": 1, "out": None}, "clip with out="),
        (np.nan_to_num, {"nan": None}, "nan=None"),
        (np.nan_to_num, {"nan": math.nan}, "nan=nan"),
        (np.nan_to_num, {"posinf": math.inf}, "posinf=inf"),
        (np.nan_to_num, {"copy": False}, "nan_to_num with copy="),
        (lambda x: x**exponent, {}, "<lambda>"),
        (lambda x: x**3 + 1, {}, "<lambda>"),
        (lambda x: x * 3, {}, "<lambda>"),
        (lambda x: -(x**3), {}, "<lambda>"),
        (lambda x: x**x, {}, "<lambda>"),
        (lambda x, by=3: x**by, {}, "<lambda>"),
        (lambda *x: x**3, {}, "<lambda>"),
        (lambda x: x**3, {"by": 2}, "<lambda> with by=2"),
        (lambda x: x ** "3", {}, "exponent='3'"),
        (lambda x: 2j**x, {}, "base=2j"),
        (str, {}, "function str"),
    ],
)
def test_unknown(function, keywords, words):
    with pytest.raises(UnknownFunctionError, match=words):
        recognise(function, keywords)


def evaluated(*steps, rows):
    model = export_pipeline(make_pipeline(*steps, SVR()).fit(X, y), X, allow_uncompared=True)
    return evaluate(model, rows.tolist())


def test_the_bound_of_an_angle():
    """It is infinite where rounding moves an angle by a part of a turn, or across a pole."""
    huge = np.array([[1.0, 1.0], [1.0, 40.0]])
    for function in (np.sin, np.cos):
        steps = FunctionTransformer(np.exp), FunctionTransformer(function)
        _, bounds, _, _ = evaluated(*steps, rows=huge)
        assert bounds[0, 1] < 100 * EPSILON
        assert np.isinf(bounds[1, 1])
    turns = FunctionTransformer(np.exp), FunctionTransformer(np.tan)
    pole = np.array([[1.0, math.log(math.pi / 2)], [1.0, 1.0]])
    _, bounds, _, _ = evaluated(*turns, rows=pole)
    assert np.isinf(bounds[0, 1])
    assert np.isfinite(bounds[1]).all()


@pytest.mark.parametrize(
    "func, inverse_func",
    [
        (np.log2, np.exp2),
        (np.log10, functools.partial(np.power, 10)),
        (np.cbrt, lambda y: y**3),
        (lambda y: y ** (1 / 3), functools.partial(pow, exp=3)),
        (np.sqrt, np.square),
        (lambda y: np.sqrt(y + 1), np.exp),
        (None, np.exp),
    ],
)
def test_functions_of_a_target(func, inverse_func):
    """The inverse alone has a part in predictions."""
    transformer = FunctionTransformer(func, inverse_func, check_inverse=False)
    target = TransformedTargetRegressor(SVR(), transformer=transformer, check_inverse=False)
    target.fit(X, y)
    if isinstance(inverse_func, functools.partial) and inverse_func.func is pow:
        with pytest.raises(UnsupportedStepError, match="function pow with exp=3"):
            export_pipeline(target, X)
        return
    _, _, predictions, bounds = evaluate(export_pipeline(target, X), X.tolist())
    assert np.all(np.abs(predictions[:, 0] - target.predict(X)) <= bounds[:, 0])


def test_a_pipeline_as_transformer_of_a_target():
    inner = make_pipeline(MinMaxScaler((1, 2)), FunctionTransformer(None, np.exp))
    transformer = make_pipeline(FunctionTransformer(np.log, np.exp), inner, PowerTransformer())
    target = TransformedTargetRegressor(SVR(), transformer=transformer, check_inverse=False)
    model = export_pipeline(target.fit(X, y), X)
    steps = model["regressor"]["transformer"]["steps"][1]["step"]["steps"]
    assert steps[1]["step"] == {"type": "FunctionTransformer", "inverse_func": "exp"}
    _, _, predictions, bounds = evaluate(model, X.tolist())
    assert np.all(np.abs(predictions[:, 0] - target.predict(X)) <= bounds[:, 0])


@pytest.mark.parametrize("last", ["passthrough", None])
def test_a_pipeline_of_a_target_that_ends_in_no_step(last):
    """Before scikit-learn 1.6 such a Pipeline cannot say whether it is fitted."""
    transformer = Pipeline([("scale", MinMaxScaler((1, 2))), ("last", last)])
    target = TransformedTargetRegressor(SVR(), transformer=transformer, check_inverse=False)
    model = export_pipeline(target.fit(X, y), X)
    steps = model["regressor"]["transformer"]["steps"]
    assert [step["step"]["type"] for step in steps] == ["MinMaxScaler", "passthrough"]
    _, _, predictions, bounds = evaluate(model, X.tolist())
    assert np.all(np.abs(predictions[:, 0] - target.predict(X)) <= bounds[:, 0])
