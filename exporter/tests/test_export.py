"""The model files of export_pipeline."""

import inspect

import numpy as np
import pandas
import pytest
from scipy import sparse
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import VotingRegressor
from sklearn.feature_selection import SelectKBest, VarianceThreshold, f_regression
from sklearn.impute import SimpleImputer
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import (
    MaxAbsScaler,
    OneHotEncoder,
    RobustScaler,
    StandardScaler,
)
from sklearn.svm import SVR

from supportvector_export import (
    export_pipeline,
    to_text,
    write_model,
)
from supportvector_export.__main__ import main
from supportvector_export.evaluate import evaluate, support_vectors
from supportvector_export.support_vectors import to_blocks

random = np.random.RandomState(0)
X = pandas.DataFrame(
    {
        "Age": random.randint(18, 66, 60).astype(float),
        "Shift": random.choice(["early", "late"], 60),
        "Code": random.randint(0, 4, 60),
        "Unused": random.rand(60),
        "Distance": np.arange(60.0) + 0.5,
    }
)
y = random.normal(size=60)


def columns(*transformers, **parameters):
    return Pipeline(
        [("columns", ColumnTransformer(list(transformers), **parameters)), ("svr", SVR())]
    ).fit(X, y)


def test_a_model_file():
    pipeline = columns(
        ("numbers", StandardScaler(), ["Age"]),
        ("codes", OneHotEncoder(), ["Shift"]),
        transformer_weights={"codes": 0.5},
    )
    model = export_pipeline(
        pipeline,
        X,
        name="hours",
        description="for a test",
        target="Hours",
        unit="h",
        clip=(0, None),
        metrics={"test_mae": np.float64(1.5)},
        training_date="2026-01-02",
        training_samples=np.int64(60),
        test_samples=0,
    )
    assert (model["format"], model["version"], model["source"]["library"]) == (
        "supportvector",
        1,
        "scikit-learn",
    )
    assert model["metadata"] == {
        "name": "hours",
        "description": "for a test",
        "target": "Hours",
        "unit": "h",
        "training_date": "2026-01-02",
        "training_samples": 60,
        "test_samples": 0,
        "metrics": {"test_mae": 1.5},
    }
    assert model["inputs"] == [
        {
            "name": "Age",
            "kind": "number",
            "missing": False,
            "range": [int(X.Age.min()), int(X.Age.max())],
        },
        {"name": "Shift", "kind": "category", "missing": False, "categories": ["early", "late"]},
    ]
    assert model["feature_names_out"] == ["numbers__Age", "codes__Shift_early", "codes__Shift_late"]
    assert model["target"] == {"clip": {"min": 0}}
    step = model["pipeline"]["steps"][0]["step"]
    assert [
        (part["name"], part["columns"], part.get("weight")) for part in step["transformers"]
    ] == [
        ("numbers", [0], None),
        ("codes", [1], 0.5),
    ]
    assert model["regressor"]["gamma"] == pipeline[-1]._gamma
    assert np.array_equal(support_vectors(model["regressor"], 3), pipeline[-1].support_vectors_)


def test_defaults():
    model = export_pipeline(SVR().fit(X[["Age"]], y), X[["Age"]])
    assert model["metadata"] == {"name": "model"}
    assert model["target"] == {}
    assert model["pipeline"] == {"type": "Pipeline", "steps": []}
    assert len(model["verification"]["inputs"]) == 3


def test_inputs_of_an_array():
    model = export_pipeline(
        SVR().fit(X[["Age", "Code"]].to_numpy(), y), X[["Age", "Code"]].to_numpy()
    )
    assert [(entry["name"], entry["kind"]) for entry in model["inputs"]] == [
        ("x0", "number"),
        ("x1", "number"),
    ]


@pytest.mark.parametrize(
    "transformers, missing",
    [
        ([("a", SimpleImputer(), ["Age"])], True),
        ([("a", SimpleImputer(), ["Age"]), ("b", "passthrough", ["Age"])], False),
        ([("a", make_pipeline(StandardScaler(), SimpleImputer()), ["Age"])], True),
        ([("a", StandardScaler(), ["Age"])], False),
        (
            [
                (
                    "a",
                    make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder()),
                    ["Age"],
                )
            ],
            True,
        ),
        (
            [
                (
                    "a",
                    make_pipeline(
                        SimpleImputer(strategy="constant", fill_value=-1), OneHotEncoder()
                    ),
                    ["Age"],
                )
            ],
            False,
        ),
        (
            [
                (
                    "a",
                    make_pipeline(
                        SimpleImputer(strategy="constant", fill_value=-1),
                        OneHotEncoder(handle_unknown="ignore"),
                    ),
                    ["Age"],
                )
            ],
            True,
        ),
    ],
)
def test_which_inputs_may_be_missing(transformers, missing):
    assert export_pipeline(columns(*transformers), X)["inputs"][0]["missing"] is missing


def test_an_input_that_is_imputed_and_then_dropped_may_be_missing():
    holed = X[["Age", "Code"]].copy()
    holed.loc[3, "Code"] = np.nan
    keep_age = ColumnTransformer([("age", "passthrough", [0])])
    pipeline = make_pipeline(SimpleImputer(), keep_age, SVR()).fit(holed, y)
    assert [entry["missing"] for entry in export_pipeline(pipeline, holed)["inputs"]] == [
        True,
        True,
    ]


def test_a_selector_that_lets_missing_values_pass():
    holed = pandas.DataFrame({"a": [1.0, np.nan, 3.0, 4.0] * 15})
    pipeline = make_pipeline(VarianceThreshold(), SimpleImputer(), SVR()).fit(holed, y)
    model = export_pipeline(pipeline, holed)
    assert model["inputs"][0]["missing"] is True
    assert model["pipeline"]["steps"][0]["step"]["allow_nan"] is True


def test_two_kinds_of_missing_values_exclude_each_other():
    frame = pandas.DataFrame({"a": ["x", "y"] * 30})
    imputers = [
        SimpleImputer(strategy="most_frequent"),
        SimpleImputer(strategy="most_frequent", missing_values=None),
    ]
    parts = [
        (str(i), make_pipeline(imputer, OneHotEncoder()), ["a"])
        for i, imputer in enumerate(imputers)
    ]
    pipeline = make_pipeline(ColumnTransformer(parts), SVR()).fit(frame, y)
    assert export_pipeline(pipeline, frame)["inputs"][0]["missing"] is False


def test_an_input_that_is_encoded_and_computed_with_is_a_number():
    model = export_pipeline(
        columns(("a", OneHotEncoder(), ["Code"]), ("b", StandardScaler(), ["Code"])), X
    )
    assert model["inputs"] == [
        {"name": "Code", "kind": "number", "missing": False, "range": [0, 3]}
    ]


def test_only_the_columns_that_are_read_are_inputs():
    pipeline = columns(("a", "passthrough", ["Code", "Age"]), ("b", "drop", ["Shift"]))
    model = export_pipeline(pipeline, X[["Age", "Code"]])
    assert [entry["name"] for entry in model["inputs"]] == ["Age", "Code"]
    assert model["pipeline"]["steps"][0]["step"]["transformers"][0]["columns"] == [1, 0]


def test_a_feature_union_reads_what_its_parts_read():
    parts = [
        ("a", ColumnTransformer([("code", "passthrough", ["Code"])])),
        (
            "b",
            make_pipeline("passthrough", ColumnTransformer([("age", StandardScaler(), ["Age"])])),
        ),
        ("c", "drop"),
    ]
    pipeline = make_pipeline(FeatureUnion(parts, transformer_weights={"a": 0.5}), SVR()).fit(X, y)
    model = export_pipeline(pipeline, X)
    assert [entry["name"] for entry in model["inputs"]] == ["Age", "Code"]
    first, second = model["pipeline"]["steps"][0]["step"]["transformers"]
    assert (first["columns"], first["weight"], first["step"]["transformers"][0]["columns"]) == (
        [0, 1],
        0.5,
        [1],
    )
    assert second["step"]["steps"][1]["step"]["transformers"][0]["columns"] == [0]
    assert model["feature_names_out"] == ["a__code__Code", "b__age__Age"]


def test_a_feature_union_that_only_passes_through():
    pipeline = make_pipeline(FeatureUnion([("a", "passthrough"), ("b", "drop")]), SVR()).fit(
        X[["Age", "Code"]], y
    )
    model = export_pipeline(pipeline, X[["Age", "Code"]])
    assert [entry["name"] for entry in model["inputs"]] == ["Age", "Code"]
    assert model["feature_names_out"] == ["a__Age", "a__Code"]


def test_a_selector():
    pipeline = make_pipeline(SelectKBest(f_regression, k=1), StandardScaler(), SVR()).fit(
        X[["Age", "Code"]], y
    )
    model = export_pipeline(pipeline, X[["Age", "Code"]])
    kept = int(pipeline[0].get_support().nonzero()[0][0])
    assert model["pipeline"]["steps"][0]["step"] == {
        "type": "SelectorMixin",
        "class": "SelectKBest",
        "columns": [kept],
    }
    # scikit-learn asks for the other column, too.
    assert len(model["inputs"]) == 2


@pytest.mark.parametrize(
    "missing, count, rows",
    [
        ([], 3, [0, 30, 59]),
        ([], 1, [0]),
        ([37], 3, [0, 30, 37, 59]),
        ([37, 40], 3, [0, 30, 37, 59]),
        ([30], 3, [0, 30, 59]),
        ([37], 100, list(range(60))),
    ],
)
def test_the_verification_rows(missing, count, rows):
    """They are evenly spaced, and the first row with a missing value is among them."""
    holed = X[["Distance"]].copy()
    holed.loc[missing, "Distance"] = np.nan
    pipeline = make_pipeline(SimpleImputer(), SVR()).fit(holed, y)
    model = export_pipeline(pipeline, holed, verification_rows=count)
    expected = [None if row in missing else holed["Distance"][row] for row in rows]
    assert model["verification"]["inputs"] == [[value] for value in expected]


def test_public_functions_have_type_hints():
    for function in (export_pipeline, to_text, write_model, main):
        signature = inspect.signature(function)
        annotations = [parameter.annotation for parameter in signature.parameters.values()]
        assert inspect.Signature.empty not in [*annotations, signature.return_annotation]


@pytest.mark.parametrize("search", [GridSearchCV, RandomizedSearchCV])
def test_a_search_is_its_best_estimator(search):
    parameters = {
        "param_grid" if search is GridSearchCV else "param_distributions": {"C": [1.0, 3.0]},
        "cv": 2,
    }
    parameters.update({} if search is GridSearchCV else {"n_iter": 2})
    whole = search(SVR(), **parameters).fit(X[["Age"]], y)
    model = export_pipeline(whole, X[["Age"]])
    assert model["regressor"] == export_pipeline(whole.best_estimator_, X[["Age"]])["regressor"]
    last = Pipeline([("scale", StandardScaler()), ("search", search(SVR(), **parameters))]).fit(
        X[["Age"]], y
    )
    assert len(export_pipeline(last, X[["Age"]])["pipeline"]["steps"]) == 1


@pytest.mark.parametrize(
    "scaler", [StandardScaler(with_mean=False), RobustScaler(with_centering=False), MaxAbsScaler()]
)
def test_a_sparse_sample(scaler):
    matrix = sparse.csr_matrix(X[["Age", "Code"]].to_numpy(float))
    pipeline = make_pipeline(scaler, SVR()).fit(matrix, y)
    step = export_pipeline(pipeline, matrix)["pipeline"]["steps"][0]["step"]
    assert set(step) == {"type", "inverse_scale"}


def test_weights_of_the_members_that_are_left():
    """A dropped member has a weight, too."""
    members = [("a", SVR()), ("b", "drop"), ("c", SVR(C=3.0))]
    vote = VotingRegressor(members, weights=[1, 20, 3]).fit(X[["Age"]], y)
    estimators = export_pipeline(vote, X[["Age"]])["regressor"]["estimators"]
    assert [(member["name"], member["weight"]) for member in estimators] == [("a", 1), ("c", 3)]


@pytest.mark.parametrize("form", ["csr", "csc", "coo", "dia", "bsr", "lil", "dok"])
def test_every_form_of_a_sparse_sample(form):
    matrix = sparse.csr_matrix(X[["Age", "Code"]].to_numpy(float))
    pipeline = make_pipeline(MaxAbsScaler(), SVR()).fit(matrix, y)
    model = export_pipeline(pipeline, matrix.asformat(form))
    assert model == export_pipeline(pipeline, matrix)


def test_names_that_scikit_learn_cannot_tell():
    """A function for the names of categories may return anything. The names change no number."""
    pipeline = make_pipeline(OneHotEncoder(), SVR()).fit(X[["Shift"]], y)
    pipeline[0].feature_name_combiner = lambda column, category: 5
    pipeline[0].get_feature_names_out = raise_type_error
    model = export_pipeline(pipeline, X[["Shift"]])
    assert model["feature_names_out"] == ["x0", "x1"]


def raise_type_error(names):
    raise TypeError("not a string")


def test_the_evaluator_is_not_the_exporter():
    """evaluate() finds a changed number in a file."""
    pipeline = make_pipeline(StandardScaler(), SVR()).fit(X[["Age"]], y)
    model = export_pipeline(pipeline, X[["Age"]])
    rows = X[["Age"]].to_numpy().tolist()
    _, _, before, bounds = evaluate(model, rows)
    assert np.all(np.abs(before[:, 0] - pipeline.predict(X[["Age"]])) <= bounds[:, 0])
    model["regressor"]["dual_coef"][0] *= 1.0001
    assert np.any(np.abs(evaluate(model, rows)[2] - before) > bounds)


class TestBlocks:
    def unfold(self, vectors, inputs):
        regressor = {
            "dual_coef": [0.0] * len(vectors),
            "support_vectors": to_blocks(vectors, inputs),
        }
        return support_vectors(regressor, vectors.shape[1])

    @pytest.mark.parametrize("n, d", [(0, 3), (1, 1), (1, 5), (50, 1), (50, 40)])
    def test_hold_every_value_to_the_bit(self, n, d):
        for vectors in (
            random.normal(size=(n, d)),
            random.randint(0, 3, (n, d)) * 0.1,
            np.zeros((n, d)),
        ):
            assert np.array_equal(self.unfold(vectors, list(range(d))), vectors)

    def test_keep_zeros_of_both_signs(self):
        vectors = np.array([[0.0], [-0.0], [0.0]])
        assert np.array_equal(np.signbit(self.unfold(vectors, [0])), np.signbit(vectors))

    def test_keep_the_columns_of_an_input_together(self):
        vectors = np.eye(4)[random.randint(0, 4, 90)]
        noise = random.normal(size=(90, 1))
        blocks = to_blocks(np.hstack([noise, vectors]), [0, 1, 1, 1, 1])
        assert sorted(block["columns"] for block in blocks) == [[0], [1, 2, 3, 4]]
        assert [
            "index" in block for block in sorted(blocks, key=lambda block: block["columns"])
        ] == [False, True]

    def test_join_columns_that_repeat_together(self):
        people = random.normal(size=(5, 6))[random.randint(0, 5, 200)]
        [block] = to_blocks(people, list(range(6)))
        assert len(block["rows"]) == 5


@pytest.mark.parametrize("dtype", ["bool", "object", "boolean"])
def test_bools(dtype):
    """A record may hold true and false where the sample rows hold bools."""
    flags = pandas.Series([True, False, False] * 20)
    sample = pandas.DataFrame({"code": flags, "number": flags, "plain": flags.astype(float)})
    encode = ("encode", OneHotEncoder(), ["code"])
    pipeline = make_pipeline(ColumnTransformer([encode], remainder="passthrough"), SVR())
    pipeline.fit(sample, y)
    model = export_pipeline(pipeline, sample.astype({"code": dtype, "number": dtype}))
    assert [entry.pop("boolean", None) for entry in model["inputs"]] == [True, True, None]
    assert model["verification"]["inputs"][0] == [1, 1, 1]
    assert model == export_pipeline(pipeline, sample.astype(float))
