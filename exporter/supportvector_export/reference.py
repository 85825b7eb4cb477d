"""The reference of a model file: how a sample is distributed, for a monitor to compare with.

It holds numbers of rows, by bins of a number and by categories. Quantiles of the sample bound the
bins. An edge lies between the two values that it separates, near their middle. So the rounding of
a prediction moves no row to another bin, and no edge repeats a value of the sample.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .errors import ExportError
from .scalars import plain_number, plain_numbers

BINS = 10
"""The number of bins, fewer where values repeat."""
LARGEST_UNKNOWN = 1000
"""The number of categories of an input that its encoders do not know. More are refused."""


def make_reference(
    inputs: Sequence[Mapping[str, Any]],
    columns: Sequence[list],
    predictions: np.ndarray,
    errors: np.ndarray | None = None,
) -> dict[str, Any]:
    """Returns the reference of a model file.

    Parameters
    ----------
    inputs
        The inputs of the model file.
    columns
        The n values of each input, None where one is missing.
    predictions
        The predictions, n × targets, after the clipping.
    errors
        The errors on m held-out rows, m × targets. None leaves them out.

    Raises
    ------
    ExportError
        An input has too many unknown categories.
    """
    reference = {
        "rows": len(predictions),
        "inputs": [_describe_values(*pair) for pair in zip(inputs, columns)],
        "predictions": [make_histogram(column) for column in predictions.T],
    }
    if errors is not None:
        reference["errors"] = [_describe_errors(column) for column in errors.T]
    return reference


def make_histogram(values: Sequence[float]) -> dict[str, Any]:
    """Returns the edges and the counts of a histogram of finite numbers.

    Each bin ends behind the first value that another tenth of the rows reaches. A constant has no
    edges and one bin.
    """
    distinct, rows = np.unique(np.asarray(values, dtype=np.float64), return_counts=True)
    tenths = np.arange(1, BINS) * rows.sum()
    ends = np.unique(np.searchsorted(np.cumsum(rows) * BINS, tenths))
    ends = ends[ends < len(distinct) - 1]
    edges = np.unique([_between(*distinct[end : end + 2].tolist()) for end in ends])
    counts = np.bincount(np.searchsorted(edges, distinct), rows, minlength=len(edges) + 1)
    return {"edges": plain_numbers(edges), "counts": plain_numbers(counts)}


def read_actual(y: Any, shape: tuple[int, int]) -> np.ndarray:
    """Returns the actual values of held-out rows, m × targets.

    Raises ExportError unless they are finite numbers, one per prediction.
    """
    try:
        actual = np.asarray(y, dtype=np.float64)
    except (TypeError, ValueError):
        raise ExportError("y: expected finite numbers, got other values") from None
    fitting = [shape] if shape[1] > 1 else [shape, shape[:1]]
    if actual.shape not in fitting:
        raise ExportError(
            f"y: expected {shape[0]} rows of {shape[1]}, got the shape {actual.shape}"
        )
    actual = actual.reshape(shape)
    wrong = np.flatnonzero(~np.isfinite(actual).all(axis=1))
    if len(wrong):
        raise ExportError(f"y: expected finite numbers, got another value in row {wrong[0]}")
    return actual


def check_reference(
    reference: Mapping[str, Any], inputs: Sequence[Mapping[str, Any]], targets: int
) -> None:
    """Raises ExportError unless the parts of a reference fit each other and the model file.

    The reference must fit the schema. A monitor refuses what this function refuses.
    """
    problems = [
        f"{path} expected {expected}, got {found}"
        for path, found, expected in _find_numbers(reference, inputs, targets)
        if found != expected
    ]
    if problems:
        raise ExportError(f"a monitor would refuse the model file: {'; '.join(problems[:3])}")


def _describe_values(described, values):
    present = [value for value in values if value is not None]
    missing = {"missing": len(values) - len(present)}
    if described["kind"] == "number":
        return {**missing, **make_histogram(present)}
    counted = Counter(present)
    # In an order that does not depend on that of the rows.
    known = [category for category in described["categories"] if category in counted]
    unknown = sorted(set(counted).difference(known))
    if len(unknown) > LARGEST_UNKNOWN:
        raise ExportError(
            f"inputs: column {described['name']!r} holds {len(unknown)} categories that its "
            f"encoder does not know. The reference takes up to {LARGEST_UNKNOWN}: leave out such "
            "rows, or the reference"
        )
    categories = [*known, *unknown]
    return {
        **missing,
        "categories": categories,
        "counts": [counted[category] for category in categories],
    }


def _between(low, high):
    """Returns the middle of two numbers, in six digits where these lie between the two."""
    # Half by half, because a sum of large numbers overflows.
    middle = low / 2 + high / 2
    short = float(f"{middle:.6g}")
    return short if low < short < high else middle


def _describe_errors(errors):
    # fsum rounds once, so that the means do not depend on how numpy adds.
    means = {
        "mean": math.fsum(errors) / len(errors),
        "mean_absolute": math.fsum(np.abs(errors)) / len(errors),
        "mean_squared": math.fsum(errors**2) / len(errors),
    }
    means = {key: plain_number(mean) for key, mean in means.items()}
    return {"rows": len(errors), **means, **make_histogram(errors)}


def _find_numbers(reference, inputs, targets):
    """Yields (path, number, expected number) for what must agree."""
    for key, length in [("inputs", len(inputs)), ("predictions", targets), ("errors", targets)]:
        distributions = reference.get(key, [])
        if key in reference:
            yield f"/reference/{key} length", len(distributions), length
        for i, distribution in enumerate(distributions):
            yield from _find_in_distribution(distribution, f"/reference/{key}/{i}", reference)
    for i, (distribution, described) in enumerate(zip(reference["inputs"], inputs)):
        kind = "category" if "categories" in distribution else "number"
        yield f"/reference/inputs/{i} kind", kind, described["kind"]


def _find_in_distribution(distribution, path, reference):
    counts, edges = distribution["counts"], distribution.get("edges")
    total = sum(counts) + distribution.get("missing", 0)
    yield f"{path} total", total, distribution.get("rows", reference["rows"])
    if edges is None:
        categories = distribution["categories"]
        yield f"{path}/counts length", len(counts), len(categories)
        yield f"{path} distinct categories", len(set(categories)), len(categories)
    else:
        yield f"{path}/counts length", len(counts), len(edges) + 1
        yield f"{path}/edges", edges, sorted(set(edges))
