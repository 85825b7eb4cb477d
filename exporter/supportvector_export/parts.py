"""The parts of a model that a file holds: an estimator, or a dict, list or tuple of estimators."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, is_regressor

from .errors import ExportError
from .loading import Loaded
from .releases import find_other

WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
PLAIN = (str, bytes, int, float, complex, type(None), datetime.date, datetime.timedelta, np.generic)
ADVICE = (
    "Save the parts one by one, or call compose([transformer, regressor], target_transformer=…) in "
    "Python"
)


@dataclass(frozen=True)
class Parts:
    """The parts of a model, in the order in which they are applied."""

    steps: list
    """(name, estimator) of each part. Of several, the last one is a regressor."""
    target_transformer: Any = None
    names: list | None = None
    """The names of the inputs, where they are kept beside the estimators."""
    notes: tuple = ()
    """What was found, for the user."""
    fitted_version: str | None = None
    """The release of scikit-learn that fitted the parts, if it is not the installed one."""


def find_parts(loaded: Loaded, path: str, name: str) -> Parts:
    """Finds the parts of a model in what a file holds.

    Parameters
    ----------
    loaded
        What the file holds.
    path
        The file, for messages.
    name
        The name of the only part, if there is one.

    Raises
    ------
    ExportError
        The file holds no estimator, or the order of its parts is not clear. The message lists what
        was found.
    """
    content, fitted_version = loaded.pipeline, loaded.fitted_version
    if isinstance(content, BaseEstimator):
        return Parts([(name, content)], fitted_version=fitted_version)
    if not isinstance(content, (Mapping, list, tuple)):
        raise ExportError(
            f"{path} holds {_describe(content)}, where a fitted pipeline or its parts belong"
        )
    items = list(content.items() if isinstance(content, Mapping) else enumerate(content))
    found = ", ".join(f"{key!r} {_describe(value)}" for key, value in items)
    refusal = f"{path} holds {_describe(content)}: {found}"

    estimators = [(key, value) for key, value in items if isinstance(value, BaseEstimator)]
    others = [(key, value) for key, value in items if not isinstance(value, BaseEstimator)]
    unclear = [repr(key) for key, value in others if not _is_plain(value)]
    if unclear:
        raise ExportError(f"{refusal}. It is not clear what {', '.join(unclear)} does. {ADVICE}")
    regressors = [part for part in estimators if is_regressor(part[1])]
    if len(regressors) != 1:
        raise ExportError(
            f"{refusal}. Expected exactly one regressor, found {len(regressors)}. {ADVICE}"
        )
    transformers = [part for part in estimators if part is not regressors[0]]
    targets = [part for part in transformers if _is_of_target(part[0])]
    steps = [part for part in transformers if part not in targets] + regressors
    # A transformer of one column may be that of the target.
    narrow = [part for part in steps[:-1] if getattr(part[1], "n_features_in_", None) == 1]
    if len(targets) > 1 or (narrow and len(steps) > 2):
        raise ExportError(f"{refusal}. It is not clear in which order they apply. {ADVICE}")

    words = ", then ".join(f"{key!r} {_describe(value)}" for key, value in steps)
    if targets:
        words += f", and {targets[0][0]!r} {_describe(targets[0][1])} for the target"
    key, names = _find_names(others, steps[0][1])
    if names:
        words += f". {key!r} names the inputs"
    named = [
        (key if isinstance(key, str) else type(part).__name__.lower(), part) for key, part in steps
    ]
    target_transformer = targets[0][1] if targets else None
    return Parts(named, target_transformer, names, (f"{path} is read as {words}",), fitted_version)


def join_parts(files: Sequence[Parts]) -> Parts:
    """Joins the parts of several files in their order."""
    steps = [step for parts in files for step in parts.steps]
    width = getattr(steps[0][1], "n_features_in_", None)
    names = [parts.names for parts in files if parts.names and len(parts.names) == width]
    targets = [parts.target_transformer for parts in files if parts.target_transformer is not None]
    return Parts(
        steps,
        targets[0] if targets else None,
        names[0] if names else None,
        tuple(note for parts in files for note in parts.notes),
        find_other([parts.fitted_version for parts in files]),
    )


def _is_of_target(key):
    return isinstance(key, str) and not {"y", "target"}.isdisjoint(
        word.lower() for word in WORD.findall(key)
    )


def _is_plain(value):
    """Returns whether a value cannot be a part of the model: text, numbers, tables of them."""
    if isinstance(value, PLAIN):
        return True
    if isinstance(value, Mapping):
        return all(map(_is_plain, value.values()))
    if isinstance(value, (list, tuple, set, frozenset)):
        return all(map(_is_plain, value))
    if isinstance(value, np.ndarray):
        return value.dtype != object or all(map(_is_plain, value.ravel()))
    return type(value).__module__.partition(".")[0] == "pandas"


def _find_names(others, first):
    """Returns (key, names) of a list of as many different strings as the first part has columns."""
    if hasattr(first, "feature_names_in_"):
        return None, None
    for key, value in others:
        if isinstance(value, Mapping) or not hasattr(value, "__len__") or isinstance(value, str):
            continue
        names = [name for name in value if isinstance(name, str)]
        if len(value) == len(names) == len(set(names)) == getattr(first, "n_features_in_", None):
            return key, [str(name) for name in names]
    return None, None


def _describe(value):
    name = type(value).__name__
    if isinstance(value, BaseEstimator) or not isinstance(value, (Mapping, list, tuple)):
        return name
    return f"{name} of {len(value)}"
