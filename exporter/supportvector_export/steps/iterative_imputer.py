"""The family of IterativeImputer: the imputation of a SimpleImputer, refined by linear models."""

import numpy as np
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.impute._iterative import IterativeImputer

from ..errors import UnsupportedStepError
from ..linear_models import LINEAR_MODELS
from ..parameters import check_parameters
from ..scalars import plain_number, plain_numbers
from . import imputers

FACTOR = 2.0**-48
"""The largest error of a sum, as a share of its size. See evaluate.py."""
CHUNK = 2**22
"""Number of errors in memory at a time, 32 MiB."""


def _convert_iterative_imputer(step, path, columns, is_sparse, readings):
    for column in columns:
        readings.compute(column)
    converted, filled, _ = imputers.CONVERTERS[SimpleImputer](
        step.initial_imputer_, f"{path} > initial_imputer", columns, False, readings
    )
    converted["type"] = "IterativeImputer"
    filled = _drop_empty_features(step, converted["statistics"], filled)
    # Where scikit-learn has found nothing to refine, it leaves out these attributes.
    converted["imputation_sequence"] = (
        [_convert_triplet(triplet, step, path, len(filled)) for triplet in _triplets(step)]
        if step.n_iter_
        else []
    )
    output = [readings.consume(filled)] * len(filled)
    if step.add_indicator:
        indicator, indicated, _ = imputers.CONVERTERS[MissingIndicator](
            step.indicator_, f"{path} > indicator", columns, False, readings
        )
        converted["indicator"] = indicator["features"]
        output += indicated
    return converted, output, False


def _empty_features(step):
    """Returns the positions of the columns without values, as later releases note them."""
    return np.flatnonzero(getattr(step, "_is_empty_feature", [])).tolist()


def _drop_empty_features(step, statistics, filled):
    """Drops columns that the SimpleImputer has kept, and returns those of `filled` that stay.

    In some releases, a SimpleImputer of a constant keeps columns without values.
    """
    dropped = [] if step.keep_empty_features else _empty_features(step)
    kept = [i for i, value in enumerate(statistics) if value is not None]
    for i in dropped:
        statistics[i] = None
    return [column for i, column in zip(kept, filled) if i not in dropped]


def _triplets(step):
    """Returns the imputations that `transform` runs.

    Where a column without values is kept, `fit` has an estimator for it, but its missing values
    stay as the SimpleImputer has filled them.
    """
    kept = _empty_features(step) if step.keep_empty_features else []
    return [triplet for triplet in step.imputation_sequence_ if triplet.feat_idx not in kept]


def _convert_triplet(triplet, step, path, n_features):
    estimator, here = triplet.estimator, f"{path} > estimator"
    if type(estimator) not in LINEAR_MODELS:
        raise UnsupportedStepError(
            here, estimator, "in an IterativeImputer is not supported, only linear models"
        )
    check_parameters(estimator, here)
    coef = np.zeros(n_features)
    coef[triplet.neighbor_feat_idx] = np.ravel(estimator.coef_)
    limits = {"min_value": step._min_value, "max_value": step._max_value}
    return {
        "feat_idx": int(triplet.feat_idx),
        "coef": plain_numbers(coef),
        "intercept": plain_number(np.ravel(estimator.intercept_)[0]),
        **{
            key: plain_number(values[triplet.feat_idx])
            for key, values in limits.items()
            if np.isfinite(values[triplet.feat_idx])
        },
    }


def _evaluate_iterative_imputer(step, columns):
    values, _ = _impute_in_rounds(step, columns)
    return values


def _round_iterative_imputer(step, columns, _):
    _, sizes = _impute_in_rounds(step, columns)
    return sizes


def _impute_in_rounds(step, columns):
    """Returns the arrays and the sizes of what is rounded for them."""
    initial = imputers.EVALUATORS["SimpleImputer"](step, columns)
    kept = [i for i, value in enumerate(step["statistics"]) if value is not None]
    indicate = imputers.EVALUATORS["MissingIndicator"]
    missing = np.array(indicate({**step, "features": kept}, columns), dtype=bool).T
    X = np.array(initial[: len(kept)], dtype=float).reshape(len(kept), len(columns[0])).T
    sizes = np.zeros(X.shape)
    sequence = step["imputation_sequence"]
    if sequence:
        incomplete = np.flatnonzero(missing.any(axis=1))
        rows_at_once = max(1, CHUNK // (len(kept) * len(sequence)))
        for start in range(0, len(incomplete), rows_at_once):
            rows = incomplete[start : start + rows_at_once]
            X[rows], sizes[rows] = _refine(sequence, X[rows], missing[rows])
        # scikit-learn refines nothing in rows without a value, unless other rows have one.
        if missing.all():
            sizes[:] = np.inf
    indicators = initial[len(kept) :]
    return [*X.T, *indicators], [*sizes.T, *(np.zeros(len(array)) for array in indicators)]


def _refine(sequence, X, missing):
    """Returns the imputed rows and the sizes of what is rounded for them.

    Each imputation rounds a sum. Later imputations carry that error on, with its sign, so that
    errors may cancel as the values do. `errors` has what each value holds of each of them.
    """
    errors = np.zeros((*X.shape, len(sequence)))
    for i, part in enumerate(sequence):
        c, coef, b = part["feat_idx"], np.array(part["coef"], dtype=float), part["intercept"]
        low, high = part.get("min_value", -np.inf), part.get("max_value", np.inf)
        rows = missing[:, c]
        values = X[rows] @ coef + b
        rounded = np.abs(X[rows]) @ np.abs(coef) + abs(b)
        carried = np.tensordot(errors[rows], coef, axes=(1, 0))
        size = rounded + np.abs(carried).sum(axis=1)
        # A limit stops an error in one evaluation and perhaps not in another.
        is_free = (values - FACTOR * size > low) & (values + FACTOR * size < high)
        carried[~is_free] = 0
        carried[:, i] = np.where(is_free, rounded, size)
        errors[rows, c] = carried
        X[rows, c] = np.clip(values, low, high)
    return X, np.abs(errors).sum(axis=2)


CONVERTERS = {IterativeImputer: _convert_iterative_imputer}
EVALUATORS = {"IterativeImputer": _evaluate_iterative_imputer}
ROUNDINGS = {"IterativeImputer": _round_iterative_imputer}
