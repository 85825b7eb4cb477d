"""The family of SplineTransformer."""

import functools

import numpy as np
from scipy.interpolate import BSpline
from sklearn.preprocessing import SplineTransformer

from ..columns import computed_column
from ..errors import UnsupportedStepError
from ..scalars import plain_number, plain_numbers


def _convert(step, path, columns, is_sparse, readings):
    # scikit-learn has these parameters from 1.3 and from 1.9 on.
    writes_sparse = bool(getattr(step, "sparse_output", False))
    takes_missing = getattr(step, "handle_missing", "error") == "zeros"
    if step.degree == 0 and step.extrapolation == "constant" and not writes_sparse:
        raise UnsupportedStepError(
            path,
            step,
            "with degree=0 and extrapolation='constant' is not supported, "
            "because scikit-learn raises for values above the last knot",
        )
    if (
        takes_missing
        and writes_sparse
        and len(columns) > 1
        and step.extrapolation not in ("constant", "linear")
    ):
        raise UnsupportedStepError(
            path,
            step,
            f"with handle_missing='zeros', sparse_output=True and {step.extrapolation=} is not "
            "supported for several columns, because scikit-learn raises for missing values",
        )
    if takes_missing:
        for column in columns:
            readings.compute(column)
            readings.handle_missing(column, "nan")
    else:
        readings.consume(columns)
    splines = step.bsplines_
    converted = {
        "type": "SplineTransformer",
        "degree": int(step.degree),
        "knots": [plain_numbers(spline.t) for spline in splines],
        "extrapolation": "boundaries"
        if step.extrapolation in ("constant", "linear")
        else step.extrapolation,
        "include_bias": bool(step.include_bias),
    }
    if converted["extrapolation"] == "boundaries":
        linear = step.extrapolation == "linear"
        degrees = _degrees(step.degree, len(splines)) if linear else [step.degree] * len(splines)
        converted["boundaries"] = [
            _boundaries(spline, degree, linear) for spline, degree in zip(splines, degrees)
        ]
        if step.degree == 0 and not linear:
            # scikit-learn assigns the last 0 splines of a sparse matrix by [-0:], which is all.
            for spline, (_, high) in zip(splines, converted["boundaries"]):
                high["values"] = plain_numbers(spline(high["at"]))
        if any(low["at"] >= high["at"] for low, high in converted["boundaries"]):
            raise UnsupportedStepError(
                path,
                step,
                "has too few knots: it extrapolates from both ends at once, which is not supported",
            )
    ends = [(spline.t[step.degree], spline.t[-1 - step.degree]) for spline in splines]
    if step.extrapolation == "periodic" and any(low >= high for low, high in ends):
        raise UnsupportedStepError(
            path,
            step,
            "with extrapolation='periodic' has a column whose period is 0, which is not supported, "
            "because releases of scikit-learn differ",
        )
    if takes_missing:
        converted["handle_missing"] = "zeros"
    width = splines[0].c.shape[1] - (not step.include_bias)
    output = [computed_column([column]) for column in columns for _ in range(width)]
    return converted, output, writes_sparse


def _degrees(degree, count):
    """Returns the degree that linear extrapolation uses, per column.

    Up to degree 1, scikit-learn continues one spline more than the degree says. Some releases keep
    the raised degree for the next columns, which moves the ends of these further inside.
    """
    degrees = []
    for _ in range(count):
        degrees.append(degree)
        if degree <= 1 and _keeps_raised_degree():
            degree += 1
    return degrees


@functools.cache
def _keeps_raised_degree():
    """Returns whether the installed release transforms two equal columns differently."""
    X = np.repeat(np.linspace(0, 1, 9)[:, None], 2, axis=1)
    first, second = np.hsplit(
        SplineTransformer(degree=1, extrapolation="linear").fit(X).transform(X), 2
    )
    return not np.array_equal(first, second)


def _boundaries(spline, degree, linear):
    """Returns what scikit-learn continues beyond either end.

    It continues the first and the last splines, as many as do not vanish there.
    """
    low, high = spline.t[degree], spline.t[-degree - 1]
    count = degree + 1 if linear and degree <= 1 else degree
    n = spline.c.shape[1]
    boundaries = []
    for at, kept in ((low, np.arange(n) < count), (high, np.arange(n) >= n - count)):
        slopes = np.where(kept, spline(at, nu=1), 0) if linear else np.zeros(n)
        boundaries.append(
            {
                "at": plain_number(at),
                "values": plain_numbers(np.where(kept, spline(at), 0)),
                "slopes": plain_numbers(slopes),
            }
        )
    return boundaries


def _evaluate(step, columns):
    output = []
    degree = step["degree"]
    periodic = step["extrapolation"] == "periodic"
    for i, (column, knots) in enumerate(zip(columns, step["knots"])):
        t = np.array(knots, dtype=float)
        last = len(t) - degree - 1
        n = last - degree if periodic else last
        low, high = t[degree], t[last]
        x = low + (column - low) % (high - low) if periodic else column
        basis = np.eye(n)
        coefficients = np.concatenate((basis, basis[:degree])) if periodic else basis
        values = BSpline.construct_fast(t, coefficients, degree)(x)
        if step["extrapolation"] == "error":
            values[(x < low) | (x > high)] = np.nan
        elif step["extrapolation"] == "boundaries":
            first, second = step["boundaries"][i]
            for end, beyond in ((first, x < first["at"]), (second, x > second["at"])):
                distance = x[beyond, None] - end["at"]
                values[beyond] = np.array(end["values"]) + distance * np.array(end["slopes"])
        if "handle_missing" in step:
            values[np.isnan(column)] = 0
        output += list(values.T[: n if step["include_bias"] else n - 1])
    return output


def _round(step, columns, written):
    """Returns the largest spline of each column, in proportion to which the recurrence rounds."""
    width = len(written) // len(columns)
    sizes = (
        [np.max(np.abs(written[i : i + width]), axis=0) for i in range(0, len(written), width)]
        if width
        else []
    )
    return [sizes[i // width] for i in range(len(written))]


CONVERTERS = {SplineTransformer: _convert}
EVALUATORS = {"SplineTransformer": _evaluate}
ROUNDINGS = {"SplineTransformer": _round}
