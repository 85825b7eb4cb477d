"""The evaluation of a model file in plain numpy, with bounds.

The exporter compares its result with the pipeline that the model file comes from. The code shares
nothing with the converters or with the JavaScript engine.

Every column has a bound: how far two evaluations in float64 may lie apart. Most steps do the same
operations on doubles in the same order as scikit-learn, so their columns have the bound 0. Other
steps round, such as a logarithm or a dot product by BLAS. ROUNDINGS has the size of what they
round, and their columns have the bound

    16 · 2⁻⁵² · (the size of what is rounded)

The steps and regressors that follow carry a bound on: moving a column by its bound moves their
result. A regressor adds

    16 · 2⁻⁵² · (Σ|αᵢ| · size of Kᵢ + |b|) + 10⁻³⁰⁰

kernel_values.py says what the size of a kernel is. The 10⁻³⁰⁰ (VANISHING) is for kernels that are
too small for a double to hold all their digits.

A bound is infinite where rounding decides on which side of a threshold a value lies. It is then
infinite in the whole row, because an encoder may refuse the row whether or not a step reads its
columns later.
"""

from dataclasses import dataclass, replace

import numpy as np

from .kernel_values import FACTOR, evaluate_kernels
from .steps import DOUBTS, EVALUATORS, INVERSE_DOUBTS, INVERSE_ROUNDINGS, INVERSES, ROUNDINGS

LEAP = 1e-3
"""A bound above this share of the largest value of a step counts as infinite.

The column then crosses a threshold, or is noise. The same holds for the predictions of a regressor
that reads columns with bounds, and of the INTERPOLATING ones.
"""
INTERPOLATING = ("KernelRidge", "GaussianProcessRegressor")
"""Regressors whose coefficients may be so large that their terms cancel down to noise."""
VANISHING = 1e-300
PER_TARGET = ("mean", "center", "scale", "inverse_scale", "min", "lambdas", "quantiles")
"""The keys of lists with an item per column, of all steps that have an inverse."""


@dataclass
class Column:
    """A column of evaluated rows."""

    values: np.ndarray
    """float64 with NaN for a missing value, or objects with None for a missing value."""
    bound: np.ndarray
    """How far another evaluation may lie from each value."""


def evaluate(model: dict, rows: list) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Evaluates rows of input values, where None is a missing value.

    Returns
    -------
    The transformed rows (n × d), their bounds, the predictions before clipping (n × targets), and
    their bounds.
    """
    inputs = [
        _read(description, [row[i] for row in rows])
        for i, description in enumerate(model["inputs"])
    ]
    with np.errstate(all="ignore"):
        columns = _step(model["pipeline"], inputs)
        predictions = _regressor(model["regressor"], columns)
    row = columns if model["feature_names_out"] else []
    return *_stack(row, len(rows)), *_stack(predictions, len(rows))


def support_vectors(regressor: dict, width: int) -> np.ndarray:
    """Returns the support vectors of an SVR from their blocks, n × d."""
    vectors = np.full((len(regressor["dual_coef"]), width), np.nan)
    for block in regressor["support_vectors"]:
        rows = np.array(block["rows"], dtype=float).reshape(-1, len(block["columns"]))
        vectors[:, block["columns"]] = rows[block["index"]] if "index" in block else rows
    return vectors


def _read(description, values):
    if any(isinstance(value, str) for value in description.get("categories", [])):
        return Column(np.array(values, dtype=object), np.zeros(len(values)))
    return Column(
        np.array([np.nan if value is None else value for value in values], dtype=float),
        np.zeros(len(values)),
    )


def _stack(columns, n):
    if not columns:
        return np.empty((n, 0)), np.empty((n, 0))
    bounds = np.column_stack([column.bound for column in columns])
    # A bound is NaN where 0 was multiplied by an infinite bound.
    return np.column_stack([column.values for column in columns]), np.where(
        np.isnan(bounds), np.inf, bounds
    )


def _spread_leaps(compute):
    """Makes all bounds of a row infinite where a column that `compute` reads has an infinite bound.

    compute: (description, columns) → columns
    """

    def spreading(description, columns):
        written = compute(description, columns)
        leaps = np.any([np.isinf(column.bound) for column in columns], axis=0)
        return (
            [replace(column, bound=np.where(leaps, np.inf, column.bound)) for column in written]
            if np.any(leaps)
            else written
        )

    return spreading


@_spread_leaps
def _step(step, columns):
    if step["type"] == "Pipeline":
        for part in step["steps"]:
            columns = _step(part["step"], columns)
        return columns
    if step["type"] in ("ColumnTransformer", "FeatureUnion"):
        output = []
        for part in step["transformers"]:
            written = _step(part["step"], [columns[i] for i in part["columns"]])
            if "weight" in part:
                written = [
                    Column(column.values * part["weight"], column.bound * abs(part["weight"]))
                    for column in written
                ]
            output += written
        return output
    if step["type"] == "passthrough":
        return columns
    compute = EVALUATORS[step["type"]]
    rounding = ROUNDINGS.get(step["type"])
    written = _apply(
        lambda arrays: compute(step, arrays),
        rounding and (lambda read, written: rounding(step, read, written)),
        columns,
    )
    if step["type"] in DOUBTS:
        written = _doubtful(DOUBTS[step["type"]], step, columns, written)
    for column, categories in zip(columns, step.get("categories", [])):
        doubt = _may_be_known(column, categories)
        written = [
            replace(output, bound=np.where(doubt, np.inf, output.bound)) for output in written
        ]
    return written


def _doubtful(doubt, step, columns, written):
    """Makes bounds infinite where `doubt` says that they cannot be told."""
    return [
        replace(output, bound=np.where(doubt(step, read.values, read.bound), np.inf, output.bound))
        for read, output in zip(columns, written)
    ]


def _may_be_known(column, categories):
    """Returns the rows in which rounding decides whether a value is a category."""
    doubt = np.zeros(len(column.values), dtype=bool)
    if np.any(column.bound > 0):
        for category in categories:
            if category is not None:
                doubt |= (column.bound > 0) & (np.abs(column.values - category) <= column.bound)
    return doubt


def _apply(compute, rounding, columns):
    """Computes columns and their bounds.

    compute: arrays → arrays
    rounding: (arrays read, arrays written) → sizes of what is rounded, or None
    """
    values = [column.values for column in columns]
    written = compute(values)
    n = len(values[0]) if values else 0
    bounds = (
        [FACTOR * size for size in rounding(values, written)]
        if rounding
        else [np.zeros(n) for _ in written]
    )
    for i, column in enumerate(columns):
        if np.any(column.bound > 0):
            spread = [np.zeros(n) for _ in written]
            for bound in (column.bound, -column.bound):
                moved = compute([*values[:i], values[i] + bound, *values[i + 1 :]])
                spread = [
                    np.maximum(s, _distance(new, old))
                    for s, new, old in zip(spread, moved, written)
                ]
            # A value that moves is rounded once more.
            bounds = [
                b + s + FACTOR * np.abs(w) * (s > 0) if np.any(s > 0) else b
                for b, s, w in zip(bounds, spread, written)
            ]
    largest = max(
        (np.nanmax(np.abs(w), initial=0.0) for w in written if w.dtype != object), default=0.0
    )
    # A constant column may hold 1e-16 instead of 0. That is no leap.
    largest = max(1.0, largest)
    return [
        Column(w, np.where(b <= LEAP * largest, b, np.inf) if np.any(b > 0) else b)
        for w, b in zip(written, bounds)
    ]


def _distance(a, b):
    """Returns |a − b|: 0 where both are missing, infinite where one is missing."""
    if a.dtype == object or b.dtype == object:
        return np.where(a == b, 0.0, np.inf)
    return np.where(np.isnan(a) & np.isnan(b), 0.0, np.nan_to_num(np.abs(a - b), nan=np.inf))


@_spread_leaps
def _regressor(regressor, columns):
    """Returns a column per target."""
    kind = regressor["type"]
    if kind == "Pipeline":
        return _regressor(regressor["regressor"], _step(regressor["pipeline"], columns))
    if kind == "TransformedTargetRegressor":
        step = regressor["transformer"]
        predicted = _regressor(regressor["regressor"], columns)
        # The transformer of several targets transforms each by itself.
        return [_inverse(_of_target(step, i), [column])[0] for i, column in enumerate(predicted)]
    if kind in ("SVR", "NuSVR", "LinearModel", *INTERPOLATING):
        x, bounds = _stack(columns, 0)
        x, bounds = x.astype(float), bounds.astype(float)
        return [Column(*_predict(regressor, x, bounds))]
    if kind == "RegressorChain":
        return _chain(regressor, columns)
    members = [
        _regressor(
            part["regressor"],
            [columns[i] for i in part["columns"]] if "columns" in part else columns,
        )
        for part in regressor["estimators"]
    ]
    predicted = [column for member in members for column in member]
    if kind == "MultiOutputRegressor":
        return predicted
    if kind == "StackingRegressor":
        return _regressor(
            regressor["final_estimator"],
            [*predicted, *(columns if regressor["passthrough"] else [])],
        )
    weights = np.array([part.get("weight", 1.0) for part in regressor["estimators"]], dtype=float)
    if kind == "AdaBoostRegressor":
        return [_weighted_median(predicted, weights)]
    total = sum(weight * column.values for weight, column in zip(weights, predicted))
    bound = sum(
        abs(weight) * (column.bound + FACTOR * np.abs(column.values))
        for weight, column in zip(weights, predicted)
    )
    return [Column(total / weights.sum(), bound / abs(weights.sum()))]


def _of_target(step, i):
    """Returns the step for one of several targets."""
    if step["type"] == "Pipeline":
        parts = [{**part, "step": _of_target(part["step"], i)} for part in step["steps"]]
        return {**step, "steps": parts}
    return {**step, **{key: [step[key][i]] for key in PER_TARGET if key in step}}


def _chain(regressor, columns):
    """Returns a column per target. The later members carry the bounds of the earlier ones on."""
    predicted = {}
    for target in regressor["order"]:
        member = regressor["estimators"][target]["regressor"]
        (predicted[target],) = _regressor(member, [*columns, *predicted.values()])
    return [predicted[target] for target in sorted(predicted)]


def _weighted_median(columns, weights):
    """Returns the first value in ascending order up to which half of all weights lie.

    If no value moves by more than B, the weights up to t lie up to t + B afterwards. So the median
    moves by at most B, the largest bound of the columns. Rounding moves the sums of n weights by
    n · 2⁻⁵² of all weights at most. The bound is infinite where that moves the median to another
    value.
    """
    values = np.column_stack([column.values for column in columns])
    order = np.argsort(values, axis=1, kind="stable")
    ascending = np.take_along_axis(values, order, axis=1)
    sums = np.cumsum(weights[order], axis=1)

    def at(share):
        first = (sums >= share * sums[:, -1:]).argmax(axis=1)
        return np.take_along_axis(ascending, first[:, None], axis=1)[:, 0]

    rounding = FACTOR * len(weights)
    bound = np.max([column.bound for column in columns], axis=0)
    return Column(at(0.5), np.where(at(0.5 - rounding) == at(0.5 + rounding), bound, np.inf))


@_spread_leaps
def _inverse(step, columns):
    """Returns a column of a target before `step` transformed it."""
    if step["type"] == "Pipeline":
        for part in reversed(step["steps"]):
            columns = _inverse(part["step"], columns)
        return columns
    if step["type"] == "passthrough":
        return columns
    invert = INVERSES[step["type"]]
    rounding = INVERSE_ROUNDINGS.get(step["type"], lambda step, read, written: np.abs(written))
    inverted = _apply(
        lambda arrays: [invert(step, arrays[0])],
        lambda read, written: [rounding(step, read[0], written[0])],
        columns,
    )
    if step["type"] in INVERSE_DOUBTS:
        return _doubtful(INVERSE_DOUBTS[step["type"]], step, columns, inverted)
    return inverted


def _predict(regressor, x, bounds):
    """Returns the predictions of a regressor that reads numbers, and their bounds."""
    evaluate_regressor = _linear if regressor["type"] == "LinearModel" else _kernel_machine
    predictions, errors = evaluate_regressor(regressor, x, np.where(np.isinf(bounds), 0, bounds))
    if np.any(bounds > 0) or regressor.get("class", regressor["type"]) in INTERPOLATING:
        largest = np.nanmax(np.abs(predictions), initial=0.0)
        errors = np.where(errors <= LEAP * largest + VANISHING, errors, np.inf)
    return predictions, np.nan_to_num(errors, nan=np.inf, posinf=np.inf)


def _linear(regressor, x, bounds):
    coef, b = np.array(regressor["coef"], dtype=float), regressor["intercept"]
    magnitude = np.array(regressor.get("coef_magnitude", np.abs(coef)), dtype=float)
    return x @ coef + b, FACTOR * (np.abs(x) @ magnitude + abs(b)) + bounds @ np.abs(coef)


def _kernel_machine(regressor, x, bounds):
    alpha, b = np.array(regressor["dual_coef"], dtype=float), regressor["intercept"]
    predictions, errors = [], []
    for values, magnitudes, moved in evaluate_kernels(
        regressor, x, support_vectors(regressor, x.shape[1]), bounds
    ):
        predictions.append(values @ alpha + b)
        errors.append(
            FACTOR * (magnitudes @ np.abs(alpha) + abs(b)) + moved @ np.abs(alpha) + VANISHING
        )
    return np.concatenate(predictions), np.concatenate(errors)
