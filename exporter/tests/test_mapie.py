"""Prediction intervals from a model file's scores, compared with those of MAPIE."""

from fractions import Fraction
from math import ceil, floor

import numpy as np
import pytest
from mapie.conformity_scores import AbsoluteConformityScore, ResidualNormalisedScore
from mapie.regression import CrossConformalRegressor, SplitConformalRegressor
from sklearn.compose import TransformedTargetRegressor
from sklearn.datasets import load_diabetes
from sklearn.model_selection import GroupKFold, KFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

from supportvector_export import calibrate, export_pipeline

X, y = load_diabetes(return_X_y=True)
TRAIN, HELD_OUT, TEST = slice(0, 200), slice(200, 320), slice(320, None)
PEOPLE = np.random.RandomState(0).randint(0, 40, 200)
COVERAGES = [0.8, 0.9, 0.95, 0.75]


def fit():
    return make_pipeline(StandardScaler(), SVR(C=50.0)).fit(X[TRAIN], y[TRAIN])


def intervals_of(pipeline, calibration, coverage):
    """Returns the ends of the test rows' intervals, n × 2."""
    intervals = export_pipeline(pipeline, X[TRAIN], intervals=calibration)["intervals"]
    [scores] = intervals["groups"][0]["scores"]
    n, part = len(scores), Fraction(str(coverage))
    spreads = np.ones(len(X[TEST]))
    if calibration.spread:
        smallest = intervals["spread"]["target"]["clip"]["min"]
        spreads = np.maximum(calibration.spread.fitted.predict(X[TEST]), smallest)
    if intervals["type"] == "signed":
        ends = [scores[floor((n + 1) * (1 - part) / 2) - 1]]
        ends.append(scores[ceil((n + 1) * (1 + part) / 2) - 1])
    else:
        distance = scores[ceil((n + 1) * part) - 1]
        ends = [-distance, distance]
    predictions = pipeline.predict(X[TEST])
    return np.column_stack([predictions + end * spreads for end in ends])


def assert_equal(pipeline, calibration, mapie, **parameters):
    _, expected = mapie.predict_interval(X[TEST], **parameters)
    for i, coverage in enumerate(COVERAGES):
        found = intervals_of(pipeline, calibration, coverage)
        np.testing.assert_allclose(found, expected[:, :, i], rtol=0, atol=1e-12)


@pytest.mark.parametrize(("score", "symmetrical"), [("absolute", True), ("signed", False)])
def test_split(score, symmetrical):
    pipeline = fit()
    calibration = calibrate(pipeline, X[HELD_OUT], y[HELD_OUT], method="split", score=score)
    mapie = SplitConformalRegressor(
        pipeline,
        confidence_level=COVERAGES,
        conformity_score=AbsoluteConformityScore(sym=symmetrical),
    ).conformalize(X[HELD_OUT], y[HELD_OUT])
    assert_equal(pipeline, calibration, mapie)


def test_split_normalized():
    """MAPIE takes a fitted pipeline for the residuals, which saw none of the held-out rows."""
    pipeline = fit()
    spread = TransformedTargetRegressor(
        make_pipeline(StandardScaler(), SVR()), func=np.log, inverse_func=np.exp
    )
    spread.fit(X[TRAIN], np.maximum(np.abs(y[TRAIN] - pipeline.predict(X[TRAIN])), 1))
    calibration = calibrate(
        pipeline, X[HELD_OUT], y[HELD_OUT], method="split", score="normalized", spread=spread
    )
    mapie = SplitConformalRegressor(
        pipeline,
        confidence_level=COVERAGES,
        conformity_score=ResidualNormalisedScore(residual_estimator=spread, prefit=True),
    ).conformalize(X[HELD_OUT], y[HELD_OUT])
    assert_equal(pipeline, calibration, mapie)


@pytest.mark.parametrize(("score", "symmetrical"), [("absolute", True), ("signed", False)])
@pytest.mark.parametrize("groups", [None, PEOPLE])
def test_cross(score, symmetrical, groups):
    pipeline = fit()
    calibration = calibrate(pipeline, X[TRAIN], y[TRAIN], groups=groups, score=score)
    mapie = CrossConformalRegressor(
        make_pipeline(StandardScaler(), SVR(C=50.0)),
        confidence_level=COVERAGES,
        conformity_score=AbsoluteConformityScore(sym=symmetrical),
        method="base",
        cv=KFold(5, shuffle=True, random_state=0) if groups is None else GroupKFold(5),
    ).fit_conformalize(X[TRAIN], y[TRAIN], groups=groups)
    assert_equal(pipeline, calibration, mapie)
