"""The wheel: it holds the whole package, and what it installs runs on its own."""

import importlib.util
import json
import os
import pathlib
import shutil
import site
import subprocess
import sys
import zipfile

import joblib
import numpy as np
import pandas
import pytest
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

from supportvector_export import export_pipeline, to_text

FOLDER = pathlib.Path(__file__).parent.parent
PACKAGE = "supportvector_export"

pytestmark = pytest.mark.skipif(
    any(importlib.util.find_spec(module) is None for module in ("ensurepip", "venv")),
    reason="needs venv and pip: apt-get install python3-venv",
)


def run(command, **options):
    """Runs a command outside of the source tree, which no PYTHONPATH points to."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    result = subprocess.run(command, capture_output=True, text=True, env=environment, **options)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """Returns the Python of a fresh virtual environment.

    It sees the packages of this Python, so that scikit-learn is not downloaded for the test and is
    the release that the other tests run with.
    """
    folder = tmp_path_factory.mktemp("environment")
    run([sys.executable, "-m", "venv", folder])
    [packages] = folder.glob("lib/python*/site-packages")
    (packages / "outer.pth").write_text("\n".join(site.getsitepackages()))
    return folder / "bin" / "python"


@pytest.fixture(scope="module")
def wheel(python, tmp_path_factory):
    """Builds a copy of the source, because setuptools writes files beside what it builds."""
    folder = tmp_path_factory.mktemp("build")
    download = [python, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, "setuptools>=77"]
    if subprocess.run(download, capture_output=True).returncode != 0:
        pytest.skip("needs setuptools 77: give pip a package index that has it")
    left_out = shutil.ignore_patterns("build", "*.egg-info", "__pycache__", "tests")
    shutil.copytree(FOLDER, folder / "source", ignore=left_out)
    build = [python, "-m", "pip", "wheel", "-q", "--no-deps", "--no-index", "--find-links", folder]
    run([*build, "--wheel-dir", folder / "wheels", folder / "source"])
    [wheel] = (folder / "wheels").iterdir()
    return wheel


@pytest.fixture(scope="module")
def command(python, wheel):
    """Installs the wheel and returns its command."""
    run([python, "-m", "pip", "install", "-q", "--no-index", wheel])
    return python.with_name("supportvector-export")


def test_the_wheel_holds_every_module(wheel):
    source = {path.relative_to(FOLDER).as_posix() for path in (FOLDER / PACKAGE).rglob("*.py")}
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith(PACKAGE + "/")}
    assert packed == {*source, f"{PACKAGE}/model.schema.json", f"{PACKAGE}/py.typed"}


def test_the_wheel_holds_the_licence(wheel):
    archive = zipfile.ZipFile(wheel)
    [name] = [name for name in archive.namelist() if name.endswith("/LICENSE")]
    assert archive.read(name) == (FOLDER.parent / "LICENSE").read_bytes()


def test_the_installed_command_writes_the_same_model_file(python, command, tmp_path):
    random = np.random.RandomState(0)
    X = pandas.DataFrame({"a": random.rand(30).round(3), "b": random.rand(30).round(3)})
    pipeline = make_pipeline(StandardScaler(), SVR()).fit(X, random.normal(size=30))
    joblib.dump(pipeline, tmp_path / "pipeline.joblib")
    X.to_csv(tmp_path / "rows.csv", index=False)

    arguments = ["pipeline.joblib", "--sample", "rows.csv", "--output", "model.json"]
    run([command, *arguments], cwd=tmp_path)
    written = (tmp_path / "model.json").read_text(encoding="utf-8")
    assert written == to_text(export_pipeline(pipeline, X))
    assert json.loads(written)["feature_names_out"] == ["a", "b"]

    where = run([python, "-c", f"import {PACKAGE}; print({PACKAGE}.__file__)"], cwd=tmp_path)
    assert pathlib.Path(where).is_relative_to(python.parent.parent)
