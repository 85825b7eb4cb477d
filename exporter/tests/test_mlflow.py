"""Models that MLflow tracks, against a real tracking server with SQLite."""

import json
import socket
import subprocess
import sys
import time
import urllib.request

import mlflow
import numpy as np
import pandas
import pytest
from sklearn.dummy import DummyRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

from supportvector_export import export_pipeline
from supportvector_export.__main__ import main

random = np.random.RandomState(0)
X = pandas.DataFrame({"Age": random.rand(30), "Distance (km)": random.uniform(1, 60, 30)})
y = random.normal(size=30)


def fit(C):
    return make_pipeline(StandardScaler(), SVR(C=C)).fit(X, y)


GOOD, BETTER, BEST = fit(1), fit(10), fit(100)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Starts a tracking server, and returns its address."""
    folder = tmp_path_factory.mktemp("mlflow")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [
        *(sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port)),
        *("--backend-store-uri", "sqlite:///runs.db", "--artifacts-destination", "artifacts"),
        *("--workers", "1"),
    ]
    with open(folder / "log.txt", "w") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        for _ in range(300):
            assert process.poll() is None, (folder / "log.txt").read_text()
            try:
                urllib.request.urlopen(f"{address}/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def runs(server):
    """Logs the runs of the experiment, and returns their identifiers by name."""
    mlflow.set_tracking_uri(server)
    mlflow.set_experiment("absence")
    example = X.head(10)

    def log(name, metrics, *models, **keywords):
        with mlflow.start_run(run_name=name) as run:
            mlflow.log_metrics(metrics)
            for place, model in zip(("model", "other"), models):
                mlflow.sklearn.log_model(model, name=place, **keywords)
        return run.info.run_id

    ids = {
        "good": log("good", {"test_mae": 3.0, "test_r2": 0.7}, GOOD, input_example=example),
        "better": log(
            "better",
            {"test_mae": 2.0, "test_r2": 0.8, "Test RMSE/h": 2.5, "nan": float("nan")},
            BETTER,
            input_example=example,
            registered_model_name="absence-svr",
        ),
        "no model": log("no model", {"test_mae": 1.0, "test_r2": 0.1}),
        "other metric": log("other metric", {"loss": 0.1}, GOOD),
        "two": log("two", {"test_r2": 0.9}, GOOD, BEST),
    }
    with pytest.raises(KeyError), mlflow.start_run(run_name="failed"):
        mlflow.log_metric("test_mae", 0.5)
        mlflow.sklearn.log_model(BEST, name="model")
        raise KeyError
    return ids


@pytest.fixture
def export(runs, tmp_path, monkeypatch, capsys):
    """Returns a function that runs the command, and returns the model file and what is said."""
    monkeypatch.chdir(tmp_path)
    X.to_csv("rows.csv", index=False)

    def call(*arguments):
        code = main([*arguments, "--output", "model.json"])
        said = capsys.readouterr().err
        return json.loads((tmp_path / "model.json").read_text()) if code == 0 else None, said

    return call


def without_metadata(model):
    return {key: value for key, value in model.items() if key != "metadata"}


@pytest.fixture
def uri(runs):
    return f"runs:/{runs['better']}/model"


def test_a_registered_model(export):
    model, said = export("--mlflow", "models:/absence-svr/1")
    assert without_metadata(model) == without_metadata(export_pipeline(BETTER, X.head(10)))
    today = model["metadata"].pop("training_date")
    assert today.startswith("20")
    assert model["metadata"] == {
        "name": "absence-svr",
        "metrics": {"test_mae": 2.0, "test_r2": 0.8, "test_rmse_h": 2.5},
    }
    assert "the sample is the input example of models:/absence-svr/1" in said
    assert "the metric 'Test RMSE/h' is called 'test_rmse_h' in the model file" in said
    assert "the metric 'nan' is left out" in said


def test_an_alias(export):
    mlflow.MlflowClient().set_registered_model_alias("absence-svr", "champion", "1")
    model, _ = export("--mlflow", "models:/absence-svr@champion")
    assert model["metadata"]["name"] == "absence-svr"


def test_the_model_of_a_run(export, uri):
    model, _ = export("--mlflow", uri)
    assert model["regressor"] == export_pipeline(BETTER, X)["regressor"]
    assert model["metadata"]["name"] == "better"


def test_training_rows_and_options_come_first(export, uri):
    model, said = export(
        *("--mlflow", uri, "--sample", "rows.csv", "--name", "n", "--metric", "test_mae=1.5"),
        *("--training-date", "2026-01-02"),
    )
    assert model["inputs"] == export_pipeline(BETTER, X)["inputs"]
    assert model["metadata"]["name"] == "n"
    assert model["metadata"]["metrics"]["test_mae"] == 1.5
    assert model["metadata"]["metrics"]["test_r2"] == 0.8
    assert model["metadata"]["training_date"] == "2026-01-02"
    assert "input example" not in said


def test_the_best_run(export, runs):
    model, said = export("--best-of", "absence", "--metric", "test_mae")
    assert model["regressor"] == export_pipeline(BETTER, X)["regressor"]
    assert f"the best run of 'absence' is 'better' ({runs['better']}), with test_mae 2" in said
    assert "1 better runs have no model" in said


def test_the_model_file_is_logged_back(export, runs, tmp_path):
    written, said = export("--best-of", "absence", "--metric", "test_mae", "--log-back")
    assert f"logged as runs:/{runs['better']}/model.json" in said
    logged = mlflow.artifacts.download_artifacts(
        artifact_uri=f"runs:/{runs['better']}/model.json", dst_path=str(tmp_path / "back")
    )
    with open(logged) as file:
        assert json.load(file) == written


def test_a_best_run_with_several_models(export):
    model, said = export("--best-of", "absence", "--metric", "test_r2", "--maximize")
    assert model is None
    assert "the best run 'two' has several models: model (--mlflow models:/m-" in said


@pytest.mark.parametrize(
    "arguments, words",
    [
        (
            ["--mlflow", "models:/absent/1"],
            "models:/absent/1: MLflow says RestException: RESOURCE_DOES_",
        ),
        (["--best-of", "absent", "--metric", "a"], "MLflow has no experiment 'absent'"),
        (["--best-of", "absence", "--metric", "a"], "'absence' has no finished run with 'a'"),
        (["--best-of", "absence", "--metric", "loss"], "has no input example: name rows by --sam"),
    ],
)
def test_what_mlflow_does_not_have(export, arguments, words):
    model, said = export(*arguments)
    assert model is None
    assert words in said


def test_another_model_of_scikit_learn(export):
    with mlflow.start_run():
        logged = mlflow.sklearn.log_model(DummyRegressor().fit(X, y), name="model")
    model, said = export("--mlflow", logged.model_uri, "--sample", "rows.csv")
    assert model is None
    assert "sklearn.dummy.DummyRegressor is not supported" in said


class Echo(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return model_input


def test_a_model_of_another_library(export):
    with mlflow.start_run():
        logged = mlflow.pyfunc.log_model(python_model=Echo(), name="model")
    model, said = export("--mlflow", logged.model_uri, "--sample", "rows.csv")
    assert model is None
    assert "is no model of scikit-learn. It was logged as python_function" in said
