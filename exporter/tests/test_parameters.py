"""The parameters of every supported class of the installed scikit-learn."""

import inspect

import numpy as np
import pandas
import pytest
import sklearn
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.ensemble import BaggingRegressor, StackingRegressor, VotingRegressor
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

from supportvector_export import UnsupportedStepError, export_pipeline
from supportvector_export.later_classes import FrozenEstimator
from supportvector_export.linear_models import LINEAR_MODELS
from supportvector_export.parameters import PARAMETERS
from supportvector_export.pipelines import SEARCHES
from supportvector_export.regressors import ENSEMBLES, KERNEL_MACHINES, OF_SEVERAL_TARGETS
from supportvector_export.steps import CONVERTERS
from supportvector_export.tree import COMPOSITIONS

X = pandas.DataFrame({"a": np.linspace(-1, 2, 40), "b": np.linspace(5, 1, 40) ** 2})
y = np.sin(np.arange(40.0))


def names(cls):
    """Returns the names of the parameters, and of what else the constructor keeps."""
    parameters = inspect.signature(cls).parameters
    required = {
        name: None for name, parameter in parameters.items() if parameter.default is parameter.empty
    }
    return {*parameters, *(name for name in vars(cls(**required)) if not name.startswith("_"))}


def test_every_supported_class_has_an_entry():
    regressors = (*KERNEL_MACHINES, *LINEAR_MODELS, *ENSEMBLES, *OF_SEVERAL_TARGETS)
    wrappers = {TransformedTargetRegressor, *SEARCHES, FrozenEstimator} - {None}
    assert set(PARAMETERS) == {*CONVERTERS, *COMPOSITIONS, *regressors, *wrappers}


@pytest.mark.parametrize("cls", PARAMETERS)
def test_somebody_has_looked_at_every_parameter(cls):
    """A parameter of a new release belongs in PARAMETERS once its source was read."""
    known = PARAMETERS[cls]
    assert names(cls) <= {*known.accepted, *known.refused}
    assert known.accepted.isdisjoint(known.refused)


@pytest.mark.parametrize("cls", PARAMETERS)
def test_the_refused_parameters_have_their_defaults(cls):
    parameters = inspect.signature(cls).parameters
    for name, value in PARAMETERS[cls].refused.items():
        assert name not in parameters or parameters[name].default == value


def around(*steps):
    return Pipeline([*steps, ("svr", SVR())])


scale = ("scale", StandardScaler())


@pytest.mark.parametrize(
    "path, pipeline, find",
    [
        ("pipeline > scale", around(scale), lambda fitted: fitted[0]),
        (
            "pipeline > columns > scale",
            around(("columns", ColumnTransformer([(*scale, ["a"])]))),
            lambda fitted: fitted[0].named_transformers_["scale"],
        ),
        (
            "pipeline > union > scale",
            around(("union", FeatureUnion([scale]))),
            lambda fitted: fitted[0].transformer_list[0][1],
        ),
        (
            "pipeline > a > scale",
            VotingRegressor([("a", around(scale))]),
            lambda fitted: fitted.estimators_[0][0],
        ),
        (
            "pipeline > transformer",
            TransformedTargetRegressor(SVR(), transformer=StandardScaler()),
            lambda fitted: fitted.transformer_,
        ),
    ],
)
def test_a_parameter_of_a_release_to_come(path, pipeline, find, monkeypatch):
    """It is refused wherever its step stands, unless it has its default."""
    winsorize = inspect.Parameter("winsorize", inspect.Parameter.KEYWORD_ONLY, default=False)
    signature = inspect.signature(StandardScaler)
    signature = signature.replace(parameters=[*signature.parameters.values(), winsorize])
    scaler = find(pipeline.fit(X, y))
    monkeypatch.setattr(StandardScaler, "__signature__", signature, raising=False)
    scaler.winsorize = False
    export_pipeline(pipeline, X)
    scaler.winsorize = True
    with pytest.raises(UnsupportedStepError) as caught:
        export_pipeline(pipeline, X)
    assert caught.value.path == path
    assert "StandardScaler with winsorize=True is not supported, only False" in str(caught.value)
    assert f"scikit-learn {sklearn.__version__}" in str(caught.value)


@pytest.mark.parametrize(
    "path, regressor, find",
    [
        ("pipeline", SVR(), lambda fitted: fitted),
        (
            "pipeline > regressor",
            TransformedTargetRegressor(SVR()),
            lambda fitted: fitted.regressor_,
        ),
        ("pipeline > 0", BaggingRegressor(SVR(), 1), lambda fitted: fitted.estimators_[0]),
        (
            "pipeline > final_estimator",
            StackingRegressor([("a", Ridge())], SVR(), cv=2),
            lambda fitted: fitted.final_estimator_,
        ),
        (
            "pipeline",
            GridSearchCV(SVR(), {"C": [1.0]}, cv=2),
            lambda fitted: fitted.best_estimator_,
        ),
        ("pipeline", GridSearchCV(SVR(), {"C": [1.0]}, cv=2), lambda fitted: fitted),
    ],
)
def test_a_parameter_that_the_release_does_not_have(path, regressor, find):
    """A pickle of another release holds it. Nobody knows its default here."""
    part = find(regressor.fit(X, y))
    part.tempered = 0.5
    with pytest.raises(UnsupportedStepError) as caught:
        export_pipeline(regressor, X)
    assert caught.value.path == path
    name = type(part).__name__
    assert f"{name} with tempered=0.5 is not supported (scikit-learn" in str(caught.value)
