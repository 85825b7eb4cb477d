"""The command supportvector-export, within this process."""

import json
import os
import subprocess
import sys

import joblib
import numpy as np
import pandas
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.kernel_approximation import PolynomialCountSketch
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVR

from supportvector_export.__main__ import main

random = np.random.RandomState(0)
X = pandas.DataFrame({"a": random.rand(30).round(3), "b": random.rand(30).round(3)})
y = random.normal(size=30)


@pytest.fixture
def folder(tmp_path):
    joblib.dump(make_pipeline(StandardScaler(), SVR()).fit(X, y), tmp_path / "pipeline.joblib")
    X.to_csv(tmp_path / "rows.csv", index=False)
    return tmp_path


def call(folder, *more):
    return main(
        [
            str(folder / "pipeline.joblib"),
            "--sample",
            str(folder / "rows.csv"),
            "--output",
            str(folder / "model.json"),
            *more,
        ]
    )


def test_writes_a_model_file(folder, capsys):
    assert (
        call(
            folder,
            "--name",
            "n",
            "--clip-min",
            "0",
            "--metric",
            "test_mae=1.5",
            "--metric",
            "test_r2=-0.25",
            "--unit",
            "h",
        )
        == 0
    )
    model = json.loads((folder / "model.json").read_text())
    assert model["metadata"] == {
        "name": "n",
        "unit": "h",
        "metrics": {"test_mae": 1.5, "test_r2": -0.25},
    }
    assert model["target"] == {"clip": {"min": 0}}
    assert "2 inputs, 2 features" in capsys.readouterr().out


def test_fitted_on_an_array(folder):
    joblib.dump(SVR().fit(X.to_numpy(), y), folder / "pipeline.joblib")
    assert call(folder) == 0
    assert [
        entry["name"] for entry in json.loads((folder / "model.json").read_text())["inputs"]
    ] == ["a", "b"]


def test_strings_are_read_as_the_encoder_knows_them(folder):
    """Codes have leading zeros, a category is called NA, and an empty field is None or NaN."""
    rows = pandas.DataFrame(
        {
            "code": ["01", "02", "01"] * 10,
            "land": pandas.Series(["NA", "DE", None] * 10, dtype=object),
            "n": [1.5, np.nan, 2.5] * 10,
        }
    )
    words = make_pipeline(
        SimpleImputer(strategy="constant", fill_value="?", missing_values=None), OneHotEncoder()
    )
    parts = [
        ("code", OneHotEncoder(), ["code"]),
        ("land", words, ["land"]),
        ("n", SimpleImputer(), ["n"]),
    ]
    pipeline = make_pipeline(ColumnTransformer(parts), SVR()).fit(rows, y)
    joblib.dump(pipeline, folder / "pipeline.joblib")
    rows.to_csv(folder / "rows.csv", index=False)
    assert call(folder) == 0
    model = json.loads((folder / "model.json").read_text())
    assert [entry.get("categories") for entry in model["inputs"]] == [
        ["01", "02"],
        ["?", "DE", "NA"],
        None,
    ]
    assert [entry["missing"] for entry in model["inputs"]] == [False, True, True]
    assert ["01", None, 2.5] in model["verification"]["inputs"]


def test_rows_of_another_table(folder, capsys):
    pandas.DataFrame({"c": [1.0]}).to_csv(folder / "rows.csv", index=False)
    assert call(folder) == 1
    assert "rows.csv has no column 'a', 'b'\n" in capsys.readouterr().err
    joblib.dump(SVR().fit(X.to_numpy(), y), folder / "pipeline.joblib")
    assert call(folder) == 1
    assert "rows.csv has 1 column, and the pipeline was fitted on an array of 2: name" in (
        capsys.readouterr().err
    )


def test_without_pandas(folder, monkeypatch):
    monkeypatch.setattr("supportvector_export.rows.pandas", None)
    assert call(folder) == 1
    joblib.dump(SVR().fit(X.to_numpy(), y), folder / "pipeline.joblib")
    assert call(folder) == 0


def test_a_refusal_leaves_what_was_there(folder, capsys):
    (folder / "model.json").write_text("before")
    joblib.dump(make_pipeline(PolynomialCountSketch(), SVR()).fit(X, y), folder / "pipeline.joblib")
    assert call(folder) == 1
    assert (folder / "model.json").read_text() == "before"
    assert "pipeline > polynomialcountsketch: " in capsys.readouterr().err
    assert sorted(os.listdir(folder)) == ["model.json", "pipeline.joblib", "rows.csv"]


def test_a_folder_that_does_not_exist(folder, capsys):
    assert (
        main(
            [
                str(folder / "pipeline.joblib"),
                "--sample",
                str(folder / "rows.csv"),
                "--output",
                str(folder / "no" / "model.json"),
            ]
        )
        == 1
    )
    assert "No such file or directory" in capsys.readouterr().err


def test_files_that_are_no_pipeline(folder, capsys):
    (folder / "pipeline.joblib").write_bytes(b"not a pickle")
    assert call(folder) == 1
    assert "pipeline.joblib: is a text file. " in capsys.readouterr().err


def test_a_metric_without_a_number(folder, capsys):
    with pytest.raises(SystemExit):
        call(folder, "--metric", "test_mae")
    assert "--metric" in capsys.readouterr().err


def test_rows_that_no_comparison_covers(folder, capsys):
    """Row 29 is equally near to two rows. They are 1 row of 30, more than 1 %."""
    rows = pandas.DataFrame({"a": np.arange(30) + 1.0, "b": np.arange(30) % 7.0})
    rows.loc[29] = [2.5, np.nan]
    pipeline = make_pipeline(KNNImputer(n_neighbors=1), SVR()).fit(rows, y)
    joblib.dump(pipeline, folder / "pipeline.joblib")
    rows.to_csv(folder / "rows.csv", index=False)
    assert call(folder) == 1
    assert "1 of 30 sample rows" in capsys.readouterr().err
    assert call(folder, "--allow-uncompared") == 0
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("supportvector-export: warning: X: 1 of 30 sample rows ")


def test_help_says_that_loading_runs_code(folder):
    environment = {
        **os.environ,
        "PYTHONPATH": os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
    }
    command = [sys.executable, "-m", "supportvector_export", "--help"]
    text = subprocess.run(
        command, capture_output=True, text=True, check=True, env=environment
    ).stdout
    assert "runs code" in text
    assert "contains training data" in text


@pytest.mark.parametrize(
    "arguments, words",
    [
        ([], "expected one of PIPELINE, --mlflow and --best-of"),
        (["a.joblib", "--mlflow", "b"], "expected one of PIPELINE, --mlflow and --best-of"),
        (["--best-of", "a"], "--best-of: expected one --metric NAME"),
        (["--best-of", "a", "--metric", "b=1"], "--best-of: expected one --metric NAME"),
        (["--mlflow", "a", "--metric", "b"], "NAME alone needs --best-of"),
        (["a.joblib", "--sample", "a", "--log-back"], "--log-back: needs --mlflow or --best-of"),
        (["--mlflow", "a", "--maximize"], "--maximize: needs --best-of"),
    ],
)
def test_options_that_do_not_go_together(arguments, words, capsys):
    with pytest.raises(SystemExit):
        main([*arguments, "--output", "model.json"])
    assert words in capsys.readouterr().err


def test_without_mlflow(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "mlflow", None)
    assert main(["--mlflow", "models:/a/1", "--output", "model.json"]) == 1
    assert "pip install 'supportvector-export[mlflow]'" in capsys.readouterr().err
