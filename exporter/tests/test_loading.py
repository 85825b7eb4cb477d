"""Saved pipelines of this release and of others, and files that hold no pipeline."""

import bz2
import gzip
import lzma
import pickle
import sys
import warnings
import zlib

import joblib
import numpy as np
import pandas
import pytest
import sklearn
import sklearn.base
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, SplineTransformer, StandardScaler
from sklearn.svm import SVR

from supportvector_export import ExportError, ReleaseError, export_pipeline
from supportvector_export.__main__ import main
from supportvector_export.loading import load_pipeline

X = pandas.DataFrame({"a": np.linspace(-1, 2, 40)})
y = np.sin(np.arange(40.0))
ADVICE = (
    f"fitted with scikit-learn 9.8.7, this is {sklearn.__version__}: export it where it was "
    "trained, or with `pip install scikit-learn==9.8.7`"
)


class Clip(BaseEstimator, TransformerMixin):
    """A class of a script."""

    def fit(self, X, y=None):
        return self

    def transform(self, X):
        return np.clip(X, 0, 1)


Clip.__module__ = "__main__"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "pipeline.joblib"


@pytest.fixture
def release_9(monkeypatch):
    """Lets scikit-learn save as another release, until it is called."""
    with monkeypatch.context() as patch:
        patch.setattr(sklearn.base, "__version__", "9.8.7")
        yield patch.undo


def save(path, pipeline=None, **options):
    joblib.dump(pipeline or make_pipeline(StandardScaler(), SVR()).fit(X, y), path, **options)


def refusal(path, error=ExportError):
    with pytest.raises(error) as caught:
        load_pipeline(str(path))
    assert type(caught.value) is error
    words = str(caught.value)
    assert words.startswith(f"{path}: ")
    assert "\n" not in words
    return words[len(f"{path}: ") :]


def test_a_pipeline_of_this_release(path):
    save(path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        loaded = load_pipeline(str(path))
    assert loaded.fitted_version == sklearn.__version__
    model = export_pipeline(loaded.pipeline, X, fitted_version=loaded.fitted_version)
    assert "fitted_version" not in model["source"]


def test_a_pipeline_of_another_release(path, release_9):
    save(path)
    release_9()
    with pytest.warns(UserWarning, match="fitted with scikit-learn 9.8.7, this is") as caught:
        loaded = load_pipeline(str(path))
    assert len(caught) == 1
    model = export_pipeline(loaded.pipeline, X, fitted_version=loaded.fitted_version)
    assert model["source"]["fitted_version"] == "9.8.7"
    assert model["source"]["library_version"] == sklearn.__version__


def test_warnings_of_the_code_in_the_file(path):
    class Noisy:
        def __reduce__(self):
            return warnings.warn, ("deprecated",)

    joblib.dump(Noisy(), path)
    with pytest.warns(UserWarning, match="deprecated"):
        load_pipeline(str(path))


def pickled(protocol=4):
    return pickle.dumps(make_pipeline(StandardScaler(), SVR()).fit(X, y), protocol)


@pytest.mark.parametrize("protocol", [0, 2, 4, 5])
@pytest.mark.parametrize("missing", [b"sklearn.pipeline", b"sklearn.svm._classes", b"SVR"])
def test_what_this_release_does_not_have(path, release_9, protocol, missing):
    """A module or a class of scikit-learn."""
    data = pickled(protocol)
    release_9()
    path.write_bytes(data.replace(missing, missing[:-1] + b"X"))
    assert refusal(path, ReleaseError).startswith(ADVICE)


@pytest.mark.parametrize(
    "compress",
    [
        zlib.compress,
        gzip.compress,
        bz2.compress,
        lzma.compress,
        lambda data: lzma.compress(data, format=lzma.FORMAT_ALONE),
    ],
)
def test_a_compressed_file(path, release_9, compress):
    data = pickled()
    release_9()
    path.write_bytes(compress(data.replace(b"SVR", b"SVX")))
    assert refusal(path, ReleaseError).startswith(ADVICE)
    path.write_bytes(compress(data))
    with pytest.warns(UserWarning, match="fitted with scikit-learn 9.8.7"):
        load_pipeline(str(path))
    path.write_bytes(compress(data)[:-20])
    assert "is cut off" in refusal(path)


def test_what_another_release_of_numpy_has(path, release_9):
    def without(data):
        for name in (b"numpy._core.multiarray", b"numpy.core.multiarray"):
            data = data.replace(name, name.replace(b"core", b"mill"))
        return data

    path.write_bytes(without(pickled(2)))
    release_9()
    assert refusal(path, ReleaseError).startswith(ADVICE)
    path.write_bytes(without(pickled(2)))
    words = refusal(path, ReleaseError)
    assert words.startswith(f"saved with another release of numpy than {np.__version__}: ")


def test_a_class_of_a_script(path, release_9):
    """It is the class that matters, whatever the release."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("__main__.Clip", Clip, raising=False)
        save(path, make_pipeline(Clip(), SVR()).fit(X, y))
    release_9()
    assert refusal(path).startswith("needs 'Clip' of the script that saved it. The exporter sup")


@pytest.mark.parametrize(
    "module, distribution",
    [("sklearnex", "scikit-learn-intelex"), ("imblearn", "imbalanced-learn")],
)
def test_a_module_that_can_be_installed(path, monkeypatch, module, distribution):
    monkeypatch.setitem(sys.modules, module, None)
    path.write_bytes(f"c{module}.svm\nSVR\n.".encode())
    with pytest.raises(
        ExportError, match=f"needs the module '{module}.*: pip install {distribution}"
    ):
        load_pipeline(path)


def test_a_module_that_is_not_installed(path):
    path.write_bytes(pickled().replace(b"sklearn.svm._classes", b"company.svm._classes"))
    assert refusal(path).startswith("needs the module 'company', which is not installed here.")
    path.write_bytes(pickled().replace(b"\x14sklearn.svm._classes", b"\x04json"))
    assert refusal(path).startswith("needs 'SVR', which the module 'json' does not have here.")


@pytest.mark.parametrize("compress", [0, 3])
def test_a_file_that_is_cut_off(path, compress):
    save(path, compress=compress)
    data = path.read_bytes()
    # joblib loads a compressed file without the checksum at its end.
    end = len(data) - (12 if compress else 0)
    for length in (*range(3, end, 7), end - 1):
        path.write_bytes(data[:length])
        assert refusal(path).startswith("is cut off, so copy or save it again (")


@pytest.mark.parametrize(
    "data, words",
    [
        (b"", "is empty"),
        (b"a,b\n1,2\n3,4\n", "is a text file"),
        (b"code,a\nb,c\nd,e\n", "is a text file"),
        ("Stra\u00dfe,1\n".encode() * 300, "is a text file"),
        (b'{"model": 1}', "is a text file"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "is a pointer of Git LFS"),
        (b"PK\x03\x04" + bytes(50), "is a zip archive, such as skops"),
        (b"\x89HDF\r\n\x1a\n" + bytes(50), "is an HDF5 file"),
        (b"\x08\x07\x12\xff\xfe" * 20, "holds no pickle"),
    ],
)
def test_a_file_that_holds_no_pickle(path, data, words):
    path.write_bytes(data)
    found = refusal(path)
    assert found.startswith(words)
    assert found.endswith(". Expected a file of joblib.dump or pickle.dump")


def test_a_file_whose_code_raises(path):
    class Failing:
        def __reduce__(self):
            return int, ("seven",)

    joblib.dump(Failing(), path)
    assert refusal(path).startswith("cannot be loaded: ValueError: invalid literal for int()")


def test_no_file(tmp_path):
    for name in (tmp_path, tmp_path / "absent.joblib"):
        with pytest.raises(OSError):
            load_pipeline(str(name))


@pytest.mark.parametrize(
    "step, attribute",
    [
        (SplineTransformer(), "extrapolation"),
        (SplineTransformer(), "bsplines_"),
        (OneHotEncoder(handle_unknown="ignore"), "categories_"),
        (StandardScaler(), "with_mean"),
    ],
)
def test_an_estimator_that_lacks_an_attribute(step, attribute):
    """It comes from a pickle of another release. The sample is not to blame."""
    pipeline = make_pipeline(step, SVR()).fit(X, y)
    pipeline[0].seen_ = True  # so that it counts as fitted
    delattr(pipeline[0], attribute)
    with pytest.raises(ReleaseError) as caught:
        export_pipeline(pipeline, X)
    words = str(caught.value)
    assert words.startswith(
        "the pipeline: seems to be fitted with another release of scikit-learn than "
        f"{sklearn.__version__}: export it where it was trained (AttributeError: "
    )
    with pytest.raises(ReleaseError) as caught:
        export_pipeline(pipeline, X, fitted_version="9.8.7")
    assert str(caught.value).startswith(f"the pipeline: {ADVICE} (AttributeError: ")


def test_a_sample_that_does_not_fit():
    pipeline = make_pipeline(StandardScaler(), SVR()).fit(X, y)
    wrong = X.rename(columns={"a": "b"})
    with pytest.raises(ExportError) as caught:
        export_pipeline(pipeline, wrong)
    assert str(caught.value).startswith("X: the pipeline cannot predict the sample rows: ")
    assert "release" not in str(caught.value)
    with pytest.raises(ExportError) as caught:
        export_pipeline(pipeline, wrong, fitted_version="9.8.7")
    assert str(caught.value).endswith(f". If the rows fit, the release does not: {ADVICE}")


def test_the_command(path, release_9, tmp_path, capsys):
    save(path)
    release_9()
    X.to_csv(tmp_path / "rows.csv", index=False)
    rows, model = str(tmp_path / "rows.csv"), str(tmp_path / "model.json")
    assert main([str(path), "--sample", rows, "--output", model]) == 0
    assert capsys.readouterr().err == (
        f"supportvector-export: warning: {path}: fitted with scikit-learn 9.8.7, this is "
        f"{sklearn.__version__}. The model file predicts what this release predicts\n"
    )
    assert '"fitted_version": "9.8.7"' in (tmp_path / "model.json").read_text()
