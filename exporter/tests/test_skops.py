"""Files of skops and cloudpickle, and ONNX files, which hold no pipeline."""

import json
import zipfile

import cloudpickle
import numpy as np
import pandas
import pytest
import skops.io
from sklearn.compose import ColumnTransformer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
from sklearn.svm import SVR

from supportvector_export import export_pipeline
from supportvector_export.__main__ import main

random = np.random.RandomState(0)
X = pandas.DataFrame({"a": random.rand(30), "b": random.rand(30)})
y = random.normal(size=30)
PIPELINE = make_pipeline(FunctionTransformer(np.log1p), StandardScaler(), SVR()).fit(X, y)


@pytest.fixture
def export(tmp_path, monkeypatch, capsys):
    """Returns a function that exports a file, and returns the model file and what is said."""
    monkeypatch.chdir(tmp_path)
    X.to_csv("rows.csv", index=False)

    def call(path, *more):
        code = main([path, "--sample", "rows.csv", "--output", "model.json", *more])
        said = capsys.readouterr().err
        return json.loads((tmp_path / "model.json").read_text()) if code == 0 else None, said

    return call


def test_a_skops_file(export):
    skops.io.dump(PIPELINE, "pipeline.skops")
    assert export("pipeline.skops")[0] == export_pipeline(PIPELINE, X)


def test_an_encoder_and_a_search(export):
    columns = ColumnTransformer([("a", OneHotEncoder(), ["a"])], remainder="passthrough")
    search = GridSearchCV(make_pipeline(columns, SVR()), {"svr__C": [1, 10]}).fit(X.round(0), y)
    skops.io.dump(search, "pipeline.skops")
    X.round(0).to_csv("rows.csv", index=False)
    assert export("pipeline.skops")[0] == export_pipeline(search, X.round(0))


def test_parts_in_a_skops_file(export):
    scaler = StandardScaler().fit(X)
    svr = SVR().fit(scaler.transform(X), y)
    skops.io.dump({"scaler": scaler, "model": svr}, "parts.skops")
    model, said = export("parts.skops")
    assert len(model["inputs"]) == 2
    assert "parts.skops is read as 'scaler' StandardScaler, then 'model' SVR" in said


def test_types_that_are_not_trusted(export, monkeypatch):
    """No code of the type runs before it is trusted."""
    skops.io.dump(make_pipeline(Squash(), SVR()).fit(X, y), "pipeline.skops")
    name = f"{Squash.__module__}.Squash"
    monkeypatch.setattr(Squash, "__setstate__", lambda *_: pytest.fail("ran"), raising=False)
    model, said = export("pipeline.skops")
    assert model is None
    assert f"pipeline.skops: the type {name} is not trusted. Allow it by --trust {name}" in said
    monkeypatch.undo()


def test_types_that_are_trusted(export, tmp_path):
    skops.io.dump(make_pipeline(Squash(), SVR()).fit(X, y), tmp_path / "pipeline.skops")
    model, said = export("pipeline.skops", "--trust", f"{Squash.__module__}.Squash")
    assert model is None
    assert "pipeline > squash: " in said  # the exporter trusts no subclass


class Squash(StandardScaler):
    """A class that skops does not know."""


def test_a_file_that_is_no_skops_file(export, tmp_path):
    with zipfile.ZipFile(tmp_path / "pipeline.skops", "w") as archive:
        archive.writestr("a.txt", "a")
    model, said = export("pipeline.skops")
    assert model is None
    assert "pipeline.skops: cannot be loaded by skops: KeyError: " in said


def test_a_file_of_cloudpickle(export, tmp_path):
    (tmp_path / "pipeline.pkl").write_bytes(cloudpickle.dumps(PIPELINE))
    assert export("pipeline.pkl")[0] == export_pipeline(PIPELINE, X)


@pytest.mark.parametrize("name", ["model.onnx", "model.bin"])
def test_an_onnx_file(export, tmp_path, name):
    (tmp_path / name).write_bytes(b"\x08\x09\x12\x08skl2onnx\x1a\x061.17.0")
    model, said = export(name)
    assert model is None
    assert f"{name} is an ONNX file. It holds float32 operations" in said
