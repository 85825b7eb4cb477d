"""The background of a model file: the rows that explanations average over."""

import itertools
import json
import time

import joblib
import numpy as np
import pandas
import pytest
from scipy.spatial.distance import cdist
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVR

from supportvector_export import ExportError, export_pipeline
from supportvector_export.__main__ import main
from supportvector_export.background import LARGEST_SAMPLE, ROWS, choose_background

random = np.random.RandomState(0)
X = pandas.DataFrame(
    {
        "Age": random.choice([np.nan, 25, 38, 41, 59], 90),
        "Unused": random.rand(90),
        "Distance": random.uniform(1, 60, 90).round(1),
        "Shift": random.choice(["early", "late", "night"], 90, p=[0.6, 0.3, 0.1]),
    }
)
y = random.normal(5, 3, 90)
NUMBER, CATEGORY = {"kind": "number"}, {"kind": "category"}


def fit():
    quantities = make_pipeline(SimpleImputer(), StandardScaler())
    encoder = OneHotEncoder(handle_unknown="ignore")
    columns = ColumnTransformer([("q", quantities, ["Age", "Distance"]), ("c", encoder, ["Shift"])])
    return make_pipeline(columns, SVR()).fit(X, y)


def rows_of(X):
    """Returns the rows as a model file holds them."""
    inputs = X[["Age", "Distance", "Shift"]].astype(object)
    return inputs.where(inputs.notna(), None).to_numpy().tolist()


def energy(distances, chosen):
    """Returns the energy distance of the chosen rows to all, up to a constant."""
    return 2 * distances[chosen].mean() - distances[np.ix_(chosen, chosen)].mean()


def test_no_exchange_of_a_row_improves_it():
    numbers = random.normal(size=(60, 2))
    distances = np.zeros((60, 60))
    for column in numbers.T:
        ordered = np.sort(column)
        low, high = ordered[59 // 20], ordered[-1 - 59 // 20]
        clipped = np.clip(column, 2 * low - high, 2 * high - low) / (high - low)
        distances += cdist(clipped[:, None], clipped[:, None], "cityblock")
    chosen = choose_background([NUMBER, NUMBER], numbers.T.tolist(), 6)
    assert chosen == sorted(set(chosen))
    found = energy(distances, chosen)
    for i, row in itertools.product(range(6), set(range(60)) - set(chosen)):
        assert found <= energy(distances, [*chosen[:i], row, *chosen[i + 1 :]]) + 1e-12
    at_random = [energy(distances, random.choice(60, 6, False)) for _ in range(100)]
    assert found < min(at_random)


@pytest.mark.parametrize(
    ("described", "values", "shares"),
    [
        (CATEGORY, ["a"] * 60 + ["b"] * 30 + ["c"] * 10, {"a": 6, "b": 3, "c": 1}),
        (CATEGORY, [7] * 50 + [None] * 30 + [2.5] * 20, {7: 5, None: 3, 2.5: 2}),
        (NUMBER, [0] * 80 + [1] * 20, {0: 8, 1: 2}),
        (NUMBER, [4.0] * 70 + [None] * 30, {4: 7, None: 3}),
        (NUMBER, [None] * 100, {None: 10}),
        (NUMBER, [1e308] * 50 + [-1e308] * 50, {1e308: 5, -1e308: 5}),
        (NUMBER, [5e-324] * 50 + [0] * 50, {5e-324: 5, 0: 5}),
    ],
)
def test_each_value_has_its_share(described, values, shares):
    chosen = choose_background([described], [values], 10)
    found = [values[i] for i in chosen]
    assert {value: found.count(value) for value in shares} == shares


def test_an_outlier_is_not_chosen():
    values = [*random.normal(size=99).tolist(), 1e12]
    assert 99 not in choose_background([NUMBER], [values], 10)


def test_the_unit_does_not_matter():
    values = random.normal(size=100)
    expected = choose_background([NUMBER], [values.tolist()], 8)
    assert choose_background([NUMBER], [(values * 1024).tolist()], 8) == expected


def test_a_small_sample_is_whole():
    assert choose_background([NUMBER], [[3, 1, 3]], 3) == [0, 1, 2]
    assert choose_background([], [], 3) == []


def test_a_long_sample_takes_linear_time():
    columns = random.normal(size=(10, 30 * LARGEST_SAMPLE)).tolist()
    start = time.process_time()
    chosen = choose_background([NUMBER] * 10, columns, 20)
    assert len(chosen) == 20
    assert chosen[-1] > 20 * LARGEST_SAMPLE
    assert time.process_time() - start < 20


def test_holds_rows_of_the_sample_in_their_order():
    model = export_pipeline(fit(), X, allow_uncompared=True)
    background, rows = model["background"], rows_of(X)
    assert len(background) == ROWS
    positions = [rows.index(row) for row in background]
    assert positions == sorted(positions)
    assert model == export_pipeline(fit(), X, allow_uncompared=True)


@pytest.mark.parametrize("background", [1, 7, np.int64(7), 90, 1000])
def test_holds_as_many_rows_as_asked_for(background):
    model = export_pipeline(fit(), X, background=background)
    assert len(model["background"]) == min(background, 90)


def test_is_left_out_on_request():
    assert "background" not in export_pipeline(fit(), X, background=False)


def test_takes_other_rows_as_they_are():
    rows = X[10:13][["Shift", "Distance", "Age", "Unused"]]
    assert export_pipeline(fit(), X, background=rows)["background"] == rows_of(X[10:13])


@pytest.mark.parametrize("background", [0, -3, 2.5, "all", None])
def test_refuses_other_values(background):
    with pytest.raises(ExportError, match="background: expected True, False, a number of rows"):
        export_pipeline(fit(), X, background=background)


def test_refuses_rows_that_the_model_refuses():
    with pytest.raises(ExportError, match="background: X: .*infinity"):
        export_pipeline(fit(), X, background=X.assign(Distance=np.inf))


def export(folder, *options):
    joblib.dump(fit(), folder / "pipeline.joblib")
    X.to_csv(folder / "rows.csv", index=False)
    X[10:13].to_csv(folder / "background.csv", index=False)
    assert not main(
        [
            str(folder / "pipeline.joblib"),
            f"--sample={folder / 'rows.csv'}",
            f"--output={folder / 'model.json'}",
            *[option.format(folder) for option in options],
        ]
    )
    return json.loads((folder / "model.json").read_text()).get("background")


def test_the_command_writes_a_background(tmp_path):
    assert export(tmp_path) == export_pipeline(fit(), X)["background"]
    assert len(export(tmp_path, "--background-rows=7")) == 7
    assert export(tmp_path, "--background={}/background.csv") == rows_of(X[10:13])
    assert export(tmp_path, "--no-background") is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--no-background", "--background-rows=7"], "--no-background: leaves out what"),
        (["--no-background", "--background=rows.csv"], "--no-background: leaves out what"),
        (["--background-rows=7", "--background=rows.csv"], "--background-rows: chooses rows of"),
        (["--background-rows=many"], "--background-rows: invalid int value"),
    ],
)
def test_the_command_refuses_what_does_not_go_together(options, message, capsys):
    with pytest.raises(SystemExit):
        main(["pipeline.joblib", "--sample=rows.csv", "--output=model.json", *options])
    assert message in capsys.readouterr().err
