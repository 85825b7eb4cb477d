"""What export_pipeline refuses: by the step's path and class, and never a file that means something else."""

import numpy as np
import pandas
import pytest
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.decomposition import PCA
from sklearn.ensemble import BaggingRegressor, StackingRegressor, VotingRegressor
from sklearn.impute import KNNImputer, MissingIndicator, SimpleImputer
from sklearn.kernel_approximation import Nystroem
from sklearn.linear_model import Lasso, LinearRegression
from sklearn.model_selection import GridSearchCV
from sklearn.multioutput import MultiOutputRegressor
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    KBinsDiscretizer,
    OneHotEncoder,
    OrdinalEncoder,
    QuantileTransformer,
    StandardScaler,
)
from sklearn.svm import SVR

from supportvector_export import (
    DisagreementError,
    ExportError,
    NonFiniteError,
    UnsupportedStepError,
    export_pipeline,
)

random = np.random.RandomState(0)
X = pandas.DataFrame(
    {"Age": random.randint(18, 66, 40), "Shift": random.choice(["early", "late"], 40)}
)
y = random.normal(size=40)
numbers = X[["Age"]]


def refusal(pipeline, sample, error=UnsupportedStepError, **keywords):
    with pytest.raises(error) as caught:
        export_pipeline(pipeline, sample, **keywords)
    return str(caught.value)


class MySVR(SVR):
    """A subclass may predict anything."""


class Doubler(BaseEstimator, TransformerMixin):
    def fit(self, X, y=None):
        return self

    def transform(self, X):
        return np.asarray(X) * 2


@pytest.mark.parametrize(
    "regressor, words",
    [
        (Lasso(), "pipeline: sklearn.linear_model._coordinate_descent.Lasso is not supported"),
        (MySVR(), "MySVR is not supported"),
        (SVR(kernel=lambda a, b: a @ b.T), "with kernel=<function"),
        (SVR(gamma=0.0), "with gamma=0.0 is not supported: it predicts the same for every row"),
        (
            TransformedTargetRegressor(MySVR()),
            "pipeline > regressor: test_refusals.MySVR is not supported",
        ),
        (
            BaggingRegressor(Lasso(), 2),
            "pipeline > 0: sklearn.linear_model._coordinate_descent.Lasso is not supported",
        ),
        (
            VotingRegressor([("a", SVR()), ("b", MySVR())]),
            "pipeline > b: test_refusals.MySVR is not supported",
        ),
        (
            StackingRegressor([("a", SVR())], Lasso()),
            "pipeline > final_estimator: sklearn.linear_model._coordinate_descent.Lasso is not supported",
        ),
        (
            VotingRegressor([("a", BaggingRegressor(MySVR(), 1))]),
            "pipeline > a > 0: test_refusals.MySVR is not supported",
        ),
    ],
)
def test_regressors(regressor, words):
    assert words in refusal(regressor.fit(numbers, y), numbers)


def test_several_targets():
    """Only the whole model may predict several."""
    Y = np.column_stack([y, y])
    within = TransformedTargetRegressor(MultiOutputRegressor(SVR())).fit(numbers, Y)
    assert (
        "pipeline > regressor: sklearn.multioutput.MultiOutputRegressor is not supported"
        in refusal(within, numbers)
    )
    assert "predicts several targets: only MultiOutputRegressor may" in refusal(
        LinearRegression().fit(numbers, Y), numbers
    )


def test_the_path_of_a_step():
    inner = Pipeline([("impute", SimpleImputer()), ("squash", Nystroem(n_components=3))])
    columns = ColumnTransformer([("numbers", inner, ["Age"])])
    pipeline = Pipeline([("prepare", columns), ("svr", SVR())]).fit(X, y)
    with pytest.raises(UnsupportedStepError) as caught:
        export_pipeline(pipeline, X)
    assert caught.value.path == "pipeline > prepare > numbers > squash"
    assert caught.value.class_name == "sklearn.kernel_approximation.Nystroem"
    assert (
        str(caught.value)
        == "pipeline > prepare > numbers > squash: sklearn.kernel_approximation.Nystroem is not supported"
    )


@pytest.mark.parametrize(
    "step, words",
    [
        (Doubler(), "test_refusals.Doubler is not supported"),
        (
            FunctionTransformer(np.cos),
            "FunctionTransformer with the function cos is not supported, only numpy's absolute, ceil, ",
        ),
        (
            FunctionTransformer(lambda values: values * 2),
            "with the function <lambda> is not supported",
        ),
        (FunctionTransformer(np.round, kw_args={"decimals": 1}), "with kw_args is not supported"),
        (
            KBinsDiscretizer(3, dtype=np.float32),
            "KBinsDiscretizer with dtype=float32 is not supported, only float64",
        ),
    ],
)
def test_other_transformers(step, words):
    assert words in refusal(make_pipeline(step, SVR()).fit(numbers, y), numbers)


@pytest.mark.parametrize(
    "step", [QuantileTransformer(n_quantiles=5), FunctionTransformer(np.sqrt, accept_sparse=True)]
)
def test_steps_on_a_sparse_matrix(step):
    columns = ColumnTransformer([("shift", OneHotEncoder(), ["Shift"])], sparse_threshold=1.0)
    assert "on a sparse matrix is not supported" in refusal(
        make_pipeline(columns, step, SVR()).fit(X, y), X
    )


@pytest.mark.parametrize(
    "transformer, words",
    [
        (
            OneHotEncoder(sparse_output=False),
            "OneHotEncoder is not supported as the transformer of a target",
        ),
        (
            FunctionTransformer(np.exp),
            "without inverse_func is not supported as the transformer of a target",
        ),
        (FunctionTransformer(np.exp, np.cos), "with the function cos is not supported"),
    ],
)
def test_transformers_of_a_target(transformer, words):
    target = TransformedTargetRegressor(SVR(), transformer=transformer, check_inverse=False)
    target.transformer_, target.regressor_, target._training_dim = (
        transformer.fit(y.round()[:, None]),
        SVR().fit(numbers, y),
        1,
    )
    assert words in refusal(target, numbers)


def test_a_subclass_of_a_covered_step():
    class Mine(StandardScaler):
        def transform(self, X):
            return super().transform(X) * 2

    assert "Mine is not supported" in refusal(make_pipeline(Mine(), SVR()).fit(numbers, y), numbers)


@pytest.mark.parametrize(
    "encoder, words",
    [
        (OneHotEncoder(dtype=np.float32), "with dtype=float32 is not supported"),
        (OrdinalEncoder(dtype=np.float32), "with dtype=float32 is not supported"),
        (OrdinalEncoder(dtype=np.int8), "with dtype=int8 is not supported"),
        (
            OneHotEncoder(categories=[["early", "late", "early"]]),
            "has a category twice in column 0",
        ),
        (
            OneHotEncoder(categories=[["early", "late", 1]]),
            "has categories in column 0 that are not all numbers or all strings",
        ),
        (
            OrdinalEncoder(categories=[["early", "late", ("a",)]]),
            "has categories in column 0 that are not all numbers or all strings",
        ),
        (
            OneHotEncoder(categories=[["early", "late", None, np.nan]]),
            "has both None and NaN as categories in column 0",
        ),
        (
            OneHotEncoder(categories=[["early", "late", pandas.NaT]]),
            "has the missing value NaT as a category in column 0",
        ),
    ],
)
def test_encoders(encoder, words):
    shifts = X[["Shift"]]
    assert words in refusal(make_pipeline(encoder, SVR()).fit(shifts, y), shifts)


def test_infrequent_ordinals():
    """OrdinalEncoder groups them from scikit-learn 1.3 on."""
    encoder = OrdinalEncoder()
    encoder.max_categories = 2
    shifts = X[["Shift"]]
    assert "with max_categories is not supported" in refusal(
        make_pipeline(encoder, SVR()).fit(shifts, y), shifts
    )


def test_ordinals_that_stay_missing():
    frame = pandas.DataFrame({"a": ["x", "y"] * 20})
    pipeline = make_pipeline(OrdinalEncoder(categories=[["x", "y", np.nan]]), SVR()).fit(frame, y)
    assert export_pipeline(pipeline, frame)["inputs"][0]["missing"] is False


@pytest.mark.parametrize(
    "imputer, words",
    [
        (
            SimpleImputer(missing_values="?", strategy="constant"),
            "with missing_values='?' is not supported, only NaN, None and numbers",
        ),
        (
            SimpleImputer(strategy="constant", fill_value=np.nan),
            "imputes nan in column 0, neither a finite number nor a string",
        ),
        (
            MissingIndicator(missing_values="?", features="all"),
            "with missing_values='?' is not supported",
        ),
        (KNNImputer(weights=lambda distances: distances), "with weights=<function"),
        (KNNImputer(metric=lambda a, b, **_: 0.0), "with metric=<function"),
    ],
)
def test_imputers(imputer, words):
    objects = getattr(imputer, "missing_values", None) == "?"
    sample = numbers.astype(object if objects else float)
    assert words in refusal(make_pipeline(imputer, SVR()).fit(sample, y), sample)


def test_a_column_without_values():
    """An imputer knows what to do with it, a scaler before that does not."""
    frame = pandas.DataFrame({"a": random.rand(40), "b": [np.nan] * 40})
    pipeline = make_pipeline(StandardScaler(), SimpleImputer(), SVR()).fit(frame, y)
    assert "StandardScaler found only missing values in column 1" in refusal(pipeline, frame)


def test_an_encoder_of_what_rounding_decides():
    """A mean of neighbors is no category to the bit: no row can be compared."""
    frame = pandas.DataFrame({"a": [1.1, 2.3, 4.7, np.nan] * 10, "b": random.rand(40)})
    pipeline = make_pipeline(KNNImputer(), OneHotEncoder(), SVR()).fit(frame, y)
    model = export_pipeline(pipeline, frame, verification_rows=40)
    assert len(model["verification"]["inputs"]) == 30


def test_single_precision():
    singles = numbers.astype("float32")
    assert "was fitted on float32" in refusal(
        make_pipeline(KNNImputer(), SVR()).fit(singles, y), numbers
    )


def test_what_is_not_fitted():
    assert refusal(SVR(), numbers, ExportError) == "pipeline: SVR is not fitted"
    assert (
        refusal(make_pipeline(StandardScaler(), SVR()), numbers, ExportError)
        == "pipeline > svr: SVR is not fitted"
    )
    half = Pipeline([("scale", StandardScaler()), ("svr", SVR().fit(numbers, y))])
    assert refusal(half, numbers, ExportError) == "pipeline > scale: StandardScaler is not fitted"
    search = GridSearchCV(SVR(), {"C": [1.0]}, cv=2, refit=False).fit(numbers, y)
    assert "has no best_estimator_" in refusal(search, numbers)


def test_what_is_no_estimator():
    assert refusal(7, numbers) == "pipeline: builtins.int is not supported"
    assert "NoneType is not supported" in refusal(None, numbers)


def test_samples():
    svr = SVR().fit(numbers, y)
    assert "expected a DataFrame or a 2-D array" in refusal(svr, [[1]], ExportError)
    assert "expected at least one sample row" in refusal(svr, numbers.iloc[:0], ExportError)
    assert "the pipeline cannot predict the sample rows" in refusal(svr, X[["Shift"]], ExportError)
    assert "expected 1 columns, got 2" in refusal(
        SVR().fit(numbers.to_numpy(), y), np.ones((3, 2)), ExportError
    )
    large = pandas.DataFrame({"a": random.randint(2**60, 2**62, 40)})
    assert "no integer up to 2^53" in refusal(SVR().fit(large, y), large, ExportError)
    dates = pandas.DataFrame({"a": pandas.date_range("2020", periods=40)})
    assert "type Timestamp" in refusal(
        make_pipeline(StandardScaler(), SVR()).fit(dates, y), dates, ExportError
    )
    twice = pandas.DataFrame(random.rand(40, 2), columns=["a", "a"])
    assert "two columns have the same name" in refusal(SVR().fit(twice, y), twice, ExportError)
    assert "is float32" in refusal(svr, numbers.astype("float32"), ExportError)


def test_missing_values_that_nothing_imputes():
    """scikit-learn takes NaN for an unknown category here; a record with null is an error."""
    frame = pandas.DataFrame({"a": [1.0, 2.0] * 20})
    pipeline = make_pipeline(OneHotEncoder(handle_unknown="ignore"), SVR()).fit(frame, y)
    assert "'a' holds missing values in X" in refusal(
        pipeline, pandas.DataFrame({"a": [1.0, np.nan]}), ExportError
    )


def test_categories_of_another_type():
    frame = pandas.DataFrame({"a": ["1", "2"] * 20})
    pipeline = make_pipeline(OneHotEncoder(handle_unknown="ignore"), SVR()).fit(frame, y)
    words = refusal(pipeline, pandas.DataFrame({"a": [1, "2"]}, dtype=object), ExportError)
    assert words == "inputs: column 'a' holds numbers in X, where its encoder knows strings"


def test_encoders_that_have_no_category_in_common():
    frame = pandas.DataFrame({"a": ["x", "y"] * 20})
    encoders = [
        OneHotEncoder(categories=[[category]], handle_unknown="ignore") for category in "xy"
    ]
    pipeline = make_pipeline(
        ColumnTransformer([(str(i), step, ["a"]) for i, step in enumerate(encoders)]), SVR()
    ).fit(frame, y)
    assert "has no category that every encoder of it knows" in refusal(pipeline, frame, ExportError)


def test_strings_that_are_numbers():
    """scikit-learn would read them as numbers; a record never does."""
    frame = pandas.DataFrame({"a": ["1", "2"] * 20}, dtype=object)
    assert "holds strings" in refusal(SVR().fit(frame, y), frame, ExportError)


def test_keywords():
    svr = SVR().fit(numbers, y)
    for clip in [(1, 0), (float("nan"), None), (None, float("inf")), 5, (1, 2, 3)]:
        assert "clip: expected (min, max)" in refusal(svr, numbers, ExportError, clip=clip)
    for metrics in [{"Test MAE": 1.0}, {"test_mae": float("nan")}, {"test_mae": "3.8"}]:
        assert "metrics: expected finite numbers" in refusal(
            svr, numbers, ExportError, metrics=metrics
        )
    assert "verification_rows: expected at least 1" in refusal(
        svr, numbers, ExportError, verification_rows=0
    )


def test_a_column_that_no_record_can_hold():
    frame = pandas.DataFrame({"__proto__": random.rand(40)})
    assert '"__proto__"' in refusal(SVR().fit(frame, y), frame, ExportError)


def test_a_pipeline_whose_steps_do_something_else():
    """The last line of defence: the finished file is evaluated, and compared."""
    pipeline = make_pipeline(StandardScaler(), SVR()).fit(numbers, y)
    pipeline[0].transform = lambda X: np.asarray(X, dtype=float) * 3
    assert "transforms row 0 (column 0) of X otherwise" in refusal(
        pipeline, numbers, DisagreementError
    )
    pipeline = make_pipeline(StandardScaler(), SVR()).fit(numbers, y)
    pipeline[1].predict = lambda X: np.zeros(len(X))
    assert "off the pipeline's prediction" in refusal(pipeline, numbers, DisagreementError)


def test_a_row_that_becomes_infinite_where_no_member_looks():
    table = pandas.DataFrame(
        {"Age": numbers["Age"].astype(float), "Change": np.where(np.arange(40) == 7, -1.0, 0.5)}
    )
    logarithm = ColumnTransformer(
        [
            ("Age", "passthrough", ["Age"]),
            (
                "log",
                FunctionTransformer(np.log1p, validate=True, feature_names_out="one-to-one"),
                ["Change"],
            ),
        ]
    )
    pipeline = make_pipeline(logarithm, BaggingRegressor(SVR(), 1, max_features=1, random_state=9))
    with np.errstate(divide="ignore"):
        pipeline.fit(table, y)
        assert pipeline[-1].estimators_features_[0].tolist() == [0]
        words = refusal(pipeline, table, NonFiniteError)
    assert words.startswith(
        "X: row 7: expected finite numbers after the steps, got -inf in 'log__Change' (column 1): "
    )


def test_a_whitened_component_without_variance():
    """scikit-learn predicts on where no member of an ensemble reads what is 0/0."""
    table = pandas.DataFrame({"Age": numbers["Age"].astype(float), "Site": 3.0})
    columns = ColumnTransformer(
        [("Age", "passthrough", ["Age"]), ("whiten", PCA(whiten=True, svd_solver="full"), ["Site"])]
    )
    with np.errstate(invalid="ignore"):
        pipeline = make_pipeline(
            columns, BaggingRegressor(SVR(), 1, max_features=1, random_state=9)
        ).fit(table, y)
        words = refusal(pipeline, table)
    assert (
        words
        == "pipeline > columntransformer > whiten: sklearn.decomposition._pca.PCA whitens component 0, which has no variance"
    )
