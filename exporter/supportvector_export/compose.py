"""A fitted pipeline made of parts that were fitted one by one. Nothing is fitted again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Union

from sklearn.base import BaseEstimator, is_regressor
from sklearn.compose import TransformedTargetRegressor
from sklearn.dummy import DummyRegressor
from sklearn.exceptions import NotFittedError
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.utils.validation import check_is_fitted

from .errors import ExportError
from .problems import list_names, list_problems
from .regressors import OF_SEVERAL_TARGETS

Part = Union[BaseEstimator, tuple[str, BaseEstimator]]


def compose(
    parts: Sequence[Part], *, target_transformer: BaseEstimator | None = None
) -> BaseEstimator:
    """Makes one pipeline of fitted parts.

    The result predicts what calling the parts one after another gives.

    Parameters
    ----------
    parts
        Fitted transformers in their order, and a fitted regressor at the end. Each is an estimator
        or a pair of a name and an estimator.
    target_transformer
        The fitted transformer of the target, whose inverse is applied to the predictions.

    Returns
    -------
    A fitted Pipeline, or a TransformedTargetRegressor around it. A regressor alone stays as it is.

    Raises
    ------
    ExportError
        A part is not fitted, is no transformer or no regressor, or does not take the columns that
        the part in front of it returns. The message has all such problems.
    """
    steps = _name(parts)
    problems = _find_problems(steps, target_transformer)
    if problems:
        raise ExportError(list_problems("compose", problems))
    regressor = steps[0][1] if len(steps) == 1 else Pipeline(steps)
    if target_transformer is None:
        return regressor
    # What is fitted here is replaced. The fit sets what the class keeps of a target of one column.
    composed = TransformedTargetRegressor(DummyRegressor()).fit([[0.0], [1.0]], [0.0, 1.0])
    composed.set_params(regressor=regressor, transformer=target_transformer)
    composed.regressor_, composed.transformer_ = regressor, target_transformer
    return composed


def _name(parts):
    """Returns (name, estimator) of each part. A part without a name gets that of its class."""
    if not isinstance(parts, (list, tuple)) or not parts:
        raise ExportError("compose: expected a list of fitted parts that ends in a regressor")
    named = [part if isinstance(part, tuple) else (None, part) for part in parts]
    for part in named:
        if len(part) != 2:
            raise ExportError("compose: expected an estimator or (name, estimator) as each part")
    by_class = make_pipeline(*(estimator for _, estimator in named)).steps
    steps = [(name or given, part) for (name, part), (given, _) in zip(named, by_class)]
    names = [name for name, _ in steps]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise ExportError(f"compose: several parts are called {list_names(repeated)}")
    return steps


def _find_problems(steps, target_transformer):
    problems = []
    for name, part in steps[:-1]:
        if not hasattr(part, "transform"):
            problems.append(
                f"{name} ({_class(part)}) stands before the last part, so it must be a transformer"
            )
    name, last = steps[-1]
    if not is_regressor(last):
        problems.append(f"{name} ({_class(last)}) is the last part, so it must be a regressor")
    targets = [] if target_transformer is None else [("target_transformer", target_transformer)]
    if targets and not hasattr(target_transformer, "inverse_transform"):
        problems.append(
            f"target_transformer ({_class(target_transformer)}) has no inverse_transform"
        )
    for name, part in [*steps, *targets]:
        try:
            check_is_fitted(part)
        except NotFittedError:
            problems.append(f"{name} ({_class(part)}) is not fitted")
        except TypeError:
            pass  # not an estimator, which is said above
    if problems:
        return problems
    for before, after in zip(steps, steps[1:]):
        problems += _compare(before, after)
    count = len(last.estimators_) if isinstance(last, OF_SEVERAL_TARGETS) else 1
    width = getattr(target_transformer, "n_features_in_", count)
    if width != count:
        expected = (
            "a target has one. Fit it on y.reshape(-1, 1)"
            if count == 1
            else f"{steps[-1][0]} ({_class(last)}) predicts {count} targets"
        )
        problems.append(
            f"target_transformer ({_class(target_transformer)}) was fitted on "
            f"{_columns(width)}, and {expected}"
        )
    return problems


def _columns(count):
    return "1 column" if count == 1 else f"{count} columns"


def _class(estimator):
    return type(estimator).__name__


def _compare(before, after):
    """Returns what does not fit between two parts: their widths, or the order of their names."""
    (name, part), (next_name, next_part) = before, after
    here = f"{name} ({_class(part)})"
    there = f"{next_name} ({_class(next_part)})"
    try:
        returned = [str(column) for column in part.get_feature_names_out()]
    except (AttributeError, ValueError):
        return []  # such as a FunctionTransformer, which cannot know what its function returns
    expected = getattr(next_part, "n_features_in_", len(returned))
    if len(returned) != expected:
        return [f"{here} returns {_columns(len(returned))}, and {there} expects {expected}"]
    # A ColumnTransformer puts the name of its part and two underscores before the name of a column.
    returned = [column.rpartition("__")[2] for column in returned]
    fitted = [
        str(column).rpartition("__")[2]
        for column in getattr(next_part, "feature_names_in_", returned)
    ]
    moved = [
        column
        for i, column in enumerate(fitted)
        if returned.count(column) == fitted.count(column) == 1 and returned[i] != column
    ]
    if moved:
        return [
            f"{here} returns the columns {list_names(returned)}, and {there} was fitted on "
            f"{list_names(fitted)}: {list_names(moved)} would change places"
        ]
    return []
