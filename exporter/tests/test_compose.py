"""Models whose parts were fitted and saved one by one. References are scikit-learn's own calls."""

import datetime
import json
import pickle

import joblib
import numpy as np
import pandas
import pytest
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import BaggingRegressor
from sklearn.impute import SimpleImputer
from sklearn.multioutput import MultiOutputRegressor, RegressorChain
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    LabelEncoder,
    MinMaxScaler,
    OneHotEncoder,
    StandardScaler,
)
from sklearn.svm import SVC, SVR

from supportvector_export import ExportError, compose, export_pipeline
from supportvector_export.__main__ import main

random = np.random.RandomState(0)
X = pandas.DataFrame({"Age": random.rand(40), "Distance": random.uniform(1, 60, 40)})
y = 10 + random.gamma(2, 3, 40)
column = y.reshape(-1, 1)

SCALER = StandardScaler().fit(X.to_numpy())
SCALED = SCALER.transform(X.to_numpy())
MODEL = SVR().fit(SCALED, y)
Y_SCALER = MinMaxScaler().fit(column)
SCALED_MODEL = SVR().fit(SCALED, Y_SCALER.transform(column).ravel())
BY_HAND = Y_SCALER.inverse_transform(SCALED_MODEL.predict(SCALED).reshape(-1, 1)).ravel()
TWO = np.column_stack([y, y**2])
SEVERAL = MultiOutputRegressor(SVR()).fit(SCALED, TWO)
ONE = StandardScaler().fit(X[["Age"]].to_numpy())


class TestCompose:
    def test_a_scaler_and_a_model(self):
        pipeline = compose([SCALER, MODEL])
        assert np.array_equal(pipeline.predict(X.to_numpy()), MODEL.predict(SCALED))
        assert pipeline.steps == [("standardscaler", SCALER), ("svr", MODEL)]
        export_pipeline(pipeline, X.to_numpy())

    def test_a_scaler_of_the_target(self):
        pipeline = compose([("x", SCALER), ("m", SCALED_MODEL)], target_transformer=Y_SCALER)
        assert np.array_equal(pipeline.predict(X.to_numpy()), BY_HAND)
        model = export_pipeline(pipeline, X.to_numpy())
        assert model["regressor"]["type"] == "TransformedTargetRegressor"
        assert model["verification"]["predictions"][0] == [BY_HAND[0]]

    def test_a_scaler_of_several_targets(self):
        scaler = StandardScaler().fit(TWO)
        several = RegressorChain(SVR()).fit(SCALED, scaler.transform(TWO))
        pipeline = compose([SCALER, several], target_transformer=scaler)
        by_hand = scaler.inverse_transform(several.predict(SCALED))
        assert np.array_equal(pipeline.predict(X.to_numpy()), by_hand)
        model = export_pipeline(pipeline, X.to_numpy(), target=["first", "second"])
        assert model["verification"]["predictions"][0] == by_hand[0].tolist()

    def test_nothing_is_fitted_again(self):
        before = pickle.dumps([SCALER, SCALED_MODEL, Y_SCALER])
        compose([SCALER, SCALED_MODEL], target_transformer=Y_SCALER).predict(X.to_numpy())
        assert pickle.dumps([SCALER, SCALED_MODEL, Y_SCALER]) == before

    def test_a_regressor_alone(self):
        assert compose([MODEL]) is MODEL
        alone = compose(
            [SVR().fit(X, Y_SCALER.transform(column).ravel())], target_transformer=Y_SCALER
        )
        model = export_pipeline(alone, X)
        assert [entry["name"] for entry in model["inputs"]] == ["Age", "Distance"]

    def test_several_transformers_and_a_pipeline(self):
        imputer = SimpleImputer().fit(X)
        final = make_pipeline(StandardScaler(), BaggingRegressor(SVR(), 2)).fit(X.to_numpy(), y)
        pipeline = compose([imputer, SCALER, final])
        assert np.array_equal(pipeline.predict(X), final.predict(SCALED))
        assert len(export_pipeline(pipeline, X)["inputs"]) == 2

    def test_a_model_that_was_fitted_on_names(self):
        """The usual habit: a DataFrame is scaled, and its columns are put back."""
        scaler = StandardScaler().fit(X)
        scaled = pandas.DataFrame(scaler.transform(X), columns=X.columns)
        model = SVR().fit(scaled, y)
        exported = export_pipeline(compose([scaler, model]), X)
        assert exported["verification"]["predictions"][0] == [model.predict(scaled)[0]]

    def test_names_of_a_column_transformer(self):
        columns = ColumnTransformer([("n", StandardScaler(), ["Distance", "Age"])]).fit(X)
        rows = pandas.DataFrame(columns.transform(X), columns=["Distance", "Age"])
        export_pipeline(compose([columns, SVR().fit(rows, y)]), X)
        with pytest.raises(ExportError, match="'Age', 'Distance' would change places"):
            compose([columns, SVR().fit(rows[["Age", "Distance"]], y)])

    def test_a_step_that_does_not_tell_its_width(self):
        double = FunctionTransformer(np.square).fit(X.to_numpy())
        compose([double, SCALER, MODEL])

    @pytest.mark.parametrize(
        "parts, target_transformer, words",
        [
            ([], None, "expected a list of fitted parts that ends in a regressor"),
            (MODEL, None, "expected a list of fitted parts that ends in a regressor"),
            ([("a", SCALER, MODEL)], None, r"expected an estimator or \(name, estimator\)"),
            ([("a", SCALER), ("a", MODEL)], None, "several parts are called 'a'"),
            ([MODEL, SCALER], None, "svr .SVR. stands before the last part, so it must be a tran"),
            ([SCALER], None, r"standardscaler \(StandardScaler\) is the last part, so it must be"),
            ([SCALER, SVC()], None, r"svc \(SVC\) is the last part, so it must be a regressor"),
            ([SCALER, SVR()], None, r"svr \(SVR\) is not fitted"),
            ([StandardScaler(), MODEL], None, r"standardscaler \(StandardScaler\) is not fitted"),
            ([MODEL], StandardScaler(), r"target_transformer \(StandardScaler\) is not fitted"),
            ([MODEL], SCALER, r"\(StandardScaler\) was fitted on 2 columns, and a target has one"),
            ([SEVERAL], ONE, r"fitted on 1 column, and multioutputregressor .* predicts 2 targets"),
            ([MODEL], SVR().fit(X, y), r"target_transformer \(SVR\) has no inverse_transform"),
            ([ONE, MODEL], None, r"returns 1 column, and svr \(SVR\) expects 2"),
            ([("s", SCALER), ("t", ONE), ("m", MODEL)], None, r"s .StandardScaler. returns 2 col"),
        ],
    )
    def test_what_does_not_fit(self, parts, target_transformer, words):
        with pytest.raises(ExportError, match=words):
            compose(parts, target_transformer=target_transformer)

    def test_all_problems_at_once(self):
        with pytest.raises(ExportError, match="compose: 3 problems") as caught:
            compose([MODEL, ("s", StandardScaler())])
        assert str(caught.value).count("\n") == 3


@pytest.fixture
def export(tmp_path, monkeypatch, capsys):
    """Returns a function that saves objects and exports them.

    It returns the model file, None if it is refused, and what the command says.
    """
    monkeypatch.chdir(tmp_path)
    X.assign(target=y).to_csv("rows.csv", index=False)
    X.to_csv("inputs.csv", index=False)

    def call(*contents, more=(), sample="inputs.csv"):
        paths = [f"part{i}.joblib" for i in range(len(contents))]
        for content, path in zip(contents, paths):
            joblib.dump(content, path)
        (tmp_path / "model.json").unlink(missing_ok=True)
        code = main([*paths, "--sample", sample, "--output", "model.json", *more])
        said = capsys.readouterr().err
        assert (code == 0) == (tmp_path / "model.json").exists()
        return json.loads((tmp_path / "model.json").read_text()) if code == 0 else None, said

    return call


def predictions(model):
    return [row[0] for row in model["verification"]["predictions"]]


def by_hand(model):
    """Returns what the parts give, one after another, on the verification rows."""
    rows = SCALER.transform(np.array(model["verification"]["inputs"]))
    scaled = SCALED_MODEL.predict(rows).reshape(-1, 1)
    return Y_SCALER.inverse_transform(scaled).ravel().tolist()


class TestFiles:
    def test_a_scaler_and_a_model(self, export):
        model, _ = export(SCALER, MODEL)
        rows = SCALER.transform(np.array(model["verification"]["inputs"]))
        assert predictions(model) == MODEL.predict(rows).tolist()
        assert [entry["name"] for entry in model["pipeline"]["steps"]] == ["part0"]

    def test_a_scaler_of_the_target(self, export, tmp_path):
        joblib.dump(Y_SCALER, tmp_path / "y.joblib")
        model, _ = export(SCALER, SCALED_MODEL, more=["--target-transformer", "y.joblib"])
        assert predictions(model) == by_hand(model)

    def test_a_model_that_was_fitted_on_names(self, export):
        scaler = StandardScaler().fit(X)
        scaled = pandas.DataFrame(scaler.transform(X), columns=X.columns)
        assert export(scaler, SVR().fit(scaled, y))[1] == ""

    def test_the_release_of_any_part(self, export, monkeypatch):
        """The model file names the first release that is not the installed one."""
        with monkeypatch.context() as patch:
            patch.setattr("sklearn.base.__version__", "1.1.0")
            joblib.dump(SCALER, "old.joblib")
        joblib.dump(MODEL, "model.joblib")
        arguments = ["old.joblib", "model.joblib", "--sample", "inputs.csv", "--output", "m.json"]
        assert main(arguments) == 0
        with open("m.json") as file:
            assert json.load(file)["source"]["fitted_version"] == "1.1.0"

    def test_the_wrong_order(self, export):
        model, said = export(MODEL, SCALER)
        assert model is None
        assert "part0 (SVR) stands before the last part, so it must be a transformer" in said

    def test_a_transformer_of_the_target_in_both_places(self, export, tmp_path):
        joblib.dump(Y_SCALER, tmp_path / "y.joblib")
        parts = {"y_scaler": Y_SCALER, "scaler": SCALER, "model": SCALED_MODEL}
        model, said = export(parts, more=["--target-transformer", "y.joblib"])
        assert model is None
        assert "--target-transformer: the files of the model hold one already" in said


class TestPartsInOneFile:
    """The usual shapes of public models."""

    @pytest.mark.parametrize("key", ["y_scaler", "scaler_y", "scalerY", "target_transformer"])
    def test_a_dict_of_parts(self, export, key):
        content = {key: Y_SCALER, "scaler": SCALER, "model": SCALED_MODEL, "mae": 1.5}
        model, said = export(content)
        assert predictions(model) == by_hand(model)
        assert (
            "part0.joblib is read as 'scaler' StandardScaler, then 'model' SVR, "
            f"and '{key}' MinMaxScaler for the target" in said
        )

    def test_the_names_beside_a_model(self, export):
        for content in (
            {"model": MODEL, "columns": ["Age", "Distance"], "at": datetime.date(2026, 1, 2)},
            {"columns": pandas.Index(["Age", "Distance"]), "model": MODEL, "data": X},
            (MODEL, np.array(["Age", "Distance"])),
            [["Age", "Distance"], MODEL],
        ):
            model, said = export(content, sample="rows.csv")
            assert [entry["name"] for entry in model["inputs"]] == ["Age", "Distance"]
            assert "names the inputs" in said

    def test_the_names_beside_a_model_and_its_scaler_in_another_file(self, export):
        content = {"model": MODEL, "columns": ["Age", "Distance"]}
        assert export(SCALER, MODEL)[0]["inputs"] == export(SCALER, content)[0]["inputs"]

    def test_a_tuple(self, export):
        by_order = export((SCALER, MODEL))[0]
        assert predictions(export((MODEL, SCALER))[0]) == predictions(by_order)
        rows = SCALER.transform(np.array(by_order["verification"]["inputs"]))
        assert predictions(by_order) == MODEL.predict(rows).tolist()

    @pytest.mark.parametrize(
        "content, words",
        [
            ("text", "part0.joblib holds str, where a fitted pipeline or its parts belong"),
            (X, "part0.joblib holds DataFrame, where a fitted pipeline or its parts belong"),
            (SVR, "part0.joblib holds ABCMeta, where a fitted pipeline or its parts belong"),
            ({}, "holds dict of 0: . Expected exactly one regressor, found 0"),
            ((SCALER, Y_SCALER), "0 StandardScaler, 1 MinMaxScaler. Expected exactly one"),
            ({"a": MODEL, "b": MODEL}, "'a' SVR, 'b' SVR. Expected exactly one regressor, found 2"),
            ({"a": KMeans(2), "b": SVC()}, "Expected exactly one regressor, found 0"),
            (
                {"model": MODEL, "encoders": {"Shift": LabelEncoder()}},
                "'model' SVR, 'encoders' dict of 1. It is not clear what 'encoders' does",
            ),
            ({"model": MODEL, "clean": len}, "It is not clear what 'clean' does"),
            ((SCALER, Y_SCALER, SCALED_MODEL), "It is not clear in which order they apply"),
            (
                {"y1": Y_SCALER, "target": Y_SCALER, "m": SCALED_MODEL},
                "It is not clear in which order they apply",
            ),
            (
                {"scaler": SCALER, "encoder": OneHotEncoder().fit([[1, 2, 3]]), "model": MODEL},
                "scaler (StandardScaler) returns 2 columns, and encoder (OneHotEncoder) expects 3",
            ),
        ],
    )
    def test_parts_that_are_not_clear(self, export, content, words):
        model, said = export(content)
        assert model is None
        assert words in said
