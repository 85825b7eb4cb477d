"""The facts about a model that a person gives: what the loader refuses is never written."""

import datetime

import numpy as np
import pandas
import pytest
from sklearn.compose import TransformedTargetRegressor
from sklearn.multioutput import MultiOutputRegressor, RegressorChain
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

from supportvector_export import ExportError, export_pipeline, to_text

X = pandas.DataFrame({"a": np.linspace(-1, 2, 40)})
y = np.sin(np.arange(40.0))
svr = SVR().fit(X, y)
two = MultiOutputRegressor(SVR()).fit(X, np.column_stack([y, -y]))
scaled_two = TransformedTargetRegressor(RegressorChain(SVR()), transformer=StandardScaler())
scaled_two.fit(X, np.column_stack([y, -y]))


@pytest.mark.parametrize(
    "key, value, expected",
    [
        ("name", np.str_("n"), "n"),
        ("target", "Hours", "Hours"),
        ("target", ["Hours"], "Hours"),
        ("target", ("Hours",), "Hours"),
        ("training_date", "2026-01-02", "2026-01-02"),
        ("training_date", "2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"),
        ("training_date", datetime.date(2026, 1, 2), "2026-01-02"),
        ("training_date", pandas.Timestamp("2026-01-02 03:04"), "2026-01-02T03:04:00"),
        ("training_samples", np.int64(60), 60),
        ("test_samples", 0, 0),
        ("metrics", {"test_mae": np.float64(1.5)}, {"test_mae": 1.5}),
    ],
)
def test_what_is_written(key, value, expected):
    model = export_pipeline(svr, X, **{key: value})
    assert model["metadata"][key] == expected
    to_text(model)


@pytest.mark.parametrize("key", ["target", "metrics", "unit", "training_date", "test_samples"])
def test_what_is_left_out(key):
    assert key not in export_pipeline(svr, X, **{key: None})["metadata"]


@pytest.mark.parametrize(
    "key, values",
    [
        ("name", [5, ["x"], b"n"]),
        ("description", [["x"], 1.5]),
        ("unit", [3, {}]),
        ("target", [5, [], [1], {"a": 1}, ["a", "b"]]),
        ("training_date", ["yesterday", "02.01.2026", "2026-02-30", "", 2026, 1.5, pandas.NaT]),
        ("training_samples", [-1, 30.7, "30", True, float("nan")]),
        ("test_samples", [-1, 0.5]),
        (
            "metrics",
            [5, ["test_mae"], {"Test MAE": 1.0}, {"mae\n": 1.0}, {3: 1.0}, {"mae": np.nan}],
        ),
        ("metrics", [{"mae": "3.8"}, {"mae": None}, {"mae": [1.0]}]),
        ("verification_rows", [0, 2.5, "3", None]),
        ("clip", [(1, 0), (float("nan"), None), (None, float("inf")), 5, (1, 2, 3), (None, "1")]),
    ],
)
def test_what_is_refused(key, values):
    for value in values:
        with pytest.raises(ExportError) as caught:
            export_pipeline(svr, X, **{key: value})
        assert str(caught.value).startswith(f"{key}: expected ")


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(ExportError) as caught:
        export_pipeline(svr, X, name=5, unit=3, training_samples=-1)
    assert str(caught.value) == (
        "name: expected a string, got 5; unit: expected a string, got 3; "
        "training_samples: expected a whole number >= 0, got -1"
    )


@pytest.mark.parametrize("model_of_two", [two, scaled_two])
def test_names_of_several_targets(model_of_two):
    model = export_pipeline(model_of_two, X, target=["a", "b"])
    assert model["metadata"]["target"] == "a, b"
    regressor = model["regressor"].get("regressor", model["regressor"])
    assert [member["name"] for member in regressor["estimators"]] == ["a", "b"]
    assert export_pipeline(model_of_two, X, target="both")["metadata"]["target"] == "both"
    for names in (["a"], ["a", "b", "c"], ["a", "a"], ["a", "__proto__"]):
        with pytest.raises(ExportError, match="target: expected "):
            export_pipeline(model_of_two, X, target=names)
