"""Linear models of every class, alone and in a stack."""

import warnings

import numpy as np
import pytest
from sklearn.ensemble import StackingRegressor
from sklearn.linear_model import BayesianRidge, Lasso, LassoCV, QuantileRegressor, SGDRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

from supportvector_export import UnsupportedStepError, export_pipeline
from supportvector_export.evaluate import evaluate
from supportvector_export.linear_models import LINEAR_MODELS

random = np.random.RandomState(7)
X = random.normal(size=(40, 4)) * [1, 10, 100, 1000]
y = X @ [1, -0.2, 0.03, 0] + random.normal(size=40)
NEW = random.normal(size=(20, 4)) * [1, 10, 100, 1000]


@pytest.fixture(autouse=True)
def quiet():
    """A fit may converge slowly, or warn of defaults to come."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def check(pipeline):
    _, _, found, bounds = evaluate(export_pipeline(pipeline, X), NEW.tolist())
    assert np.all(np.abs(found[:, 0] - pipeline.predict(NEW)) <= bounds[:, 0])
    assert np.all(bounds < 1e-9)


@pytest.mark.parametrize("intercept", [True, False])
@pytest.mark.parametrize("model", LINEAR_MODELS)
def test_every_linear_model(model, intercept):
    parameters = {"solver": "highs"} if model is QuantileRegressor else {}
    regressor = model(fit_intercept=intercept, **parameters)
    check(make_pipeline(StandardScaler(), regressor).fit(X, y))


def test_averaged_coefficients():
    check(make_pipeline(StandardScaler(), SGDRegressor(average=5, random_state=0)).fit(X, y))


def test_a_stack_of_linear_models():
    members = [("bayes", BayesianRidge()), ("lasso", LassoCV()), ("svr", SVR())]
    check(make_pipeline(StandardScaler(), StackingRegressor(members, BayesianRidge())).fit(X, y))


def test_several_targets_are_refused():
    model = Lasso()
    with pytest.raises(UnsupportedStepError, match="several targets"):
        export_pipeline(model.fit(X, np.column_stack([y, -y])), X)
