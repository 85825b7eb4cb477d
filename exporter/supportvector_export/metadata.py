"""The facts about a model that a person gives: its metadata, and the limits of its predictions."""

from __future__ import annotations

import datetime
import numbers
import re
from collections.abc import Mapping, Sequence
from typing import Any

from .errors import ExportError
from .regressors import count_targets
from .scalars import plain_number


def read_target_names(target: Any) -> list[str] | None:
    """Returns the names of the targets, and None unless `target` is a list of names."""
    if target is None or isinstance(target, str):
        return None
    names = list(target) if isinstance(target, Sequence) else []
    if not names or not all(isinstance(name, str) for name in names):
        raise ExportError(f"target: expected a name or a list of names, got {target!r}")
    if len(set(names)) < len(names) or "__proto__" in names:
        raise ExportError(f'target: expected unique names other than "__proto__", got {names}')
    return names


def check_target_names(names: list[str] | None, regressor: Mapping[str, Any]) -> None:
    """Raises unless there is one name per target of the regressor of the model file."""
    count = count_targets(regressor)
    if names is not None and len(names) != count:
        raise ExportError(
            f"target: expected {count} {'name' if count == 1 else 'names'}, "
            f"one per target of the model, got {names}"
        )


def make_metadata(
    *,
    name: Any,
    description: Any,
    target: Any,
    unit: Any,
    metrics: Any,
    training_date: Any,
    training_samples: Any,
    test_samples: Any,
) -> dict[str, Any]:
    """Returns the metadata of a model file.

    The parameters are those of `export_pipeline`. Raises ExportError with all that is wrong.
    """
    problems = []

    def read(key, value, reader, expected):
        if value is None:
            return {}
        plain = reader(value)
        if plain is None:
            problems.append(f"{key}: expected {expected}, got {value!r}")
        return {key: plain}

    metadata = {
        **read("name", "model" if name is None else name, _text, "a string"),
        **read("description", description, _text, "a string"),
        **read("target", target, _text, "a name or a list of names"),
        **read("unit", unit, _text, "a string"),
        **read("training_date", training_date, _date, "a date in ISO 8601, such as 2026-01-31"),
        **read("training_samples", training_samples, _count, "a whole number >= 0"),
        **read("test_samples", test_samples, _count, "a whole number >= 0"),
        **read("metrics", metrics or None, _metrics, "names such as test_mae with finite numbers"),
    }
    if problems:
        raise ExportError("; ".join(problems))
    return metadata


def make_limits(clip: Any) -> dict[str, Any]:
    """Returns the `target` of a model file from the parameter `clip` of `export_pipeline`."""
    if clip is None:
        return {}
    pair = isinstance(clip, (tuple, list)) and len(clip) == 2
    limits = (
        {key: plain_number(value) for key, value in zip(("min", "max"), clip) if value is not None}
        if pair
        else {}
    )
    if not pair or None in limits.values() or (len(limits) == 2 and limits["min"] > limits["max"]):
        raise ExportError(
            f"clip: expected (min, max) with min <= max, each a number or None, got {clip!r}"
        )
    return {"clip": limits}


def _text(value):
    return str(value) if isinstance(value, str) else None


def _count(value):
    is_count = isinstance(value, numbers.Integral) and not isinstance(value, bool) and value >= 0
    return int(value) if is_count else None


def _date(value):
    """Returns a date or a time as text, None for anything else."""
    if isinstance(value, datetime.date):  # a datetime is one, too
        text = value.isoformat()
        return None if text == "NaT" else text  # pandas.NaT, which is a datetime without a time
    if not isinstance(value, str):
        return None
    try:
        # Python reads "Z" from 3.11 on.
        datetime.datetime.fromisoformat(re.sub("Z$", "+00:00", value))
    except ValueError:
        return None
    return value


def _metrics(values):
    if not isinstance(values, Mapping):
        return None
    metrics = {name: plain_number(value) for name, value in values.items()}
    is_valid = all(
        isinstance(name, str) and re.fullmatch("[a-z][a-z0-9_]*", name) and value is not None
        for name, value in metrics.items()
    )
    return metrics if is_valid else None
