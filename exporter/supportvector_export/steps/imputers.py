"""The family of SimpleImputer, MissingIndicator and KNNImputer."""

import functools
from dataclasses import replace

import numpy as np
from sklearn.impute import KNNImputer, MissingIndicator, SimpleImputer

from ..columns import computed_column
from ..errors import UnsupportedStepError
from ..scalars import is_missing, plain_category, plain_number

NEAR = 1e-9
"""Rows may change places where their squared distances differ by this share."""


def _convert_simple_imputer(step, path, columns, is_sparse, readings):
    if isinstance(step.missing_values, str):
        return _convert_word_imputer(step, path, columns, is_sparse, readings)
    kind, marker = _marker(step, path)
    columns = _mark(columns, marker, readings)
    converted = {"type": "SimpleImputer", "statistics": [], **marker}
    output = []
    for column, statistic in zip(columns, _statistics(step, path)):
        converted["statistics"].append(statistic)
        if statistic is not None:
            output.append(
                column
                if column.filled or column.complete
                else replace(column, filled=kind, fill=statistic)
            )
    return converted, output + _indicate(step, converted, columns, kind, readings), is_sparse


def _statistics(step, path):
    """Returns what is imputed per column, and None for a column that vanishes."""
    statistics = []
    for i, value in enumerate(np.asarray(step.statistics_, dtype=object).tolist()):
        vanishes = is_missing(value) and not (
            step.strategy == "constant"
            and step.fill_value is not None
            and is_missing(step.fill_value)
        )
        statistics.append(None if vanishes else plain_category(value))
        if statistics[-1] is None and not vanishes:
            raise UnsupportedStepError(
                path,
                step,
                f"imputes {value!r} in column {i}, only finite numbers and strings are supported",
            )
    return statistics


def _convert_word_imputer(step, path, columns, is_sparse, readings):
    """Converts an imputer whose missing value is a word.

    In the model file it does nothing. The encoder behind it takes the word for a category, which it
    encodes as the replacement.
    """
    word, statistics, output = str(step.missing_values), _statistics(step, path), []
    if step.add_indicator or word in statistics:
        reason = "an indicator" if step.add_indicator else "itself as the imputed value"
        raise UnsupportedStepError(
            path, step, f"with missing_values={word!r} and {reason} is not supported"
        )
    for i, (column, statistic) in enumerate(zip(columns, statistics)):
        if not isinstance(statistic, str):
            raise UnsupportedStepError(
                path, step, f"knows no word for column {i}, which was always {word!r} in training"
            )
        # scikit-learn refuses NaN here.
        readings.require(column)
        for position in column.inputs:
            readings[position].has_words = True
        earlier = tuple(
            (other, statistic if replacement == word else replacement)
            for other, replacement in column.replaced
        )
        fill = statistic if column.fill == word else column.fill
        output.append(replace(column, fill=fill, replaced=(*earlier, (word, statistic))))
    return {"type": "SimpleImputer", "statistics": statistics}, output, is_sparse


def _convert_missing_indicator(step, path, columns, is_sparse, readings):
    kind, marker = _marker(step, path)
    columns = _mark(columns, marker, readings)
    features = step.features_.tolist()
    strict = step.features == "missing-only" and step.error_on_new
    for i, column in enumerate(columns):
        if i in features:
            readings.handle_missing(column, kind)
        elif strict:
            readings.require(column)
    converted = {
        "type": "MissingIndicator",
        "features": features,
        "error_on_new": bool(strict),
        **marker,
    }
    return (
        converted,
        [computed_column([columns[i]]) for i in features],
        is_sparse if step.sparse == "auto" else bool(step.sparse),
    )


def _convert_knn_imputer(step, path, columns, is_sparse, readings):
    if step.weights not in ("uniform", "distance"):
        raise UnsupportedStepError(path, step, f"with weights={step.weights!r} is not supported")
    if step.metric != "nan_euclidean":
        raise UnsupportedStepError(path, step, f"with metric={step.metric!r} is not supported")
    if step._fit_X.dtype != np.float64:
        raise UnsupportedStepError(
            path, step, f"was fitted on {step._fit_X.dtype}, only float64 is supported"
        )
    kind, marker = _marker(step, path)
    columns = _mark(columns, marker, readings)
    for column in columns:
        readings.compute(column)
        readings.handle_missing(column, kind)
    missing = step._mask_fit_X
    rows = np.where(missing, np.nan, step._fit_X)
    # This is the expression of scikit-learn. Another order of additions would round differently.
    means = [np.ma.array(step._fit_X[:, c], mask=missing[:, c]).mean() for c in range(len(columns))]
    empty = 0 if getattr(step, "keep_empty_features", False) else None
    statistics = [
        plain_number(mean) if valid else empty for mean, valid in zip(means, step._valid_mask)
    ]
    converted = {
        "type": "KNNImputer",
        "fit_X": [
            [None if np.isnan(value) else plain_number(value) for value in row]
            for row in rows.tolist()
        ],
        "n_neighbors": int(step.n_neighbors),
        "weights": step.weights,
        **_required_distance(step),
        "statistics": statistics,
        **marker,
    }
    output = [computed_column(columns) for statistic in statistics if statistic is not None]
    return converted, output + _indicate(step, converted, columns, kind, readings), False


def _required_distance(step):
    """Returns the entry of the model file that leaves out rows without a distance.

    Where rows count by their distance, such rows count nothing in any release.
    """
    leaves_out = step.weights == "uniform" and _leaves_out_rows_without_distance()
    return {"requires_distance": True} if leaves_out else {}


@functools.cache
def _leaves_out_rows_without_distance():
    """Returns whether the installed release averages over fewer rows than `n_neighbors`.

    From scikit-learn 1.6 on, rows that share no present value with the record do not count.
    """
    fit_X = [[1.0, 10.0], [np.nan, 50.0]]
    return KNNImputer(n_neighbors=2).fit(fit_X).transform([[1.0, np.nan]])[0, 1] == 10


def _marker(step, path):
    """Returns the missing value, "nan" or "None", and the entries of the model file about it."""
    marker = step.missing_values
    if marker is None:
        return "None", {}
    if is_missing(marker) and isinstance(marker, float):
        return "nan", {}
    # A SimpleImputer takes pandas.NA for any missing value. The other two refuse NaN then.
    if is_missing(marker) and type(step) is SimpleImputer:
        return "nan", {}
    if plain_number(marker) is None:
        raise UnsupportedStepError(
            path,
            step,
            f"with missing_values={marker!r} is not supported, only NaN, None and numbers",
        )
    return "nan", {"missing_values": plain_number(marker)}


def _mark(columns, marker, readings):
    """Notes what a marker means: the columns are numbers, and no other value may be missing."""
    return [readings.consume([column]) for column in columns] if marker else columns


def _indicate(step, converted, columns, kind, readings):
    """Notes the indicator of an imputer, if it has one, and returns the columns of it."""
    if not step.add_indicator:
        return []
    converted["indicator"] = step.indicator_.features_.tolist()
    for i in converted["indicator"]:
        readings.handle_missing(columns[i], kind)
    return [computed_column([columns[i]]) for i in converted["indicator"]]


def _evaluate_simple_imputer(step, columns):
    columns = _without_marker(step, columns)
    values = [
        _impute(column, value)
        for column, value in zip(columns, step["statistics"])
        if value is not None
    ]
    return values + _indicators(step.get("indicator", []), columns)


def _evaluate_missing_indicator(step, columns):
    return _indicators(step["features"], _without_marker(step, columns))


def _without_marker(step, columns):
    marker = step.get("missing_values")
    return (
        columns
        if marker is None
        else [np.where(column == marker, np.nan, column) for column in columns]
    )


def _indicators(positions, columns):
    return [missing_mask(columns[i]).astype(float) for i in positions]


def _impute(column, value):
    column = column.copy()
    column[missing_mask(column)] = value
    return column


def missing_mask(column: np.ndarray) -> np.ndarray:
    """Returns where a value of the array is missing."""
    return (
        np.array([value is None for value in column], dtype=bool)
        if column.dtype == object
        else np.isnan(column)
    )


def _evaluate_knn_imputer(step, columns):
    columns = _without_marker(step, columns)
    values, _ = _impute_by_neighbors(step, columns)
    return values + _indicators(step.get("indicator", []), columns)


def _round_knn_imputer(step, columns, written):
    columns = _without_marker(step, columns)
    _, sizes = _impute_by_neighbors(step, columns)
    return sizes + [np.zeros(len(array)) for array in written[len(sizes) :]]


def _impute_by_neighbors(step, columns):
    """Returns the imputed arrays and the sizes of what is rounded for them."""
    X = np.column_stack(columns)
    fit_X = np.array(step["fit_X"], dtype=float).reshape(-1, len(columns))
    present = ~np.isnan(fit_X)
    values, sizes = [], []
    for c, statistic in enumerate(step["statistics"]):
        if statistic is None:
            continue
        if not present[:, c].any():
            values.append(np.full(len(X), float(statistic)))
            sizes.append(np.zeros(len(X)))
            continue
        value, size = X[:, c].copy(), np.zeros(len(X))
        donors = fit_X[present[:, c]]
        for i in np.flatnonzero(np.isnan(value)):
            value[i], size[i] = _average_of_neighbors(X[i], donors, c, step, float(statistic))
        values.append(value)
        sizes.append(size)
    return values, sizes


def _average_of_neighbors(row, donors, c, step, mean):
    """Returns the imputed value and the size of what is rounded for it.

    The size is infinite where rounding decides which rows are the neighbors.
    """
    common = ~np.isnan(donors) & ~np.isnan(row)
    if step.get("requires_distance"):
        donors, common = donors[common.any(axis=1)], common[common.any(axis=1)]
    counts = common.sum(axis=1)
    squares = np.where(common, (donors - row) ** 2, 0).sum(axis=1)
    distances = np.where(counts > 0, squares / np.maximum(counts, 1), np.inf)
    if np.any(np.isinf(distances) & (counts > 0)):
        return mean, np.inf
    if not np.any(counts):
        return mean, 0.0
    # scikit-learn computes x·x − 2x·y + y·y, which rounds in proportion to its terms. It is exact
    # for whole numbers.
    terms = np.nansum(row**2) + np.nansum(donors**2, axis=1)
    whole = (
        np.all(row[~np.isnan(row)] % 1 == 0)
        and np.all(donors[~np.isnan(donors)] % 1 == 0)
        and terms.max() < 2**50
    )
    sizes = np.zeros(len(donors)) if whole else terms * (1 + len(row) / 8) / np.maximum(counts, 1)
    margins = np.where(np.isinf(distances), 0, NEAR * distances + 2.0**-46 * sizes)

    k = min(step["n_neighbors"], len(donors))
    order = np.argsort(distances, kind="stable")
    chosen = order[:k]
    last = distances[order[k - 1]]
    contested = (distances == last) | (np.abs(distances - last) <= margins + margins[order[k - 1]])
    taken = donors[chosen, c]
    if contested[order[k:]].any():
        alike = len(set(donors[contested, c])) == 1
        if step["weights"] == "distance":
            alike = np.isinf(last) or alike and np.all(distances[contested] == last)
        if not alike:
            return np.mean(taken), np.inf
    if step["weights"] == "uniform":
        return np.mean(taken), np.mean(np.abs(taken))
    smallest = distances[chosen[0]]
    near = distances[chosen]
    weights = np.where(near == smallest, 1.0, np.sqrt(smallest / near))
    value = (weights * taken).sum() / weights.sum()
    if np.any((near == 0) & (sizes[chosen] > 0)):
        return value, np.inf
    doubt = 4 + np.where(near > 0, sizes[chosen] / np.where(near > 0, 2 * near, 1), 0)
    return value, (weights * (np.abs(taken) + np.abs(taken - value) * doubt)).sum() / weights.sum()


CONVERTERS = {
    SimpleImputer: _convert_simple_imputer,
    MissingIndicator: _convert_missing_indicator,
    KNNImputer: _convert_knn_imputer,
}
EVALUATORS = {
    "SimpleImputer": _evaluate_simple_imputer,
    "MissingIndicator": _evaluate_missing_indicator,
    "KNNImputer": _evaluate_knn_imputer,
}
ROUNDINGS = {"KNNImputer": _round_knn_imputer}
