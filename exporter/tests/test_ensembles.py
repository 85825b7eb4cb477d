"""Ensembles: their numbers, what they refuse, and how far rounding may move them."""

import numpy as np
import pandas
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.dummy import DummyRegressor
from sklearn.ensemble import AdaBoostRegressor, VotingRegressor
from sklearn.impute import SimpleImputer
from sklearn.multioutput import RegressorChain
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVR

from supportvector_export import (
    ExportError,
    IrreproducibleError,
    UnsupportedStepError,
    export_pipeline,
)
from supportvector_export.evaluate import evaluate

random = np.random.RandomState(0)
X = pandas.DataFrame({"a": random.normal(size=40), "b": random.normal(size=40)})
y = random.normal(size=40)


def boosted(member=None, weights=None):
    """Returns a fitted AdaBoostRegressor, with weights of our own if they are given."""
    fitted = AdaBoostRegressor(member or SVR(), n_estimators=4, random_state=0).fit(X, y)
    if weights is not None:
        fitted.estimator_weights_ = np.array(weights)
    return fitted


@pytest.mark.parametrize(
    "weights",
    [
        [1.0, 2.0, 4.0, 8.0],
        [1.0, 2.0, 4.5, 3.0],
        # A weight of 0 is half of nothing where it comes first.
        [0.0, 3.0, 1.0, 0.0],
        [0.1, 0.2, 0.3, 0.4 + 2**-40],
    ],
)
def test_the_weighted_median(weights):
    fitted = boosted(weights=weights)
    model = export_pipeline(fitted, X)
    assert [member["weight"] for member in model["regressor"]["estimators"]] == weights
    _, _, found, bounds = evaluate(model, X.to_numpy().tolist())
    assert np.all(np.abs(found[:, 0] - fitted.predict(X)) <= bounds[:, 0])
    assert np.all(bounds < 1e-12)


def test_the_bound_of_a_median_is_the_largest_of_the_members():
    model = export_pipeline(boosted(weights=[1.0, 2.0, 4.5, 3.0]), X)
    rows = X.to_numpy().tolist()
    members = [
        evaluate({**model, "regressor": part["regressor"]}, rows)[3]
        for part in model["regressor"]["estimators"]
    ]
    assert evaluate(model, rows)[3].tolist() == np.max(members, axis=0).tolist()


def test_weights_that_meet_half_are_decided_by_rounding():
    with pytest.raises(IrreproducibleError, match="rounding decides"):
        export_pipeline(boosted(weights=[0.1, 0.1, 0.1, 0.1]), X)


@pytest.mark.parametrize("weight", [-1.0, np.inf, np.nan])
def test_weights_that_boosting_does_not_give(weight):
    with pytest.raises(
        UnsupportedStepError, match=f"AdaBoostRegressor with the weights .*{weight}"
    ):
        export_pipeline(boosted(weights=[1.0, 2.0, 4.0, weight]), X)


def test_boosting_refuses_missing_values_although_its_members_impute_them():
    fitted = boosted(make_pipeline(SimpleImputer(), SVR()))
    assert [column["missing"] for column in export_pipeline(fitted, X)["inputs"]] == [False, False]
    with pytest.raises(ValueError, match="NaN"):
        fitted.predict(pandas.DataFrame({"a": [np.nan], "b": [1.0]}))
    voting = VotingRegressor([("boosted", fitted)]).fit(X, y)
    assert not any(column["missing"] for column in export_pipeline(voting, X)["inputs"])


def test_a_missing_word_in_front_of_boosting():
    """scikit-learn lets None pass in an array of objects. The model file does not."""
    word = np.where(np.arange(40) % 3 == 0, None, "red")
    words = X.assign(word=pandas.Series(word, dtype=object))
    codes = ColumnTransformer([("codes", OneHotEncoder(), [2])], remainder="passthrough")
    fitted = AdaBoostRegressor(make_pipeline(codes, SVR()), n_estimators=2, random_state=0)
    with pytest.raises(ExportError, match="column 'word' holds missing values in X"):
        export_pipeline(fitted.fit(words, y), words)


Y = np.column_stack([y, y**2, X["a"] - y])


def of_one_column(rows):
    """Returns an AdaBoostRegressor whose members read the first column alone."""
    first = ColumnTransformer([("first", StandardScaler(), [0])])
    fitted = AdaBoostRegressor(make_pipeline(first, SVR()), n_estimators=2, random_state=0)
    return fitted.fit(rows, y)


def test_a_number_that_no_member_reads():
    model = export_pipeline(of_one_column(X), X)
    assert [column["name"] for column in model["inputs"]] == ["a", "b"]
    assert not any(column["missing"] for column in model["inputs"])


def test_a_word_that_no_member_reads():
    words = X.assign(b="red")
    with pytest.raises(ExportError, match="column 'b' holds strings, but a step other than an enc"):
        export_pipeline(of_one_column(words), words)


@pytest.mark.parametrize("order", [None, [2, 0, 1], (1, 2, 0), "random"])
def test_the_order_of_a_chain(order):
    chain = RegressorChain(SVR(C=3.0), order=order, random_state=3).fit(X, Y)
    model = export_pipeline(chain, X, target=["first", "second", "third"])
    regressor = model["regressor"]
    assert regressor["order"] == list(chain.order_)
    assert [member["name"] for member in regressor["estimators"]] == ["first", "second", "third"]
    _, _, found, bounds = evaluate(model, X.to_numpy().tolist())
    assert np.all(np.abs(found - chain.predict(X)) <= bounds)


def test_a_chain_carries_the_bound_of_a_prediction_on():
    chain = RegressorChain(SVR(kernel="linear", C=100.0), order=[2, 0, 1]).fit(X, Y)
    model = export_pipeline(chain, X)
    slopes = {
        i: member["regressor"]["coef"] for i, member in enumerate(model["regressor"]["estimators"])
    }
    _, _, _, bounds = evaluate(model, X.to_numpy().tolist())
    assert np.all(bounds[:, 0] > abs(slopes[0][2]) * bounds[:, 2])
    assert np.all(
        bounds[:, 1] > abs(slopes[1][2]) * bounds[:, 2] + abs(slopes[1][3]) * bounds[:, 0]
    )


def test_a_chain_refuses_missing_values_although_its_members_impute_them():
    chain = RegressorChain(make_pipeline(SimpleImputer(), SVR())).fit(X, Y)
    assert [column["missing"] for column in export_pipeline(chain, X)["inputs"]] == [False, False]
    with pytest.raises(ValueError, match="NaN"):
        chain.predict(pandas.DataFrame({"a": [np.nan], "b": [1.0]}))


def test_a_chain_of_regressors_that_are_not_supported():
    with pytest.raises(UnsupportedStepError) as caught:
        export_pipeline(RegressorChain(DummyRegressor()).fit(X, Y), X)
    assert (caught.value.path, caught.value.class_name.rpartition(".")[2]) == (
        "pipeline > 0",
        "DummyRegressor",
    )
