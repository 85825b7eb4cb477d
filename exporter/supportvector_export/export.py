"""A fitted pipeline and some sample rows → a model file."""

import re

import numpy as np
import sklearn
from scipy import sparse

from .conversion import convert_pipeline
from .errors import DisagreementError, ExportError
from .evaluate import evaluate, parity_bound
from .inputs import describe_input
from .pipelines import feature_names_out, run
from .sample import Sample
from .scalars import plain_number, plain_numbers
from .version import __version__


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
    pipeline : fitted Pipeline that ends in an SVR or NuSVR, or that itself; a search (GridSearchCV and the like) stands for its best_estimator_
    X : sample rows that the pipeline can predict, n × columns, as float64: they give the inputs' ranges and the verification rows
    name, description : what the model is called and what it is for
    target, unit : name of the predicted quantity, and its unit
    clip : (min, max) of a prediction, either None
    metrics : measured quality, a dict of numbers; names like test_mae
    training_date : ISO 8601
    training_samples, test_samples : how many rows it was trained and tested on
    verification_rows : how many rows of X the file carries as its proof; these rows become readable in the file

    Raises
    ------
    UnsupportedStepError : a part that a model file cannot express, with its path and class
    DisagreementError : the file would not mean what the pipeline computes
    ExportError : anything else that is wrong, both of the above included
    """
    if verification_rows < 1:
        raise ExportError(f"verification_rows: expected at least 1, got {verification_rows}")
    conversion = convert_pipeline(pipeline, sparse.issparse(X))
    sample = Sample(X, conversion.names, conversion.by_name)
    positions = _prune_inputs(conversion.tree, len(sample.names))
    transformed, predictions = run(pipeline, X)

    values = [sample.column(i) for i in positions]
    rows = [list(row) for row in zip(*values)]
    model = {
        "format": "supportvector",
        "version": 1,
        "source": {"library": "scikit-learn", "library_version": sklearn.__version__, "exporter_version": __version__},
        "metadata": _metadata(name, description, target, unit, metrics, training_date, training_samples, test_samples),
        "inputs": [describe_input(sample.names[i], conversion.readings[i], column) for i, column in zip(positions, values)],
        "pipeline": conversion.tree,
        "feature_names_out": feature_names_out(pipeline, sample.names),
        "regressor": conversion.regressor,
        "target": _target(clip),
    }
    _check(model, rows, transformed, predictions)
    chosen = _choose(rows, verification_rows)
    model["verification"] = {
        "inputs": [rows[i] for i in chosen],
        "transformed": [plain_numbers(transformed[i]) for i in chosen],
        "predictions": plain_numbers(predictions[chosen]),
    }
    return model


def _prune_inputs(step, n_inputs):
    """The positions of the inputs that a record must hold; renumbers the columns of the steps that read inputs.

    A ColumnTransformer that reads inputs does not look at those that it leaves out, nor does scikit-learn ask for them.
    """
    read = sorted(_read(step, range(n_inputs)))
    _renumber(step, {position: i for i, position in enumerate(read)})
    return read


def _read(step, inputs):
    if step["type"] == "Pipeline":
        first = _first_part(step)
        return set(inputs) if first is None else _read(first, inputs)
    if step["type"] == "ColumnTransformer":
        return {inputs[i] for part in step["transformers"] for i in part["columns"]}
    if step["type"] == "FeatureUnion":
        return set().union(*(_read(part["step"], inputs) for part in step["transformers"]))
    return set(inputs)


def _renumber(step, positions):
    if step["type"] == "Pipeline" and _first_part(step) is not None:
        _renumber(_first_part(step), positions)
    for part in step.get("transformers", []):
        if step["type"] == "ColumnTransformer":
            part["columns"] = [positions[i] for i in part["columns"]]
        else:
            part["columns"] = list(range(len(positions)))
            _renumber(part["step"], positions)


def _first_part(pipeline):
    """The step that reads a Pipeline's columns: the first that does not let them pass through."""
    return next((part["step"] for part in pipeline["steps"] if part["step"]["type"] != "passthrough"), None)


def _metadata(name, description, target, unit, metrics, training_date, training_samples, test_samples):
    metadata = {
        "name": "model" if name is None else name,
        "description": description,
        "target": target,
        "unit": unit,
        "training_date": training_date,
        "training_samples": None if training_samples is None else int(training_samples),
        "test_samples": None if test_samples is None else int(test_samples),
        "metrics": metrics and {key: plain_number(value) for key, value in metrics.items()},
    }
    for key, value in (metadata["metrics"] or {}).items():
        if not re.fullmatch("[a-z][a-z0-9_]*", key) or value is None:
            raise ExportError(f"metrics: expected finite numbers by names such as test_mae, got {key!r}: {metrics[key]!r}")
    return {key: value for key, value in metadata.items() if value is not None}


def _target(clip):
    if clip is None:
        return {}
    pair = isinstance(clip, (tuple, list)) and len(clip) == 2
    limits = {key: plain_number(value) for key, value in zip(("min", "max"), clip) if value is not None} if pair else {}
    if not pair or None in limits.values() or (len(limits) == 2 and limits["min"] > limits["max"]):
        raise ExportError(f"clip: expected (min, max), numbers or None, min not above max, got {clip!r}")
    return {"clip": limits}


def _check(model, rows, transformed, predictions):
    """Evaluates the model file, and compares."""
    found_rows, found, magnitudes = evaluate(model, rows)
    if found_rows.shape != transformed.shape or not np.array_equal(found_rows, transformed):
        raise DisagreementError(f"the model file transforms {_differing(found_rows, transformed)} of X otherwise than the pipeline")
    error = np.abs(found - predictions)
    if not np.all(error <= parity_bound(magnitudes)):
        raise DisagreementError(f"the model file predicts row {int(np.argmax(error))} of X {error.max():.3g} off the pipeline's prediction")


def _differing(found, expected):
    if found.shape != expected.shape:
        return f"the rows into {found.shape[1]} columns instead of {expected.shape[1]}: those"
    row, column = np.argwhere(found != expected)[0]
    return f"row {row} (column {column})"


def _choose(rows, count):
    """Positions of rows that stand for the sample: evenly spaced, and one with a missing value if there is any."""
    chosen = set(np.linspace(0, len(rows) - 1, min(count, len(rows))).round().astype(int).tolist())
    chosen.add(next((i for i, row in enumerate(rows) if None in row), 0))  # row 0 is among them anyway
    return sorted(chosen)
