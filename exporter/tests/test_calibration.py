"""Calibrations, compared with what cross_val_predict of scikit-learn predicts."""

import json

import joblib
import numpy as np
import pandas
import pytest
from scipy import sparse
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.linear_model import Ridge
from sklearn.model_selection import GroupKFold, KFold, TimeSeriesSplit, cross_val_predict
from sklearn.multioutput import MultiOutputRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVR

from supportvector_export import CalibrationError, UnsupportedStepError, calibrate, export_pipeline
from supportvector_export.__main__ import main

random = np.random.RandomState(0)
X = pandas.DataFrame(
    {
        "Age": random.uniform(20, 60, 120),
        "Shift": random.choice(["early", "late", "night", "rare"], 120, p=[0.45, 0.3, 0.2, 0.05]),
        "Unused": random.rand(120),
    }
)
y = random.normal(5, 1, 120) * np.where(X["Shift"] == "late", 3, 1)
PEOPLE = random.randint(0, 20, 120)
OTHERS = X.sample(frac=1, random_state=1)


def unfitted(encoder=None, regressor=None):
    encoder = encoder or OneHotEncoder(handle_unknown="ignore")
    columns = ColumnTransformer([("q", StandardScaler(), ["Age"]), ("c", encoder, ["Shift"])])
    return make_pipeline(columns, regressor or SVR())


def log_spread(columns=("Age",)):
    scaled = ColumnTransformer([("q", StandardScaler(), list(columns))])
    regressor = make_pipeline(scaled, Ridge())
    return TransformedTargetRegressor(regressor, func=np.log, inverse_func=np.exp)


def intervals_of(calibration, pipeline=None, **parameters):
    pipeline = pipeline or unfitted().fit(X, y)
    return export_pipeline(pipeline, X, intervals=calibration, **parameters)["intervals"]


def assert_scores(group, expected):
    np.testing.assert_allclose(group["scores"], [np.sort(expected)], rtol=0, atol=1e-12)


@pytest.mark.parametrize("groups", [None, PEOPLE])
def test_cross(groups):
    cv = KFold(5, shuffle=True, random_state=0) if groups is None else GroupKFold(5)
    expected = cross_val_predict(unfitted(), X, y, cv=cv, groups=groups)
    intervals = intervals_of(calibrate(unfitted(), X, y, groups=groups))
    assert (intervals["type"], intervals["method"]) == ("absolute", "cross")
    [group] = intervals["groups"]
    assert list(group) == ["scores"]
    assert_scores(group, np.abs(y - expected))


def test_split():
    pipeline = unfitted().fit(X[:60], y[:60])
    calibration = calibrate(pipeline, X[60:], y[60:], method="split", score="signed")
    intervals = intervals_of(calibration, pipeline)
    assert (intervals["type"], intervals["method"]) == ("signed", "split")
    assert_scores(intervals["groups"][0], y[60:] - pipeline.predict(X[60:]))


@pytest.mark.parametrize("cv", [KFold(4), list(KFold(4).split(X)), 4])
def test_folds_in_terms_of_scikit_learn(cv):
    folds = KFold(4, shuffle=True, random_state=0) if cv == 4 else cv
    expected = cross_val_predict(unfitted(), X, y, cv=folds)
    assert_scores(intervals_of(calibrate(unfitted(), X, y, cv=cv))["groups"][0], abs(y - expected))


def test_scores_are_those_of_clipped_predictions():
    expected = cross_val_predict(unfitted(), X, y, cv=KFold(5, shuffle=True, random_state=0))
    assert expected.min() < 5 < 6 < expected.max()
    intervals = intervals_of(calibrate(unfitted(), X, y, score="signed"), clip=(5, 6))
    assert_scores(intervals["groups"][0], y - expected.clip(5, 6))


def test_a_spread_that_is_fitted_is_used_as_it_is():
    pipeline = unfitted().fit(X[:60], y[:60])
    spread = log_spread().fit(X[:60], np.abs(y[:60] - 5))
    calibration = calibrate(
        pipeline, X[60:], y[60:], method="split", score="normalized", spread=spread
    )
    errors = np.abs(y[60:] - pipeline.predict(X[60:]))
    smallest = 0.01 * errors.mean()
    intervals = intervals_of(calibration, pipeline)
    assert intervals["spread"]["target"] == {"clip": {"min": pytest.approx(smallest, rel=1e-12)}}
    assert [described["name"] for described in intervals["spread"]["inputs"]] == ["Age"]
    assert not {"reference", "background"} & set(intervals["spread"])
    assert_scores(intervals["groups"][0], errors / np.maximum(spread.predict(X[60:]), smallest))


def test_a_spread_is_fitted_on_the_errors_of_other_folds():
    pipeline = unfitted().fit(X[:60], y[:60])
    held_out, actual = X[60:].reset_index(drop=True), y[60:]
    errors = np.abs(actual - pipeline.predict(held_out))
    spreads = cross_val_predict(log_spread(), held_out, errors, cv=KFold(5))
    calibration = calibrate(
        pipeline,
        held_out,
        actual,
        method="split",
        score="normalized",
        spread=log_spread(),
        cv=KFold(5),
        min_spread=1e-9,
    )
    assert_scores(intervals_of(calibration, pipeline)["groups"][0], errors / spreads)


@pytest.mark.parametrize("groups", [None, PEOPLE])
def test_no_spread_depends_on_its_own_fold(groups):
    """Neither by the errors that its clone saw, nor by the pipelines that made them."""
    parameters = {"groups": groups, "score": "normalized", "spread": log_spread()}
    before = calibrate(unfitted(), X, y, **parameters).spread.of_rows
    cv = KFold(5, shuffle=True, random_state=0) if groups is None else GroupKFold(5)
    for _, test in cv.split(X, groups=groups):
        changed = y.copy()
        changed[test] *= 100
        after = calibrate(unfitted(), X, changed, **parameters).spread.of_rows
        assert np.array_equal(after[test], before[test])
        assert not np.any(np.delete(after, test) == np.delete(before, test))


def test_errors_of_zero_have_a_logarithm():
    pipeline = make_pipeline(ColumnTransformer([("q", "passthrough", ["Age"])]), Ridge(alpha=0))
    pipeline.fit(X, X["Age"])
    actual = np.where(np.arange(120) < 40, pipeline.predict(X), y)
    calibration = calibrate(
        pipeline, X, actual, method="split", score="normalized", spread=log_spread()
    )
    assert np.all(np.isfinite(calibration.spread.of_rows))


def test_categories_have_scores_of_their_own():
    """The rarest has too few rows even for the group of the rest, which takes all rows."""
    errors = np.abs(y - cross_val_predict(unfitted(), X, y, cv=KFold(5)))
    intervals = intervals_of(calibrate(unfitted(), X, y, cv=KFold(5), by="Shift", min_rows=15))
    assert intervals["input"] == 1
    *groups, rest = intervals["groups"]
    assert [group["categories"] for group in groups] == [["early"], ["late"], ["night"]]
    for group in groups:
        assert_scores(group, errors[X["Shift"] == group["categories"][0]])
    assert "categories" not in rest
    assert_scores(rest, errors)


def test_rare_categories_share_the_last_group():
    shifts, counts = np.unique(X["Shift"], return_counts=True)
    errors = np.abs(y - cross_val_predict(unfitted(), X, y, cv=KFold(5)))
    min_rows = int(counts[shifts == "night"][0]) + 1
    intervals = intervals_of(
        calibrate(unfitted(), X, y, cv=KFold(5), by="Shift", min_rows=min_rows)
    )
    *groups, rest = intervals["groups"]
    assert [group["categories"] for group in groups] == [["early"], ["late"]]
    assert_scores(rest, errors[X["Shift"].isin(["night", "rare"])])


def test_missing_and_unknown_categories_are_of_the_last_group():
    held_out = X.copy()
    held_out.loc[:24, "Shift"] = "nobody knows it"
    held_out.loc[25:49, "Shift"] = None
    pipeline = unfitted().fit(pandas.concat([X, held_out[25:50]]), [*y, *y[25:50]])
    calibration = calibrate(pipeline, held_out, y, method="split", by="Shift")
    *_, rest = export_pipeline(pipeline, X, intervals=calibration)["intervals"]["groups"]
    shifts = held_out["Shift"].to_numpy()
    counts = pandas.Series(shifts).value_counts()
    rare = [i for i in range(120) if i < 50 or counts[shifts[i]] < 20]
    errors = np.abs(y - pipeline.predict(held_out))
    assert_scores(rest, errors[rare])


def test_an_array_has_categories_by_position():
    array = np.column_stack([X["Age"], X["Shift"] == "late"])
    encode = ColumnTransformer([("q", StandardScaler(), [0]), ("c", OneHotEncoder(), [1])])
    pipeline = make_pipeline(encode, SVR()).fit(array, y)
    calibration = calibrate(pipeline, array, y, by=1)
    for names in (None, ["Age", "Is late"]):
        found = export_pipeline(pipeline, array, names=names, intervals=calibration)["intervals"]
        assert found["input"] == 1
        assert [group.get("categories") for group in found["groups"]] == [[0], [1], None]


def test_sparse_rows():
    matrix = sparse.coo_matrix(np.column_stack([X["Age"], X["Unused"]]))
    pipeline = make_pipeline(StandardScaler(with_mean=False), SVR()).fit(matrix.tocsr(), y)
    expected = cross_val_predict(pipeline, matrix.tocsr(), y, cv=KFold(5))
    found = export_pipeline(pipeline, matrix, intervals=calibrate(pipeline, matrix, y, cv=KFold(5)))
    assert_scores(found["intervals"]["groups"][0], np.abs(y - expected))


def test_several_targets():
    targets = np.column_stack([y, 10 * random.rand(120)])
    regressor = MultiOutputRegressor(SVR())
    pipeline = unfitted(regressor=regressor).fit(X, targets)
    spread = make_pipeline(
        ColumnTransformer([("q", StandardScaler(), ["Age"])]), MultiOutputRegressor(Ridge())
    )
    calibration = calibrate(pipeline, X, targets, score="normalized", spread=spread, cv=KFold(5))
    intervals = intervals_of(calibration, pipeline, target=["Hours", "Costs"])
    errors = np.abs(targets - cross_val_predict(pipeline, X, targets, cv=KFold(5)))
    expected = np.sort(errors / calibration.spread.of_rows, axis=0).T
    np.testing.assert_allclose(intervals["groups"][0]["scores"], expected, atol=1e-12)
    assert [part["name"] for part in intervals["spread"]["regressor"]["estimators"]] == [
        "Hours",
        "Costs",
    ]


@pytest.mark.parametrize("score", ["absolute", "signed"])
def test_rounded_scores_make_no_interval_narrower(score):
    calibration = calibrate(unfitted(), X, y, score=score)
    [exact] = intervals_of(calibration)["groups"][0]["scores"]
    calibration = calibrate(unfitted(), X, y, score=score, decimals=1)
    [rounded] = intervals_of(calibration)["groups"][0]["scores"]
    assert rounded == sorted(rounded) == [round(number, 1) for number in rounded]
    np.testing.assert_allclose(rounded, exact, rtol=0, atol=0.1)
    lower = 60 if score == "signed" else 0
    assert np.all(np.subtract(rounded, exact)[:lower] <= 0)
    assert np.all(np.subtract(rounded, exact)[lower:] >= 0)


WRONG = [
    ({"method": "plus"}, "method: expected one of .*'split', 'cross'.*, got 'plus'"),
    ({"score": "gamma"}, "score: expected one of .*, got 'gamma'"),
    ({"score": "normalized"}, "spread: expected a pipeline for the score 'normalized', got None"),
    ({"spread": log_spread()}, "spread: needs the score 'normalized'"),
    ({"method": "split"}, "pipeline: is not fitted"),
    ({"min_spread": 0.0}, "min_spread: expected a finite number > 0, got 0.0"),
    ({"min_rows": 0}, "min_rows: expected a whole number >= 1, got 0"),
    ({"decimals": 2.5}, "decimals: expected a whole number >= 0, got 2.5"),
    ({"groups": [1, 2]}, "groups: expected 120 values, one per row, got 2"),
    ({"groups": [None] * 120}, "groups: expected a group for each row, got a missing value"),
    ({"cv": 1}, "cv: cannot split the rows: ValueError: k-fold .* n_splits=2 or more"),
    ({"cv": TimeSeriesSplit(3)}, "cv: expected folds that hold out each row once"),
    ({"cv": [(np.arange(120), np.arange(120))]}, "cv: fold 0 trains on rows that it holds out"),
    ({"cv": []}, "cv: expected folds that hold out each row once"),
    ({"cv": [([999], np.arange(120))]}, "cv: expected folds that hold out each row once"),
    ({"cv": [3]}, "cv: cannot split the rows: TypeError"),
    ({"cv": KFold(5), "groups": [1, "a"] * 60}, "cv: fold 0 divides a group"),
    ({"cv": KFold(5), "groups": PEOPLE}, "cv: fold 0 divides a group"),
    ({"cv": 30, "groups": PEOPLE}, "cv: cannot split the rows"),
    (
        {"cv": 2, "score": "normalized", "spread": log_spread()},
        "cv: expected at least three folds for a spread, got 2",
    ),
]


@pytest.mark.parametrize(("parameters", "words"), WRONG, ids=[words for _, words in WRONG])
def test_parameters_that_are_refused(parameters, words):
    with pytest.raises(CalibrationError, match=f"calibrate: {words}"):
        calibrate(unfitted(), X, y, **parameters)


@pytest.mark.parametrize(
    ("rows", "actual", "words"),
    [
        (X[:0], y[:0], "X: expected a DataFrame or a 2-D array with at least one row"),
        (list(X["Age"]), y, "X: expected a DataFrame or a 2-D array"),
        (X, y[:5], r"y: expected 120 rows of numbers, got the shape \(5,\)"),
        (X, ["many"] * 120, "y: expected finite numbers, got other values"),
        (X, [*y[:-1], np.nan], "y: expected finite numbers, got another value in row 119"),
        (X, np.column_stack([y, y]), "SVR|Pipeline cannot be fitted on a part of the rows"),
        (X[["Shift"]], y, "Pipeline cannot be fitted on a part of the rows: ValueError: .*column"),
    ],
)
def test_rows_that_are_refused(rows, actual, words):
    with pytest.raises(CalibrationError, match=f"calibrate: ({words})"):
        calibrate(unfitted(), rows, actual)


def test_a_pipeline_that_predicts_fewer_targets():
    with pytest.raises(CalibrationError, match="y: expected 1 numbers per row, .* got 2"):
        calibrate(unfitted().fit(X, y), X, np.column_stack([y, y]), method="split")


def test_all_problems_are_named():
    with pytest.raises(CalibrationError) as caught:
        calibrate(unfitted(), X, y[:3], method="plus", decimals=-1)
    lines = str(caught.value).splitlines()
    assert lines[0] == "calibrate: 3 problems"
    assert [line.strip().partition(":")[0] for line in lines[1:]] == ["y", "method", "decimals"]


def test_a_category_that_a_fold_does_not_know():
    """The message says what scikit-learn says."""
    pipeline = unfitted(encoder=OneHotEncoder())
    rows = X.assign(Shift=["once", *["early"] * 119])
    with pytest.raises(CalibrationError, match="cannot predict the rows: .*unknown categories"):
        calibrate(pipeline, rows, y)


def test_predictions_without_errors_need_no_spread():
    pipeline = unfitted().fit(X, y)
    with pytest.raises(CalibrationError, match="have no errors, which a spread needs"):
        calibrate(
            pipeline,
            X,
            pipeline.predict(X),
            method="split",
            score="normalized",
            spread=log_spread(),
        )


@pytest.mark.since(1, 6)
def test_frozen_parts_are_refused():
    from sklearn.frozen import FrozenEstimator

    pipeline = make_pipeline(FrozenEstimator(StandardScaler().fit(X[["Age"]])), SVR())
    with pytest.raises(CalibrationError, match="a FrozenEstimator is not fitted again"):
        calibrate(pipeline, X[["Age"]], y)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"by": "Age"}, "by: expected an input with categories, got the numbers of 'Age'"),
        ({"by": "Unused"}, "by: expected an input that the pipeline reads, got 'Unused'"),
        ({"by": 7}, "by: expected an input that the pipeline reads, got 7"),
        (
            {"score": "normalized", "spread": log_spread(["Age", "Unused"])},
            "spread: reads the column 'Unused', which is no input of the pipeline",
        ),
        (
            {"score": "normalized", "spread": SVR()},
            "Shift|SVR cannot be fitted on a part of the rows",
        ),
    ],
)
def test_calibrations_that_do_not_fit_the_inputs(parameters, words):
    with pytest.raises(CalibrationError, match=words):
        intervals_of(calibrate(unfitted(), X, y, **parameters))


def test_calibrations_of_another_pipeline():
    pipeline = unfitted().fit(X[:60], y[:60])
    calibration = calibrate(pipeline, X, y, method="split")
    with pytest.raises(CalibrationError, match="intervals: expected a calibration of this pipel"):
        intervals_of(calibration)
    with pytest.raises(CalibrationError, match="expected what calibrate returned, got tuple"):
        intervals_of((X, y))


def test_a_spread_that_cannot_be_exported():
    regressor = TransformedTargetRegressor(
        make_pipeline(ColumnTransformer([("q", StandardScaler(), ["Age"])]), Ridge()),
        func=np.log,
        inverse_func=lambda logs: np.exp(logs) + 1,
        check_inverse=False,
    )
    calibration = calibrate(unfitted(), X, y, score="normalized", spread=regressor)
    with pytest.raises(UnsupportedStepError, match="lambda") as caught:
        intervals_of(calibration)
    assert caught.value.path == "intervals: spread: pipeline > transformer"


@pytest.fixture
def export(tmp_path, monkeypatch):
    """Returns a function that exports a pipeline by the command, and returns its intervals."""
    monkeypatch.chdir(tmp_path)
    joblib.dump(unfitted().fit(X[:60], y[:60]), "pipeline.joblib")
    X.assign(Hours=y)[:60].to_csv("train.csv", index=False)
    X.assign(Hours=y)[60:].to_csv("test.csv", index=False)

    def call(*more):
        code = main(["pipeline.joblib", "--sample=train.csv", "--output=model.json", *more])
        return json.loads((tmp_path / "model.json").read_text())["intervals"] if code == 0 else code

    return call


def test_the_command(export):
    pipeline = joblib.load("pipeline.joblib")
    found = export("--calibrate=train.csv", "--actual=Hours")
    assert found == intervals_of(calibrate(pipeline, X[:60], y[:60]), pipeline)
    more = ["--calibration-method=split", "--score=signed", "--by=Shift", "--target=Hours"]
    parameters = {"method": "split", "score": "signed", "by": "Shift"}
    found = export("--calibrate=test.csv", *more)
    assert found == intervals_of(calibrate(pipeline, X[60:], y[60:], **parameters), pipeline)


def test_what_the_command_refuses(export, capsys):
    with pytest.raises(SystemExit):
        export("--calibrate=train.csv")
    assert "--calibrate: needs --actual COLUMN, once per target" in capsys.readouterr().err
    assert export("--calibrate=train.csv", "--actual=Hours", "--by=Age") == 1
    assert "by: expected an input with categories" in capsys.readouterr().err
