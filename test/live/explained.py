"""Shapley values of a random pipeline by their definition, from `pipeline.predict` alone."""

import itertools
import math

import numpy as np
import pandas

from fixture import columns_of
from supportvector_export.evaluate import evaluate
from supportvector_export.export import are_comparable

VARIED = 6
"""Inputs that differ between the record and the background, at most: 64 subsets."""


def explain(model, pipeline, rows):
    """Returns the Shapley values of the first row, compared with the next two.

    Returns None where scikit-learn or a bound cannot say them: a mix of two rows may be rejected,
    or lie so near to a threshold that rounding decides.
    """
    if len(rows) < 3:
        return None
    names = [description["name"] for description in model["inputs"]]
    places = [_place(rows, name) for name in names]
    players = places[:VARIED]
    subsets = [s for k in range(len(players) + 1) for s in itertools.combinations(players, k)]
    chosen = np.zeros((2 * len(subsets), rows.shape[1]), dtype=int)
    for i, subset in enumerate(subsets):
        for place in players:
            chosen[2 * i : 2 * i + 2, place] = [0, 0] if place in subset else [1, 2]
    mixes = _mix(rows, chosen)
    try:
        predictions = np.reshape(
            np.asarray(pipeline.predict(mixes), dtype=float), (len(chosen), -1)
        )
        _, row_bounds, _, bounds = evaluate(model, columns_of(mixes, names))
    except ValueError:
        return None
    if not np.all(np.isfinite(predictions)) or not np.all(are_comparable(row_bounds, bounds)):
        return None
    values = {
        frozenset(subset): predictions[2 * i : 2 * i + 2].mean(axis=0)
        for i, subset in enumerate(subsets)
    }
    explained = columns_of(_mix(rows, chosen[[-1, 0, 1]]), names)
    return {
        "record": explained[0],
        "background": explained[1:],
        "bases": values[frozenset()].tolist(),
        "contributions": np.transpose([_shapley(values, players, p) for p in places]).tolist(),
        # A contribution is a mean of differences.
        "bounds": (2 * bounds.max(axis=0)).tolist(),
    }


def _place(rows, name):
    return rows.columns.get_loc(name) if hasattr(rows, "iloc") else int(name[1:])


def _mix(rows, chosen):
    """Returns rows whose column c comes from the row chosen[:, c]."""
    if not hasattr(rows, "iloc"):
        return rows[chosen, np.arange(rows.shape[1])]
    columns = {name: rows[name].iloc[chosen[:, c]].array for c, name in enumerate(rows.columns)}
    return pandas.DataFrame(columns)


def _shapley(values, players, player):
    m = len(players)
    total = np.zeros_like(values[frozenset()])
    for subset, value in values.items():
        if player in players and player not in subset:
            size = len(subset)
            weight = math.factorial(size) * math.factorial(m - size - 1) / math.factorial(m)
            total = total + weight * (values[subset | {player}] - value)
    return total
