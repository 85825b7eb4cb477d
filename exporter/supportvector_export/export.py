"""The export of a fitted pipeline and sample rows as a model file."""

from __future__ import annotations

import contextlib
import datetime
import functools
import warnings
from collections.abc import Mapping, Sequence
from numbers import Integral
from typing import TYPE_CHECKING, Any

import numpy as np
import sklearn
from scipy import sparse
from sklearn.base import BaseEstimator

from .background import choose_background, read_count
from .calibration import Calibration
from .conversion import convert_pipeline
from .errors import (
    CalibrationError,
    DisagreementError,
    ExportError,
    IrreproducibleError,
    NonFiniteError,
    UncomparedRowsWarning,
    UnsupportedStepError,
)
from .evaluate import evaluate
from .intervals import make_intervals
from .metadata import check_target_names, make_limits, make_metadata, read_target_names
from .observed import observe
from .pipelines import feature_names_out
from .pruning import prune_inputs
from .reference import check_reference, make_reference, read_actual
from .releases import is_other, naming_release
from .sample import check_names, find_names, to_pandas
from .scalars import plain_numbers
from .schema import check_parts
from .version import __version__

if TYPE_CHECKING:
    import pandas

LARGEST_BOUND = 1e300
"""A bound from here on counts as infinite, because a model file holds bounds as finite numbers."""
LARGEST_UNCOMPARED = 0.01
"""The share of the sample rows that may stay uncompared, unless the caller allows more."""


def export_pipeline(
    pipeline: BaseEstimator,
    X: pandas.DataFrame | np.ndarray | sparse.spmatrix,
    *,
    names: Sequence[str] | None = None,
    name: str | None = None,
    description: str | None = None,
    target: str | Sequence[str] | None = None,
    unit: str | None = None,
    clip: tuple[float | None, float | None] | None = None,
    metrics: Mapping[str, float] | None = None,
    training_date: str | datetime.date | None = None,
    training_samples: int | None = None,
    test_samples: int | None = None,
    verification_rows: int = 3,
    allow_uncompared: bool = False,
    fitted_version: str | None = None,
    reference: bool | pandas.DataFrame | np.ndarray | sparse.spmatrix = True,
    held_out: tuple[Any, Any] | None = None,
    intervals: Calibration | None = None,
    background: bool | int | pandas.DataFrame | np.ndarray | sparse.spmatrix = True,
) -> dict[str, Any]:
    """Converts a fitted pipeline to a model file, and checks that both compute the same.

    Parameters
    ----------
    pipeline
        A fitted Pipeline that ends in an SVR, NuSVR, LinearSVR, an ensemble of them or a
        TransformedTargetRegressor, or such a regressor alone. A search such as GridSearchCV stands
        for its best_estimator_.
    X
        Sample rows that the pipeline can predict, n × columns, as float64. The ranges of the inputs
        and the verification rows come from them. Columns of a DataFrame that the pipeline was not
        fitted on are left out. A table of another library, such as polars or pyarrow, is converted
        by its method to_pandas.
    names
        The names of the inputs, where the pipeline was fitted on an array. None takes the names of
        the columns of X, and x0, x1, … where it has none.
    name
        The name of the model.
    description
        What the model predicts, for whom and from what data.
    target
        The name of the predicted quantity, or a list of names for several targets.
    unit
        The unit of the prediction.
    clip
        The smallest and the largest prediction. None means no limit.
    metrics
        Measured quality, such as {"test_mae": 3.2}.
    training_date
        The date or the time of the training. A string is in ISO 8601.
    training_samples, test_samples
        The number of rows that the pipeline was trained and tested on.
    verification_rows
        The number n of rows of X that the file holds as they are, as its proof. The rows are evenly
        spaced. The file holds one row more if the first row with a missing value is not among them.
        Rows whose result depends on rounding or ties are left out.
    allow_uncompared
        Whether more than 1 % of the rows of X may have a result that depends on rounding or ties.
        Such rows cannot be compared with the pipeline. Another machine may predict otherwise.
    fitted_version
        The release of scikit-learn that fitted the pipeline, if it is not the installed one. The
        command reads it from the pickle.
    reference
        The rows that a monitor compares live records with, best those of the training. True takes
        X, and False leaves the reference out. The file holds numbers of rows: by deciles of each
        input of numbers, by category of each other input, and by deciles of the predictions. It
        names categories that a single row has.
    held_out
        A pair (X, y) of rows that the pipeline was not fitted on and their actual values, m numbers
        or m × targets. The reference gets the mean error, the mean absolute and the mean squared
        error of each target, and the deciles of its errors. None leaves them out.
    intervals
        What `calibrate` returned for this pipeline, for prediction intervals. The file holds a
        score per row: how far the prediction, after the clipping, was from the actual value. None
        leaves them out.
    background
        The rows that an explanation compares a record with. The file holds them as they are. True
        takes 20 rows of X that stand for all of them, and a number takes as many. Rows, such as a
        DataFrame, are taken as they are, and False leaves the background out.

    Returns
    -------
    The model file as a dict for `json` or `write_model`.

    Raises
    ------
    UnsupportedStepError
        A model file cannot express a step or a regressor. The error names its path and class.
    DisagreementError
        The model file and the pipeline differ on a sample row.
    IrreproducibleError
        The results of too many sample rows depend on rounding or ties: of more than 1 %, or of all
        with `allow_uncompared`.
    ReleaseError
        Another release of scikit-learn fitted the pipeline, and this one cannot use it.
    CalibrationError
        The calibration is of another pipeline, or does not fit the inputs.
    NonFiniteError
        A feature of a sample row is infinite or missing, and no member of an ensemble reads it.
    ExportError
        Anything else is wrong. The errors above are subclasses of it.

    Warns
    -----
    UncomparedRowsWarning
        The results of some sample rows depend on rounding or ties.
    """
    if not isinstance(verification_rows, Integral) or verification_rows < 1:
        raise ExportError(
            f"verification_rows: expected a whole number >= 1, got {verification_rows!r}"
        )
    if held_out is not None and reference is False:
        raise ExportError("held_out: is a part of the reference. Leave out reference=False")
    background_rows = read_count(background)
    targets = read_target_names(target)
    with naming_release(fitted_version):
        conversion = convert_pipeline(pipeline, sparse.issparse(X), targets)
    check_target_names(targets, conversion.regressor)
    inputs = check_names(names, conversion.names, conversion.by_name)
    X = to_pandas(X)
    positions = prune_inputs(conversion.tree, conversion.regressor, len(conversion.names))
    observe_rows = functools.partial(
        observe,
        pipeline,
        names=inputs or find_names(X, len(conversion.names)),
        conversion=conversion,
        positions=positions,
        fitted_version=fitted_version,
    )
    observed = observe_rows(X)
    sample, transformed, predictions = observed.sample, observed.transformed, observed.predictions
    rows = _to_rows(observed)
    model = {
        "format": "supportvector",
        "version": 1,
        "source": {
            "library": "scikit-learn",
            "library_version": sklearn.__version__,
            "exporter_version": __version__,
            **({"fitted_version": fitted_version} if is_other(fitted_version) else {}),
        },
        "metadata": make_metadata(
            name=name,
            description=description,
            target=", ".join(targets) if targets else target,
            unit=unit,
            metrics=metrics,
            training_date=training_date,
            training_samples=training_samples,
            test_samples=test_samples,
        ),
        "inputs": observed.inputs,
        "pipeline": conversion.tree,
        "feature_names_out": feature_names_out(pipeline, sample.names, conversion.width)
        if conversion.with_row
        else [],
        "regressor": conversion.regressor,
        "target": make_limits(clip),
    }
    check_parts(model)
    _check_finite(transformed, model["feature_names_out"])
    hints = [sample.describe_none(i) for i in positions if conversion.readings[i].filled == {"nan"}]
    hint = next(filter(None, hints), sample.describe_integers(positions))
    row_bounds, prediction_bounds = _check(model, rows, transformed, predictions, hint)
    comparable = are_comparable(row_bounds, prediction_bounds)
    _report_uncompared(comparable, allow_uncompared)
    chosen = _choose(rows, comparable, verification_rows)
    model["verification"] = {
        "inputs": [rows[i] for i in chosen],
        "transformed": [plain_numbers(transformed[i]) for i in chosen],
        "predictions": [plain_numbers(predictions[i]) for i in chosen],
        "bounds": make_bounds(row_bounds[chosen], prediction_bounds[chosen]),
    }
    check_parts({"verification": model["verification"]})
    if background_rows is None:
        with _naming("background"):
            model["background"] = _to_rows(_observe_more(background, observe_rows, model))
    elif background_rows > 0:
        chosen = choose_background(model["inputs"], observed.columns, background_rows)
        model["background"] = [rows[i] for i in chosen]
    if reference is not False:
        if reference is not True:
            with _naming("reference"):
                observed = _observe_more(reference, observe_rows, model)
        errors = None if held_out is None else _find_errors(held_out, observe_rows, model)
        clipped = _clip(observed.predictions, model)
        model["reference"] = make_reference(model["inputs"], observed.columns, clipped, errors)
        check_parts({"reference": model["reference"]})
        check_reference(model["reference"], model["inputs"], predictions.shape[1])
    if intervals is not None:
        export_spread = functools.partial(
            export_pipeline,
            X=X,
            names=names,
            name="spread",
            target=target,
            unit=unit,
            verification_rows=1,
            allow_uncompared=allow_uncompared,
            fitted_version=fitted_version,
            reference=False,
            background=False,
        )
        model["intervals"] = _calibrate(intervals, observe_rows, model, export_spread)
        check_parts({"intervals": model["intervals"]})
    return model


def _to_rows(observed):
    return [list(row) for row in zip(*observed.columns)]


@contextlib.contextmanager
def _naming(parameter):
    """Names the parameter in the message of an error."""
    try:
        yield
    except UnsupportedStepError as error:
        path = f"{parameter}: {error.path}"
        raise UnsupportedStepError(path, error.class_name, error.reason) from error
    except ExportError as error:
        raise type(error)(f"{parameter}: {error}") from error


def _observe_more(X, observe_rows, model):
    """Observes rows other than the sample. Raises for those that the loaded model would refuse."""
    observed = observe_rows(to_pandas(X))
    _check_finite(observed.transformed, model["feature_names_out"])
    wrong = np.flatnonzero(~np.isfinite(observed.predictions).all(axis=1))
    if len(wrong):
        raise NonFiniteError(
            f"X: row {wrong[0]}: expected a finite prediction. The model would refuse this row. "
            "Leave it out"
        )
    return observed


def _clip(predictions, model):
    """Returns predictions as the loaded model gives them."""
    limits = model["target"].get("clip", {})
    return np.clip(predictions, limits.get("min", -np.inf), limits.get("max", np.inf))


def _find_errors(held_out, observe_rows, model):
    """Returns the errors of held-out rows, rows × targets."""
    with _naming("held_out"):
        if not isinstance(held_out, (tuple, list)) or len(held_out) != 2:
            raise ExportError("expected a pair (X, y) of rows and their actual values")
        X, y = held_out
        predictions = _observe_more(X, observe_rows, model).predictions
        return _clip(predictions, model) - read_actual(y, predictions.shape)


def _calibrate(calibration, observe_rows, model, export_spread):
    """Returns the intervals of the model file."""
    if not isinstance(calibration, Calibration):
        raise CalibrationError(
            f"intervals: expected what calibrate returned, got {type(calibration).__name__}"
        )
    with _naming("intervals"):
        observed = _observe_more(calibration.X, observe_rows, model)
        found, expected = calibration.predictions, observed.predictions
        if found.shape != expected.shape or (
            calibration.method == "split" and not np.allclose(found, expected, rtol=1e-6)
        ):
            raise CalibrationError("expected a calibration of this pipeline, got one of another")
        spread = None
        if calibration.spread:
            smallest = (calibration.spread.smallest, None)
            with _naming("spread"):
                spread = export_spread(calibration.spread.fitted, clip=smallest)
        clipped, names = _clip(found, model), observed.sample.names
        return make_intervals(calibration, clipped, model, observed.columns, names, spread)


def are_comparable(row_bounds: np.ndarray, prediction_bounds: np.ndarray) -> np.ndarray:
    """Returns for each row whether its bounds are finite, so that an evaluation can be compared."""
    return np.all(np.hstack([row_bounds, prediction_bounds]) < LARGEST_BOUND, axis=1)


def make_bounds(row_bounds: np.ndarray, prediction_bounds: np.ndarray) -> dict:
    """Returns the bounds of rows as a model file holds them, rounded up to three digits."""

    def rounded(rows):
        return [plain_numbers([float(f"{1.005 * bound:.2e}") for bound in row]) for row in rows]

    bounds = {"predictions": rounded(prediction_bounds)}
    if np.any(row_bounds > 0):
        bounds["transformed"] = rounded(row_bounds)
    return bounds


def _check_finite(transformed, names):
    """Raises where a feature is infinite or missing.

    scikit-learn does not notice it where no member of an ensemble reads the feature.
    """
    wrong = ~np.isfinite(transformed)
    if np.any(wrong):
        row, column = np.argwhere(wrong)[0]
        raise NonFiniteError(
            f"X: row {row}: expected finite features, got {transformed[row, column]} in "
            f"{names[column]!r} (feature {column}). The model would refuse this row. "
            "Leave it out of X."
        )


def _check(model, rows, transformed, predictions, hint):
    """Compares the model file with the pipeline. The hint says why they may differ.

    Returns the bounds of the transformed rows and the bounds of the predictions.
    """
    found_rows, row_bounds, found, bounds = evaluate(model, rows)
    if found_rows.shape != transformed.shape:
        raise DisagreementError(
            f"X: the model file computes {found_rows.shape[1]} features, "
            f"the pipeline {transformed.shape[1]}"
        )
    wrong = ~((np.abs(found_rows - transformed) <= row_bounds) | np.isinf(row_bounds))
    if np.any(wrong):
        row, column = np.argwhere(wrong)[0]
        raise DisagreementError(
            f"X: row {row}: the model file and the pipeline differ in "
            f"{model['feature_names_out'][column]!r} (feature {column}){hint}"
        )
    if found.shape != predictions.shape:
        raise DisagreementError(
            f"X: the model file predicts {found.shape[1]} targets, "
            f"the pipeline {predictions.shape[1]}"
        )
    error = np.abs(found - predictions)
    wrong = ~((error <= bounds) | np.isinf(bounds))
    if np.any(wrong):
        row = int(np.argwhere(wrong)[0, 0])
        raise DisagreementError(
            f"X: row {row}: the predictions of the model file and of the pipeline "
            f"differ by {error[row].max():.3g}{hint}"
        )
    return row_bounds, bounds


def _report_uncompared(comparable, allowed):
    """Warns of sample rows that were not compared. Raises for too many of them."""
    uncompared = np.flatnonzero(~comparable)
    if not len(uncompared):
        return
    count, first = len(uncompared), ", ".join(map(str, uncompared[:3]))
    if count == len(comparable):
        raise IrreproducibleError(
            "X: rounding decides the result of every sample row. Either a value lies on a "
            "threshold, or a feature is noise, such as a whitened component with almost no "
            "variance, or the terms of a kernel cancel: scale its columns, or raise alpha"
        )
    words = (
        f"X: {count} of {len(comparable)} sample rows cannot be compared, such as {first}. "
        "Rounding decides whether a value reaches a threshold, which of equally near rows are "
        "neighbors, or what is left of terms that cancel. Another machine may predict otherwise "
        "for such rows"
    )
    if count > LARGEST_UNCOMPARED * len(comparable) and not allowed:
        raise IrreproducibleError(
            f"{words}. These are more than {100 * LARGEST_UNCOMPARED:g} % of the sample. "
            "Pass allow_uncompared=True (--allow-uncompared) if that is acceptable"
        )
    warnings.warn(words, UncomparedRowsWarning, stacklevel=3)


def _choose(rows, comparable, count):
    """Returns the positions of the verification rows.

    They are `count` rows, evenly spaced among the comparable ones, and the first comparable row
    with a missing value. So there are at most count + 1 of them.
    """
    positions = np.flatnonzero(comparable)
    spaced = np.linspace(0, len(positions) - 1, min(count, len(positions))).round().astype(int)
    with_missing = [int(i) for i in positions if None in rows[i]]
    return sorted({*positions[spaced].tolist(), *with_missing[:1]})
