"""What a model file means, in plain numpy: to hold an export against the pipeline it came from, and to say how exact that can be.

Works on columns. Each has a bound: how far two evaluations in float64 may lie apart. The steps of a model do the same operations on doubles,
in the same order, as scikit-learn, so the bound of their columns is 0; where they do not (a logarithm, a dot product by BLAS), rounding begins:

    16 · 2⁻⁵² · (the size of what is rounded)                       (ROUNDINGS of the steps)

and from there on it is carried through steps and regressors, by how far they move when a column is moved by its bound. A regressor adds

    16 · 2⁻⁵² · (Σ|αᵢKᵢ| + |b|) + 10⁻³⁰⁰

where Kᵢ of a dot product counts as large as its terms, |xᶜ·sᶜ|, not as what is left after they cancel, and 10⁻³⁰⁰ (VANISHING) is for kernels so small
that a double no longer holds them with all its digits. A bound is infinite where rounding decides
on which side of a threshold a value lies, and from there on in the whole row: an encoder may refuse it, whether or not its columns are read later.
"""

from dataclasses import dataclass, replace

import numpy as np

from .steps import EVALUATORS, INVERSE_ROUNDINGS, INVERSES, ROUNDINGS

EPSILON = 2.0**-52
FACTOR = 16 * EPSILON
LEAP = 1e-3
"""A bound of this share of the largest value that a step writes counts as infinite: a threshold, or nothing but noise."""
VANISHING = 1e-300
CHUNK = 2**22
"""Differences held at a time: 32 MiB."""


@dataclass
class Column:
    values: np.ndarray
    """float64, NaN where missing; or objects, None where missing."""
    bound: np.ndarray


def evaluate(model, rows):
    """Evaluates rows of input values, None where missing.

    Returns (transformed rows n × d, their bounds, predictions n × targets before clipping, their bounds).
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


def support_vectors(regressor, width):
    """The blocks of an SVR, unfolded to n × d."""
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
    # No number times an infinite bound: nothing is known.
    return np.column_stack([column.values for column in columns]), np.where(
        np.isnan(bounds), np.inf, bounds
    )


def _spread_leaps(compute):
    """compute: (description, columns) → columns, whose bounds become infinite in each row in which one of the columns read has none."""

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
    for column, categories in zip(columns, step.get("categories", [])):
        doubt = _may_be_known(column, categories)
        written = [
            replace(output, bound=np.where(doubt, np.inf, output.bound)) for output in written
        ]
    return written


def _may_be_known(column, categories):
    """Where rounding decides whether a value is a category."""
    doubt = np.zeros(len(column.values), dtype=bool)
    if np.any(column.bound > 0):
        for category in categories:
            if category is not None:
                doubt |= (column.bound > 0) & (np.abs(column.values - category) <= column.bound)
    return doubt


def _apply(compute, rounding, columns):
    """compute: arrays → arrays; rounding: (arrays read, arrays written) → arrays, or None"""
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
            # What moves is rounded anew on its way.
            bounds = [
                b + s + FACTOR * np.abs(w) * (s > 0) if np.any(s > 0) else b
                for b, s, w in zip(bounds, spread, written)
            ]
    largest = max(
        (np.nanmax(np.abs(w), initial=0.0) for w in written if w.dtype != object), default=0.0
    )
    # Rounding of a column that is constant, 1e-16 instead of 0, is no leap.
    largest = max(1.0, largest)
    return [
        Column(w, np.where(b <= LEAP * largest, b, np.inf) if np.any(b > 0) else b)
        for w, b in zip(written, bounds)
    ]


def _distance(a, b):
    """|a − b|; 0 where both are missing, infinite where one is."""
    if a.dtype == object or b.dtype == object:
        return np.where(a == b, 0.0, np.inf)
    return np.where(np.isnan(a) & np.isnan(b), 0.0, np.nan_to_num(np.abs(a - b), nan=np.inf))


@_spread_leaps
def _regressor(regressor, columns):
    """A column per target."""
    kind = regressor["type"]
    if kind == "Pipeline":
        return _regressor(regressor["regressor"], _step(regressor["pipeline"], columns))
    if kind == "TransformedTargetRegressor":
        step = regressor["transformer"]
        predicted = _regressor(regressor["regressor"], columns)
        if step["type"] == "passthrough":
            return predicted
        invert = INVERSES[step["type"]]
        rounding = INVERSE_ROUNDINGS.get(step["type"], lambda step, read, written: np.abs(written))
        return _apply(
            lambda arrays: [invert(step, arrays[0])],
            lambda read, written: [rounding(step, read[0], written[0])],
            predicted,
        )
    if kind in ("SVR", "NuSVR", "LinearModel"):
        x, bounds = _stack(columns, 0)
        x, bounds = x.astype(float), bounds.astype(float)
        return [Column(*_predict(regressor, x, bounds))]
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
    average = lambda arrays: (
        sum(weight * array for weight, array in zip(weights, arrays)) / weights.sum()
    )
    bound = sum(
        abs(weight) * (column.bound + FACTOR * np.abs(column.values))
        for weight, column in zip(weights, predicted)
    )
    return [Column(average([column.values for column in predicted]), bound / abs(weights.sum()))]


def _predict(regressor, x, bounds):
    """(predictions, their bounds) of a regressor that reads numbers."""
    evaluate_regressor = _linear if regressor["type"] == "LinearModel" else _kernel_machine
    predictions, errors = evaluate_regressor(regressor, x, np.where(np.isinf(bounds), 0, bounds))
    return predictions, np.nan_to_num(errors, nan=np.inf)


def _linear(regressor, x, bounds):
    coef, b = np.array(regressor["coef"], dtype=float), regressor["intercept"]
    magnitude = np.array(regressor.get("coef_magnitude", np.abs(coef)), dtype=float)
    return x @ coef + b, FACTOR * (np.abs(x) @ magnitude + abs(b)) + bounds @ np.abs(coef)


def _kernel_machine(regressor, x, bounds):
    alpha, b, gamma = (
        np.array(regressor["dual_coef"], dtype=float),
        regressor["intercept"],
        regressor["gamma"],
    )
    vectors = support_vectors(regressor, x.shape[1])
    kernel = KERNELS[regressor["kernel"]]
    predictions, errors = [], []
    rows_at_once = max(1, CHUNK // max(1, vectors.size))
    for start in range(0, len(x), rows_at_once):
        part = slice(start, start + rows_at_once)
        values, magnitudes, moved = kernel(
            regressor, gamma, x[part, None, :], vectors[None], bounds[part, None, :]
        )
        predictions.append(values @ alpha + b)
        errors.append(
            FACTOR * (magnitudes @ np.abs(alpha) + abs(b)) + moved @ np.abs(alpha) + VANISHING
        )
    return np.concatenate(predictions), np.concatenate(errors)


def _rbf(_, gamma, x, s, bounds):
    difference = x - s
    k = np.exp(-gamma * (difference**2).sum(axis=2))
    # The second term is for large columns near a support vector, where the slope is 0, but not for long. K itself is at most 1.
    moved = 2 * gamma * k * (np.abs(difference) * bounds).sum(axis=2) + gamma * (bounds**2).sum(
        axis=2
    )
    return k, k, np.minimum(moved, 1)


def _dot(regressor, gamma, x, s):
    """gamma · x·s + coef0, and the size of its terms."""
    terms = x * s
    coef0 = regressor.get("coef0", 0)
    return gamma * terms.sum(axis=2) + coef0, gamma * np.abs(terms).sum(axis=2) + abs(coef0)


def _poly(regressor, gamma, x, s, bounds):
    base, size = _dot(regressor, gamma, x, s)
    degree = regressor.get("degree", 0)
    slope = degree * np.abs(base) ** max(0, degree - 1)
    return (
        base**degree,
        np.abs(base**degree) + slope * size,
        slope * gamma * (np.abs(s) * bounds).sum(axis=2),
    )


def _sigmoid(regressor, gamma, x, s, bounds):
    base, size = _dot(regressor, gamma, x, s)
    k = np.tanh(base)
    slope = 1 - k**2
    return k, np.abs(k) + slope * size, slope * gamma * (np.abs(s) * bounds).sum(axis=2)


KERNELS = {"rbf": _rbf, "poly": _poly, "sigmoid": _sigmoid}
"""(K, the size of what is rounded for it, how far it moves) for each row and support vector, n × m."""
