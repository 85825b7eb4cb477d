"""A fitted pipeline and some sample rows → a model file."""

import re

import numpy as np
import sklearn
from scipy import sparse

from .conversion import convert_pipeline
from .errors import DisagreementError, ExportError, IrreproducibleError, NonFiniteError
from .evaluate import evaluate
from .inputs import describe_input
from .pipelines import feature_names_out, run
from .pruning import prune_inputs
from .sample import Sample
from .scalars import plain_number, plain_numbers
from .version import __version__

LARGEST_BOUND = 1e300
"""Bounds above this are infinite: in a model file they are finite numbers, rounded up."""


def export_pipeline(
    pipeline,
    X,
    *,
    name=None,
    description=None,
    target=None,
    unit=None,
    clip=None,
    metrics=None,
    training_date=None,
    training_samples=None,
    test_samples=None,
    verification_rows=3,
):
    """Converts a fitted pipeline to a model file, a dict for `json`, and checks that the file means what the pipeline computes.

    Parameters
    ----------
    pipeline : fitted Pipeline that ends in an SVR, NuSVR, LinearSVR, an ensemble of them or a TransformedTargetRegressor, or that itself; a search
        (GridSearchCV and the like) stands for its best_estimator_
    X : sample rows that the pipeline can predict, n × columns, as float64: they give the inputs' ranges and the verification rows
    name, description : what the model is called and what it is for
    target, unit : name of the predicted quantity, and its unit; a list of names where a MultiOutputRegressor predicts several
    clip : (min, max) of a prediction, either None
    metrics : measured quality, a dict of numbers; names like test_mae
    training_date : ISO 8601
    training_samples, test_samples : how many rows it was trained and tested on
    verification_rows : how many rows of X the file carries as its proof; these rows become readable in the file

    Raises
    ------
    UnsupportedStepError : a part that a model file cannot express, with its path and class
    DisagreementError : the file would not mean what the pipeline computes
    IrreproducibleError : what the pipeline computes depends on rounding alone
    NonFiniteError : the pipeline makes something infinite or undefined of a sample row, and predicts it all the same
    ExportError : anything else that is wrong, all of the above included
    """
    if verification_rows < 1:
        raise ExportError(f"verification_rows: expected at least 1, got {verification_rows}")
    targets = [str(name) for name in target] if isinstance(target, (list, tuple)) else None
    conversion = convert_pipeline(pipeline, sparse.issparse(X), targets)
    sample = Sample(X, conversion.names, conversion.by_name)
    positions = prune_inputs(conversion.tree, conversion.regressor, len(sample.names))
    transformed, predictions = run(pipeline, X, conversion.with_row)

    values = [sample.column(i) for i in positions]
    rows = [list(row) for row in zip(*values)]
    model = {
        "format": "supportvector",
        "version": 1,
        "source": {
            "library": "scikit-learn",
            "library_version": sklearn.__version__,
            "exporter_version": __version__,
        },
        "metadata": _metadata(
            name,
            description,
            ", ".join(targets) if targets else target,
            unit,
            metrics,
            training_date,
            training_samples,
            test_samples,
        ),
        "inputs": [
            describe_input(sample.names[i], conversion.readings[i], column)
            for i, column in zip(positions, values)
        ],
        "pipeline": conversion.tree,
        "feature_names_out": feature_names_out(pipeline, sample.names, conversion.width)
        if conversion.with_row
        else [],
        "regressor": conversion.regressor,
        "target": _target(clip),
    }
    _check_finite(transformed, model["feature_names_out"])
    row_bounds, prediction_bounds = _check(model, rows, transformed, predictions)
    chosen = _choose(rows, are_comparable(row_bounds, prediction_bounds), verification_rows)
    model["verification"] = {
        "inputs": [rows[i] for i in chosen],
        "transformed": [plain_numbers(transformed[i]) for i in chosen],
        "predictions": [plain_numbers(predictions[i]) for i in chosen],
        "bounds": make_bounds(row_bounds[chosen], prediction_bounds[chosen]),
    }
    return model


def are_comparable(row_bounds, prediction_bounds):
    """For each row, whether another evaluation must come near this one."""
    return np.all(np.hstack([row_bounds, prediction_bounds]) < LARGEST_BOUND, axis=1)


def make_bounds(row_bounds, prediction_bounds):
    """The bounds of some rows, as a model file holds them: rounded up to three digits, which is as exact as they are."""

    def rounded(rows):
        return [plain_numbers([float(f"{1.005 * bound:.2e}") for bound in row]) for row in rows]

    bounds = {"predictions": rounded(prediction_bounds)}
    if np.any(row_bounds > 0):
        bounds["transformed"] = rounded(row_bounds)
    return bounds


def _metadata(
    name, description, target, unit, metrics, training_date, training_samples, test_samples
):
    metadata = {
        "name": "model" if name is None else name,
        "description": description,
        "target": target,
        "unit": unit,
        "training_date": training_date,
        "training_samples": None if training_samples is None else int(training_samples),
        "test_samples": None if test_samples is None else int(test_samples),
        "metrics": {key: plain_number(value) for key, value in metrics.items()}
        if metrics
        else None,
    }
    for key, value in (metadata["metrics"] or {}).items():
        if not re.fullmatch("[a-z][a-z0-9_]*", key) or value is None:
            raise ExportError(
                f"metrics: expected finite numbers by names such as test_mae, got {key!r}: {metrics[key]!r}"
            )
    return {key: value for key, value in metadata.items() if value is not None}


def _target(clip):
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
            f"clip: expected (min, max), numbers or None, min not above max, got {clip!r}"
        )
    return {"clip": limits}


def _check_finite(transformed, names):
    """scikit-learn refuses what is infinite or missing where it is read; an ensemble whose members overlook the column never does."""
    wrong = ~np.isfinite(transformed)
    if np.any(wrong):
        row, column = np.argwhere(wrong)[0]
        raise NonFiniteError(
            f"X: row {row}: expected finite numbers after the steps, got {transformed[row, column]} in {names[column]!r} (column {column}): the model would refuse such a row; leave it out of X"
        )


def _check(model, rows, transformed, predictions):
    """Evaluates the model file, and compares. Returns the bounds of the transformed rows and of the predictions."""
    found_rows, row_bounds, found, bounds = evaluate(model, rows)
    if found_rows.shape != transformed.shape:
        raise DisagreementError(
            f"the model file transforms X into {found_rows.shape[1]} columns, the pipeline into {transformed.shape[1]}"
        )
    wrong = ~((np.abs(found_rows - transformed) <= row_bounds) | np.isinf(row_bounds))
    if np.any(wrong):
        row, column = np.argwhere(wrong)[0]
        raise DisagreementError(
            f"the model file transforms row {row} (column {column}) of X otherwise than the pipeline"
        )
    if found.shape != predictions.shape:
        raise DisagreementError(
            f"the model file predicts {found.shape[1]} targets, the pipeline {predictions.shape[1]}"
        )
    error = np.abs(found - predictions)
    wrong = ~((error <= bounds) | np.isinf(bounds))
    if np.any(wrong):
        row = int(np.argwhere(wrong)[0, 0])
        raise DisagreementError(
            f"the model file predicts row {row} of X {error[row].max():.3g} off the pipeline's prediction"
        )
    return row_bounds, bounds


def _choose(rows, comparable, count):
    """Positions of rows that stand for the sample: evenly spaced, and one with a missing value if there is any.

    comparable: whether a row can be compared, because no rounding decides on which side of a threshold a value lies
    """
    positions = np.flatnonzero(comparable)
    if not len(positions):
        raise IrreproducibleError(
            "X: in every sample row, rounding decides what comes out: a value lies at a threshold, or a column is noise (a component with next to no variance, whitened)"
        )
    chosen = set(
        positions[
            np.linspace(0, len(positions) - 1, min(count, len(positions))).round().astype(int)
        ].tolist()
    )
    chosen.add(
        next((int(i) for i in positions if None in rows[i]), int(positions[0]))
    )  # the first is among them anyway
    return sorted(chosen)
