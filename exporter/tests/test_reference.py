"""The reference of a model file, compared with what pandas counts."""

import json
import math

import joblib
import numpy as np
import pandas
import pytest
from scipy import sparse
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.impute import SimpleImputer
from sklearn.metrics import mean_absolute_error, mean_squared_error
from sklearn.multioutput import MultiOutputRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
from sklearn.svm import SVR

from supportvector_export import ExportError, export_pipeline
from supportvector_export.__main__ import main
from supportvector_export.errors import NonFiniteError
from supportvector_export.reference import BINS, check_reference, make_histogram

random = np.random.RandomState(0)
X = pandas.DataFrame(
    {
        "Unused": random.rand(90),
        "Age": random.choice([np.nan, 25, 38, 41, 59], 90),
        "Distance": random.uniform(1, 60, 90).round(1),
        "Shift": random.choice(["early", "late", "night"], 90, p=[0.6, 0.3, 0.1]),
        "Code": random.choice([1, 2.5, 40], 90),
        "Remote": random.choice([True, False], 90),
        "Site": 7.0,
    }
)
y = random.normal(5, 3, 90)
NUMBERS, CATEGORIES = ["Age", "Distance", "Remote", "Site"], ["Shift", "Code"]


def fit(y=y, regressor=None, encoder=None):
    quantities = make_pipeline(SimpleImputer(), StandardScaler())
    encoder = encoder or OneHotEncoder(handle_unknown="ignore")
    columns = ColumnTransformer([("q", quantities, NUMBERS), ("c", encoder, CATEGORIES)])
    return make_pipeline(columns, regressor or SVR()).fit(X, y)


def reference_of(pipeline=None, X=X, **parameters):
    return export_pipeline(pipeline or fit(), X, allow_uncompared=True, **parameters)["reference"]


def assert_counts(histogram, values):
    """Compares the counts with those of pandas.cut, which NaN is not a part of."""
    bins = pandas.cut(values, [-np.inf, *histogram["edges"], np.inf], right=True)
    assert histogram["counts"] == bins.value_counts(sort=False).tolist()


def test_counts_are_those_of_pandas():
    pipeline = fit()
    model = export_pipeline(pipeline, X, clip=(4.8, None))
    reference = model["reference"]
    assert reference["rows"] == 90
    assert "errors" not in reference
    for described, found in zip(model["inputs"], reference["inputs"]):
        values = X[described["name"]]
        assert found["missing"] == values.isna().sum()
        if described["name"] in CATEGORIES:
            counts = values.value_counts()
            assert dict(zip(found["categories"], found["counts"])) == counts.to_dict()
        else:
            assert_counts(found, values.astype(float))
    [histogram] = reference["predictions"]
    assert_counts(histogram, pandas.Series(pipeline.predict(X).clip(4.8)))


def test_bins_hold_a_tenth_of_the_rows_each():
    values = np.random.RandomState(1).permutation(np.arange(1000.0))
    histogram = make_histogram(values)
    assert histogram["counts"] == [100] * BINS
    quantiles = np.quantile(values, np.arange(1, BINS) / BINS, method="averaged_inverted_cdf")
    assert histogram["edges"] == quantiles.tolist()
    assert_counts(histogram, pandas.Series(values))


@pytest.mark.parametrize(
    ("values", "edges", "counts"),
    [
        ([], [], [0]),
        ([7.0], [], [1]),
        ([7.0] * 50, [], [50]),
        ([0, -0.0, 0], [], [3]),
        ([1, 2, 4], [1.5, 3], [1, 1, 1]),
        ([0] * 7 + [1] * 3, [0.5], [7, 3]),
        ([0] * 99 + [1], [0.5], [99, 1]),
        ([-1.7e308, 1.7e308], [0], [1, 1]),
        ([1, 1 + 2**-52], [1], [1, 1]),
        ([0, 0.12345678], [0.0617284], [1, 1]),
        ([1, 1.00000002], [1.00000001], [1, 1]),
    ],
)
def test_small_samples(values, edges, counts):
    assert make_histogram(values) == {"edges": edges, "counts": counts}


def test_no_rounding_of_a_value_changes_its_bin():
    values = np.random.RandomState(2).normal(size=200)
    histogram = make_histogram(values)
    for moved in (np.nextafter(values, -np.inf), np.nextafter(values, np.inf)):
        assert_counts(histogram, pandas.Series(moved))


def test_no_edge_repeats_a_value():
    for described, found in zip(export_pipeline(fit(), X)["inputs"], reference_of()["inputs"]):
        assert not set(found.get("edges", [])) & set(X[described["name"]])


def test_the_order_of_the_rows_does_not_matter():
    pipeline = fit()
    assert reference_of(pipeline) == reference_of(pipeline, X[::-1])


def test_an_input_that_is_always_missing():
    rows = X.assign(Age=np.nan)
    found = reference_of(X=X, reference=rows)["inputs"][0]
    assert found == {"missing": 90, "edges": [], "counts": [0]}


def test_infrequent_and_unknown_categories_are_named():
    encoder = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=20)
    rows = X.assign(Shift=[*X["Shift"][:-1], "dusk"])
    found = reference_of(fit(encoder=encoder), reference=rows)["inputs"]
    [shift] = [one for one in found if "dusk" in one.get("categories", [])]
    counts = rows["Shift"].value_counts().to_dict()
    assert dict(zip(shift["categories"], shift["counts"])) == counts


def test_too_many_unknown_categories():
    rows = pandas.concat([X] * 12).assign(Shift=[f"shift {i}" for i in range(1080)])
    with pytest.raises(ExportError, match="'Shift' holds 1080 categories that its encoder does"):
        reference_of(reference=rows)


@pytest.mark.parametrize("kind", [np.asarray, sparse.csr_matrix])
def test_arrays(kind):
    numbers = kind(X[["Distance", "Code"]].to_numpy())
    pipeline = make_pipeline(StandardScaler(with_mean=False), SVR()).fit(numbers, y)
    found = reference_of(pipeline, numbers, reference=numbers[:30], held_out=(numbers[60:], y[60:]))
    assert found["rows"] == 30
    assert found["errors"][0]["rows"] == 30
    assert_counts(found["inputs"][0], X["Distance"][:30])


def test_reference_false_leaves_it_out():
    assert "reference" not in export_pipeline(fit(), X, reference=False)


def test_errors_of_held_out_rows():
    pipeline = fit()
    rows, actual = X[50:], y[50:]
    [errors] = reference_of(pipeline, clip=(None, 5), held_out=(rows, actual))["errors"]
    predicted = pipeline.predict(rows).clip(max=5)
    assert errors["rows"] == 40
    assert errors["mean"] == pytest.approx(np.mean(predicted - actual), rel=1e-14)
    assert errors["mean_absolute"] == pytest.approx(mean_absolute_error(actual, predicted))
    assert errors["mean_squared"] == pytest.approx(mean_squared_error(actual, predicted))
    assert_counts(errors, pandas.Series(predicted - actual))


def test_several_targets():
    targets = np.column_stack([y, -2 * y])
    pipeline = fit(targets, MultiOutputRegressor(SVR()))
    frame = pandas.DataFrame(targets)
    found = reference_of(pipeline, target=["a", "b"], held_out=(X, frame))
    for t in range(2):
        assert_counts(found["predictions"][t], pandas.Series(pipeline.predict(X)[:, t]))
        assert_counts(found["errors"][t], pandas.Series(pipeline.predict(X)[:, t] - targets[:, t]))


@pytest.mark.parametrize(
    ("held_out", "words"),
    [
        (X, r"held_out: expected a pair \(X, y\)"),
        ((X, y[:5]), r"held_out: y: expected 90 rows of 1, got the shape \(5,\)"),
        ((X, np.column_stack([y, y])), r"got the shape \(90, 2\)"),
        ((X, ["many"] * 90), "held_out: y: expected finite numbers, got other values"),
        ((X, [*y[:-1], math.nan]), "held_out: y: .* another value in row 89"),
        ((X, [math.inf, *y[1:]]), "held_out: y: .* another value in row 0"),
        ((X[:0], y[:0]), "held_out: X: expected at least one sample row"),
        ((X[["Age"]], y), "held_out: X: the pipeline cannot predict"),
        ((X.assign(Distance=math.nan, Code=math.nan), y), "column 'Code' holds missing values"),
    ],
)
def test_held_out_rows_that_are_refused(held_out, words):
    with pytest.raises(ExportError, match=words):
        export_pipeline(fit(), X, held_out=held_out)


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        (X.assign(Distance=math.inf), "reference: X: "),
        (X.drop(columns="Code"), "reference: X: "),
        (X[:0], "reference: X: expected at least one sample row"),
        (7, "reference: X: expected a DataFrame or a 2-D array"),
    ],
)
def test_reference_rows_that_are_refused(reference, words):
    with pytest.raises(ExportError, match=words):
        export_pipeline(fit(), X, reference=reference)


def test_held_out_rows_need_a_reference():
    with pytest.raises(ExportError, match="held_out: is a part of the reference"):
        export_pipeline(fit(), X, reference=False, held_out=(X, y))


def test_a_prediction_that_is_not_finite():
    exponential = FunctionTransformer(np.log, np.exp, check_inverse=False)
    regressor = TransformedTargetRegressor(SVR(kernel="linear"), transformer=exponential)
    rows = np.arange(1.0, 31).reshape(-1, 1)
    pipeline = regressor.fit(rows, np.exp(rows).ravel())
    with pytest.raises(NonFiniteError, match="reference: X: row 0: expected a finite prediction"):
        export_pipeline(pipeline, rows, reference=np.full((2, 1), 1e4))


def changed(change):
    model = export_pipeline(fit(), X, held_out=(X, y))
    change(model["reference"])
    check_reference(model["reference"], model["inputs"], 1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda r: r["inputs"].pop(), "/reference/inputs length expected 6, got 5"),
        (lambda r: r["predictions"].append(r["predictions"][0]), "/reference/predictions length"),
        (lambda r: r["errors"].clear(), "/reference/errors length expected 1, got 0"),
        (lambda r: r["inputs"][0].update(missing=0), "/reference/inputs/0 total expected 90"),
        (lambda r: r["errors"][0].update(rows=7), "/reference/errors/0 total expected 7, got 90"),
        (lambda r: r["inputs"][1]["edges"].reverse(), "/reference/inputs/1/edges expected"),
        (lambda r: r["inputs"][1]["counts"].append(0), "/reference/inputs/1/counts length"),
        (lambda r: r["inputs"][2]["categories"].pop(), "/reference/inputs/2/counts length"),
        (
            lambda r: r["inputs"][2].update(categories=["late"] * 3),
            "/reference/inputs/2 distinct categories expected 3, got 1",
        ),
        (
            lambda r: r["inputs"].append(r["inputs"].pop(2)),
            "/reference/inputs/3 kind expected category, got number",
        ),
    ],
)
def test_parts_that_do_not_fit(change, words):
    with pytest.raises(ExportError, match=f"a monitor would refuse the model file: .*{words}"):
        changed(change)


def test_parts_that_fit():
    changed(lambda reference: None)


@pytest.fixture
def folder(tmp_path):
    joblib.dump(fit(), tmp_path / "pipeline.joblib")
    X.assign(Hours=y).to_csv(tmp_path / "rows.csv", index=False)
    X[:40].to_csv(tmp_path / "train.csv", index=False)
    X[40:].assign(Hours=y[40:]).to_csv(tmp_path / "test.csv", index=False)
    return tmp_path


def export(folder, *options):
    files = {"reference": "train.csv", "held-out": "test.csv"}
    paths = [f"--{option}={folder}/{files[option]}" for option in options if option in files]
    options = [option for option in options if option not in files]
    model, rows = folder / "model.json", folder / "rows.csv"
    code = main(
        [f"{folder}/pipeline.joblib", f"--sample={rows}", f"--output={model}", *paths, *options]
    )
    return json.loads(model.read_text(encoding="utf-8")).get("reference") if code == 0 else code


def test_the_command_counts_the_rows_of_its_files(folder):
    assert export(folder)["rows"] == 90
    assert export(folder, "--no-reference") is None
    found = export(folder, "reference", "held-out", "--actual=Hours")
    assert found == reference_of(reference=X[:40], held_out=(X[40:], y[40:]))
    assert export(folder, "held-out", "--target=Hours")["errors"][0]["rows"] == 50


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["held-out"], "--held-out: needs --actual COLUMN, once per target"),
        (["--actual=Hours"], "--actual: needs --held-out or --calibrate"),
        (["reference", "--no-reference"], "--no-reference: leaves out what --reference"),
        (["held-out", "--actual=Hours", "--no-reference"], "--no-reference: leaves out what"),
    ],
)
def test_options_that_do_not_go_together(folder, options, words, capsys):
    with pytest.raises(SystemExit):
        export(folder, *options)
    assert words in capsys.readouterr().err


def test_a_file_without_actual_values(folder, capsys):
    assert export(folder, "held-out", "--actual=hours") == 1
    assert (
        "test.csv has no column 'hours'. Did you mean 'hours' by 'Hours'?"
        in capsys.readouterr().err
    )
    test = X[40:].assign(Hours=[*y[40:-1], math.nan])
    test.to_csv(folder / "test.csv", index=False)
    assert export(folder, "held-out", "--actual=Hours") == 1
    assert "line 51, column 'Hours': holds no value" in capsys.readouterr().err
    assert not (folder / "model.json").exists()
