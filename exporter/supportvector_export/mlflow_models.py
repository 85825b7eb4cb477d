"""Models that MLflow tracks: the pipeline, its metrics, and its input example as the sample."""

from __future__ import annotations

import datetime
import math
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .errors import ExportError
from .loading import Loaded
from .releases import describe

if TYPE_CHECKING:
    import numpy as np
    import pandas


@dataclass(frozen=True)
class TrackedModel:
    """A scikit-learn model, and what MLflow knows of it."""

    uri: str
    loaded: Loaded
    """What was logged: a pipeline, or parts of one."""
    sample: pandas.DataFrame | np.ndarray | None
    """The input example."""
    run_id: str | None
    """The run that logged the model."""
    name: str | None
    """The name of the registered model, or of the run."""
    metrics: dict[str, float]
    """The metrics of the run, by names that a model file can hold."""
    training_date: str | None
    """The day that the run ended, in UTC."""
    notes: list[str]
    """What the user should know."""


def load_tracked(uri: str) -> TrackedModel:
    """Loads a model, which runs code if it is a pickle.

    Parameters
    ----------
    uri
        Such as models:/name/version, models:/name@alias or runs:/ID/model.

    Raises
    ------
    ExportError
        MLflow is not installed or cannot load the model, or it is no model of scikit-learn.
    """
    with _mlflow(uri) as mlflow:
        folder = mlflow.artifacts.download_artifacts(artifact_uri=uri)
        model = mlflow.models.Model.load(folder)
        if "sklearn" not in model.flavors:
            raise ExportError(
                f"{uri} is no model of scikit-learn. It was logged as {', '.join(model.flavors)}"
            )
        loaded = Loaded(
            mlflow.sklearn.load_model(folder), model.flavors["sklearn"].get("sklearn_version")
        )
        sample = model.load_input_example(folder) if model.saved_input_example_info else None
        run = mlflow.MlflowClient().get_run(model.run_id) if model.run_id else None
    registered = re.match(r"models:/([^/@]+)[/@]", uri)
    if run is None:
        name = registered and registered[1]
        return TrackedModel(uri, loaded, sample, None, name, {}, None, [])
    metrics, notes = _convert_metrics(run.data.metrics, uri)
    name = registered[1] if registered else run.info.run_name
    milliseconds = run.info.end_time or run.info.start_time
    ended = datetime.datetime.fromtimestamp(milliseconds / 1000, datetime.timezone.utc)
    return TrackedModel(
        uri, loaded, sample, model.run_id, name, metrics, ended.date().isoformat(), notes
    )


def find_best(experiment: str, metric: str, maximize: bool = False) -> tuple[str, list[str]]:
    """Finds the model of the run of an experiment that has the best metric.

    Returns
    -------
    The URI of the model, and notes.

    Raises
    ------
    ExportError
        There is no such experiment, no finished run with this metric and a model, or the run has
        several models.
    """
    with _mlflow(f"experiment {experiment!r}") as mlflow:
        client = mlflow.MlflowClient()
        found = client.get_experiment_by_name(experiment)
        if found is None:
            raise ExportError(f"MLflow has no experiment {experiment!r}")
        runs = client.search_runs(
            [found.experiment_id],
            filter_string="attributes.status = 'FINISHED'",
            order_by=[f"metrics.`{metric}` {'DESC' if maximize else 'ASC'}"],
        )
        # Runs without the metric come last.
        runs = [run for run in runs if math.isfinite(run.data.metrics.get(metric, math.nan))]
        if not runs:
            raise ExportError(f"experiment {experiment!r} has no finished run with {metric!r}")
        logged = ((better, run, _models_of(client, run)) for better, run in enumerate(runs))
        best = next((found for found in logged if found[2]), None)
        if best is None:
            raise ExportError(f"experiment {experiment!r} has no model: no run has logged one")
        better, run, models = best
    if len(models) > 1:
        choices = ", ".join(f"{model.name} (--mlflow {model.model_uri})" for model in models)
        raise ExportError(f"the best run {run.info.run_name!r} has several models: {choices}")
    words = f"the best run of {experiment!r} is {run.info.run_name!r} ({run.info.run_id})"
    notes = [f"{words}, with {metric} {run.data.metrics[metric]:.6g}"]
    if better:
        notes.append(f"{better} better runs have no model")
    return models[0].model_uri, notes


def log_back(tracked: TrackedModel, path: str | os.PathLike[str]) -> str:
    """Logs the model file as an artifact of the run that logged the model.

    Returns the URI of the artifact.
    """
    with _mlflow(f"run {tracked.run_id}") as mlflow:
        mlflow.MlflowClient().log_artifact(tracked.run_id, os.fspath(path))
    return f"runs:/{tracked.run_id}/{os.path.basename(path)}"


def _models_of(client, run):
    ids = [output.model_id for output in run.outputs.model_outputs] if run.outputs else []
    return sorted((client.get_logged_model(model_id) for model_id in ids), key=lambda m: m.name)


def _convert_metrics(metrics, uri):
    """Returns finite metrics by names of lower case letters, digits and underscores, and notes."""
    converted, notes = {}, []
    for name, value in sorted(metrics.items()):
        key = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
        if not math.isfinite(value) or not re.match("[a-z]", key) or key in converted:
            notes.append(f"{uri}: the metric {name!r} is left out")
            continue
        if key != name:
            notes.append(f"{uri}: the metric {name!r} is called {key!r} in the model file")
        converted[key] = value
    return converted, notes


@contextmanager
def _mlflow(subject: str) -> Iterator[Any]:
    """Imports MLflow, and raises what goes wrong in it or in a model as an ExportError."""
    try:
        import mlflow
    except ImportError:
        raise ExportError(
            "MLflow is not installed: pip install 'supportvector-export[mlflow]'"
        ) from None
    try:
        yield mlflow
    except ExportError:
        raise
    except Exception as error:  # MLflow, its connection and the code of a model raise any class
        raise ExportError(f"{subject}: MLflow says {describe(error)}") from error
