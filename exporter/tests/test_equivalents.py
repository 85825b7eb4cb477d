"""Estimators of scikit-learn-intelex and imbalanced-learn, taken for scikit-learn's."""

import json

import joblib
import numpy as np
import pandas
import pytest
from imblearn import FunctionSampler
from imblearn.pipeline import make_pipeline as make_imblearn_pipeline
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import BaggingRegressor, StackingRegressor, VotingRegressor
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearnex.decomposition import PCA
from sklearnex.svm import SVR, NuSVR

from supportvector_export import DisagreementError, UnsupportedStepError, export_pipeline
from supportvector_export.__main__ import main

random = np.random.RandomState(0)
X = pandas.DataFrame({"a": random.rand(60), "b": random.uniform(1, 60, 60)})
y = 10 * X["a"] + random.normal(size=60)


def check(pipeline, **keywords):
    """Checks that the file holds the predictions of the pipeline itself, and returns it."""
    model = export_pipeline(pipeline, X, **keywords)
    rows = pandas.DataFrame(model["verification"]["inputs"], columns=X.columns)
    expected = np.ravel(pipeline.predict(rows))
    found = np.ravel(model["verification"]["predictions"])
    # oneDAL predicts one row and many rows with other roundings.
    assert np.allclose(found, expected, rtol=1e-12, atol=0)
    return model


@pytest.mark.parametrize("kernel", ["rbf", "linear", "poly", "sigmoid"])
@pytest.mark.parametrize("kind", [SVR, NuSVR])
def test_kernel_machines(kind, kernel):
    pipeline = make_pipeline(StandardScaler(), kind(kernel=kernel, C=10)).fit(X, y)
    assert type(pipeline[-1]).__module__.startswith("sklearnex.")
    regressor = check(pipeline)["regressor"]
    assert regressor["type"] == ("LinearModel" if kernel == "linear" else kind.__name__)


@pytest.mark.parametrize(
    "model",
    [
        SVR(),
        TransformedTargetRegressor(SVR(), transformer=StandardScaler()),
        GridSearchCV(make_pipeline(StandardScaler(), SVR()), {"svr__C": [1, 10]}),
        BaggingRegressor(SVR(), 3),
        VotingRegressor([("a", SVR()), ("b", make_pipeline(StandardScaler(), NuSVR()))]),
        StackingRegressor([("a", SVR()), ("b", NuSVR())], SVR()),
    ],
)
def test_where_a_kernel_machine_may_stand(model):
    check(model.fit(X, y))


def test_another_result_is_refused():
    svr = SVR().fit(X, y)
    svr.predict = lambda rows: np.zeros(len(rows))
    with pytest.raises(DisagreementError):
        export_pipeline(svr, X)


def test_a_kernel_machine_that_is_not_fitted():
    with pytest.raises(ValueError, match="not fitted"):
        export_pipeline(SVR(), X)


def test_other_classes_of_intelex_are_refused():
    pipeline = make_pipeline(PCA(n_components=1), SVR()).fit(X, y)
    with pytest.raises(UnsupportedStepError, match="sklearnex.decomposition.pca.PCA"):
        export_pipeline(pipeline, X)


def test_samplers_act_in_fit_alone():
    sampler = FunctionSampler(func=lambda X, y: (X[:40], y[:40]), validate=False)
    pipeline = make_imblearn_pipeline(StandardScaler(), sampler, SVR()).fit(X, y)
    model = check(pipeline)
    assert [step["name"] for step in model["pipeline"]["steps"]] == ["standardscaler"]
    check(GridSearchCV(pipeline, {"svr__C": [1, 10]}).fit(X, y))


def test_the_command(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    joblib.dump(make_imblearn_pipeline(StandardScaler(), SVR()).fit(X, y), "pipeline.joblib")
    X.to_csv("rows.csv", index=False)
    assert main(["pipeline.joblib", "--sample", "rows.csv", "--output", "model.json"]) == 0
    assert json.loads((tmp_path / "model.json").read_text())["regressor"]["type"] == "SVR"
