"""IterativeImputer: its rounds, their bounds, and what is refused."""

import warnings

import numpy as np
import pytest
from sklearn.ensemble import RandomForestRegressor
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.impute import IterativeImputer
from sklearn.linear_model import BayesianRidge, HuberRegressor, LassoCV, LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.svm import SVR

from supportvector_export import IrreproducibleError, UnsupportedStepError, export_pipeline
from supportvector_export.evaluate import evaluate

random = np.random.RandomState(11)
MIXING = [[1, 0.3, -2, 5], [0, 1, 1, 40]]


def rows(n, share=0.3):
    X = random.normal(size=(n, 2)) @ MIXING + random.normal(size=(n, 4))
    X[random.rand(n, 4) < share] = np.nan
    return X


X, NEW = rows(60), rows(40)
X[0] = NEW[0] = np.nan
y = random.normal(size=60)


@pytest.fixture(autouse=True)
def quiet():
    """Few rounds do not converge."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def fitted(sample=X, **parameters):
    imputer = IterativeImputer(random_state=0, **parameters)
    return make_pipeline(imputer, SVR()).fit(sample, y)


def check(pipeline, sample=X, new=NEW):
    lists = np.where(np.isnan(new), None, new).tolist()
    found, bounds, predictions, _ = evaluate(export_pipeline(pipeline, sample), lists)
    assert found.shape == pipeline[0].transform(new).shape
    assert np.all(np.abs(found - pipeline[0].transform(new)) <= bounds)
    assert np.all(bounds < 1e-9)
    assert np.allclose(predictions[:, 0], pipeline.predict(new), rtol=0, atol=1e-9)


@pytest.mark.parametrize("order", ["ascending", "descending", "roman", "arabic", "random"])
@pytest.mark.parametrize("nearest", [None, 2])
def test_orders(order, nearest):
    check(fitted(imputation_order=order, n_nearest_features=nearest))


@pytest.mark.parametrize("strategy", ["mean", "median", "most_frequent", "constant"])
@pytest.mark.parametrize("max_iter", [0, 1, 12])
def test_strategies(strategy, max_iter):
    check(fitted(initial_strategy=strategy, max_iter=max_iter))


@pytest.mark.parametrize("estimator", [LinearRegression(), HuberRegressor(), LassoCV(cv=2)])
def test_estimators(estimator):
    check(fitted(estimator=estimator, max_iter=3))


@pytest.mark.parametrize(
    "limits",
    [
        {"min_value": -1},
        {"max_value": 2.5},
        {"min_value": [-1, -2, -np.inf, 0], "max_value": [np.inf, 1, 1, 99]},
    ],
)
def test_limits(limits):
    check(fitted(**limits))


@pytest.mark.parametrize("keeps", [False, True])
@pytest.mark.parametrize("skips", [False, True])
@pytest.mark.parametrize("strategy", ["mean", "constant"])
def test_a_column_without_values(keeps, skips, strategy):
    sample = X.copy()
    sample[:, 1] = np.nan
    parameters = {"skip_complete": skips, "initial_strategy": strategy}
    try:
        pipeline = fitted(sample, keep_empty_features=keeps, **parameters)
    except ValueError as error:
        # Some releases cannot fit this one, so that there is nothing to export.
        assert strategy == "constant" and "0 sample(s)" in str(error)
        return
    check(pipeline, sample)


def test_no_column_with_a_value():
    sample = np.full((60, 1), np.nan)
    check(fitted(sample, add_indicator=True), sample, sample)


def test_a_column_that_was_complete():
    sample = np.where(np.isnan(X) & (np.arange(4) == 2), 0.5, X)
    for skips in (False, True):
        check(fitted(sample, skip_complete=skips, add_indicator=True), sample)


def test_a_number_that_stands_for_a_missing_value():
    sample, new = (np.nan_to_num(array, nan=-999.0) for array in (X, NEW))
    check(fitted(sample, missing_values=-999), sample, new)


def test_a_batch_without_any_value():
    """Each of its rows would come out otherwise beside a row with a value."""
    pipeline = fitted()
    with pytest.raises(IrreproducibleError):
        export_pipeline(pipeline, np.full((3, 4), np.nan))


def test_the_model_that_draws_is_refused():
    with pytest.raises(UnsupportedStepError, match="with sample_posterior=True is not supported"):
        export_pipeline(fitted(sample_posterior=True), X)


def test_other_estimators_are_refused():
    pipeline = fitted(estimator=RandomForestRegressor(2, random_state=0), max_iter=1)
    with pytest.raises(UnsupportedStepError, match="only linear models") as caught:
        export_pipeline(pipeline, X)
    assert caught.value.path == "pipeline > iterativeimputer > estimator"


def test_a_parameter_of_a_release_to_come():
    pipeline = fitted(estimator=BayesianRidge())
    pipeline[0].imputation_sequence_[0].estimator.tempered = 0.5
    with pytest.raises(UnsupportedStepError, match="BayesianRidge with tempered=0.5"):
        export_pipeline(pipeline, X)
