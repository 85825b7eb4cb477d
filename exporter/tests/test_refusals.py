"""The refusals of export_pipeline: a refusal names the step, and no wrong model file is written."""

import re

import numpy as np
import pandas
import pytest
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.ensemble import BaggingRegressor, StackingRegressor, VotingRegressor
from sklearn.impute import KNNImputer, MissingIndicator, SimpleImputer
from sklearn.kernel_approximation import PolynomialCountSketch
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import GridSearchCV
from sklearn.multioutput import MultiOutputRegressor
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    KBinsDiscretizer,
    MaxAbsScaler,
    OneHotEncoder,
    OrdinalEncoder,
    PowerTransformer,
    QuantileTransformer,
    SplineTransformer,
    StandardScaler,
)
from sklearn.svm import SVR

from supportvector_export import (
    DisagreementError,
    ExportError,
    IrreproducibleError,
    NonFiniteError,
    UncomparedRowsWarning,
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
    """Returns the error that the export of the pipeline raises."""
    with pytest.raises(error) as caught:
        export_pipeline(pipeline, sample, **keywords)
    assert type(caught.value) is error
    return caught.value


def refused_step(pipeline, sample):
    """Returns the path, the name of the class and the reason of the refused step."""
    error = refusal(pipeline, sample)
    return error.path, error.class_name.rpartition(".")[2], error.reason


class MySVR(SVR):
    """A subclass may predict anything."""


class Doubler(BaseEstimator, TransformerMixin):
    def fit(self, X, y=None):
        return self

    def transform(self, X):
        return np.asarray(X) * 2


@pytest.mark.parametrize(
    "regressor, path, name, words",
    [
        (KNeighborsRegressor(), "pipeline", "KNeighborsRegressor", ""),
        (MySVR(), "pipeline", "MySVR", ""),
        (SVR(kernel=lambda a, b: a @ b.T), "pipeline", "SVR", "kernel=<function"),
        (SVR(gamma=0.0), "pipeline", "SVR", "gamma=0.0"),
        (TransformedTargetRegressor(MySVR()), "pipeline > regressor", "MySVR", ""),
        (BaggingRegressor(KNeighborsRegressor(), 2), "pipeline > 0", "KNeighborsRegressor", ""),
        (VotingRegressor([("a", SVR()), ("b", MySVR())]), "pipeline > b", "MySVR", ""),
        (
            StackingRegressor([("a", SVR())], KNeighborsRegressor()),
            "pipeline > final_estimator",
            "KNeighborsRegressor",
            "",
        ),
        (
            VotingRegressor([("a", BaggingRegressor(MySVR(), 1))]),
            "pipeline > a > 0",
            "MySVR",
            "",
        ),
    ],
)
def test_regressors(regressor, path, name, words):
    found_path, found_name, reason = refused_step(regressor.fit(numbers, y), numbers)
    assert (found_path, found_name) == (path, name)
    assert words in reason


def test_several_targets():
    """Only the whole model may predict several targets."""
    Y = np.column_stack([y, y])
    within = VotingRegressor([("a", SVR())]).fit(numbers, y)
    within.estimators_ = [MultiOutputRegressor(SVR()).fit(numbers, Y)]
    within.named_estimators_ = {"a": within.estimators_[0]}
    assert refused_step(within, numbers)[:2] == ("pipeline > a", "MultiOutputRegressor")
    path, name, reason = refused_step(LinearRegression().fit(numbers, Y), numbers)
    assert (path, name) == ("pipeline", "LinearRegression")
    assert "several targets" in reason


def test_the_path_of_a_step():
    inner = Pipeline([("impute", SimpleImputer()), ("squash", PolynomialCountSketch())])
    columns = ColumnTransformer([("numbers", inner, ["Age"])])
    pipeline = Pipeline([("prepare", columns), ("svr", SVR())]).fit(X, y)
    error = refusal(pipeline, X)
    assert error.path == "pipeline > prepare > numbers > squash"
    assert error.class_name == "sklearn.kernel_approximation.PolynomialCountSketch"
    assert str(error) == f"{error.path}: {error.class_name} {error.reason}"


@pytest.mark.parametrize(
    "step, name, words",
    [
        (Doubler(), "Doubler", ""),
        (FunctionTransformer(np.sinc), "FunctionTransformer", "function sinc"),
        (FunctionTransformer(lambda values: values * 2), "FunctionTransformer", "<lambda>"),
        (
            FunctionTransformer(np.round, kw_args={"decimals": 1}),
            "FunctionTransformer",
            " with decimals=1 is not",
        ),
        (FunctionTransformer(validate=True), "FunctionTransformer", "without validate"),
        (KBinsDiscretizer(3, dtype=np.float32), "KBinsDiscretizer", "dtype=float32"),
        (
            SplineTransformer(degree=0, extrapolation="constant"),
            "SplineTransformer",
            "degree=0 and extrapolation='constant'",
        ),
    ],
)
def test_other_transformers(step, name, words):
    _, found, reason = refused_step(make_pipeline(step, SVR()).fit(numbers, y), numbers)
    assert found == name
    assert words in reason


def test_periodic_splines_of_a_constant_column():
    """They are NaN to scikit-learn 1.7. Newer releases take the column for zeros."""
    table = numbers.assign(Site=3.0)
    spline = SplineTransformer(extrapolation="periodic")
    columns = ColumnTransformer([("Age", "passthrough", ["Age"]), ("spline", spline, ["Site"])])
    pipeline = make_pipeline(columns, SimpleImputer(), SVR()).fit(table, y)
    _, name, reason = refused_step(pipeline, table)
    assert name == "SplineTransformer"
    assert "period is 0" in reason


@pytest.mark.parametrize(
    "step", [QuantileTransformer(n_quantiles=5), FunctionTransformer(np.sqrt, accept_sparse=True)]
)
def test_steps_on_a_sparse_matrix(step):
    columns = ColumnTransformer([("shift", OneHotEncoder(), ["Shift"])], sparse_threshold=1.0)
    _, name, reason = refused_step(make_pipeline(columns, step, SVR()).fit(X, y), X)
    assert name == type(step).__name__
    assert "sparse matrix" in reason


@pytest.mark.parametrize(
    "transformer, words",
    [
        (OneHotEncoder(sparse_output=False), "transformer of a target"),
        (FunctionTransformer(np.exp), "without inverse_func"),
        (FunctionTransformer(np.exp, np.sinc), "function sinc"),
    ],
)
def test_transformers_of_a_target(transformer, words):
    target = TransformedTargetRegressor(SVR(), transformer=transformer, check_inverse=False)
    target.transformer_ = transformer.fit(y.round()[:, None])
    target.regressor_, target._training_dim = SVR().fit(numbers, y), 1
    path, name, reason = refused_step(target, numbers)
    assert (path, name) == ("pipeline > transformer", type(transformer).__name__)
    assert words in reason


def test_the_path_of_a_transformer_of_a_target():
    """It begins at the TransformedTargetRegressor, not at the last step of the Pipeline in it."""
    inner, scale = make_pipeline(StandardScaler(), SVR()), make_pipeline(MaxAbsScaler())
    target = TransformedTargetRegressor(inner, transformer=scale).fit(numbers, y)
    path = "transformer > maxabsscaler"
    assert refused_step(target, numbers)[:2] == (f"pipeline > {path}", "MaxAbsScaler")
    last = make_pipeline(StandardScaler(), target).fit(numbers, y)
    path = f"pipeline > transformedtargetregressor > {path}"
    assert refused_step(last, numbers)[:2] == (path, "MaxAbsScaler")


def test_a_subclass_of_a_covered_step():
    class Mine(StandardScaler):
        def transform(self, X):
            return super().transform(X) * 2

    assert refused_step(make_pipeline(Mine(), SVR()).fit(numbers, y), numbers)[1] == "Mine"


@pytest.mark.parametrize(
    "encoder, words",
    [
        (OneHotEncoder(dtype=np.float32), "dtype=float32"),
        (OrdinalEncoder(dtype=np.float32), "dtype=float32"),
        (OrdinalEncoder(dtype=np.int8), "dtype=int8"),
    ],
)
def test_encoders(encoder, words):
    shifts = X[["Shift"]]
    _, name, reason = refused_step(make_pipeline(encoder, SVR()).fit(shifts, y), shifts)
    assert name == type(encoder).__name__
    assert words in reason


@pytest.mark.parametrize(
    "encoder, categories, words",
    [
        (OneHotEncoder(), ["early", "late", "early"], "twice in column 0"),
        (OneHotEncoder(), ["early", "late", 1], "categories in column 0"),
        (OrdinalEncoder(), ["early", "late", ("a",)], "categories in column 0"),
        (OneHotEncoder(), ["early", "late", None, np.nan], "both None and NaN"),
        (OneHotEncoder(), ["early", "late", pandas.NaT], "NaT as a category"),
    ],
)
def test_categories(encoder, categories, words):
    """Newer releases do not fit on most of these, but a pickle of an older one may hold them."""
    shifts = X[["Shift"]]
    pipeline = make_pipeline(encoder, SVR()).fit(shifts, y)
    encoder.categories_ = [np.array(categories, dtype=object)]
    _, name, reason = refused_step(pipeline, shifts)
    assert name == type(encoder).__name__
    assert words in reason


def test_ordinals_that_stay_missing():
    frame = pandas.DataFrame({"a": ["x", "y"] * 20})
    pipeline = make_pipeline(OrdinalEncoder(categories=[["x", "y", np.nan]]), SVR()).fit(frame, y)
    assert export_pipeline(pipeline, frame)["inputs"][0]["missing"] is False


@pytest.mark.parametrize(
    "imputer, words",
    [
        (
            SimpleImputer(missing_values="?", strategy="constant", add_indicator=True),
            "missing_values='?' and an indicator",
        ),
        (
            SimpleImputer(strategy="constant", fill_value=np.nan, keep_empty_features=True),
            "imputes nan in column 0",
        ),
        (MissingIndicator(missing_values="?", features="all"), "missing_values='?'"),
        (KNNImputer(weights=lambda distances: distances), "weights=<function"),
        (KNNImputer(metric=lambda a, b, **_: 0.0), "metric=<function"),
    ],
)
def test_imputers(imputer, words):
    objects = getattr(imputer, "missing_values", None) == "?"
    sample = numbers.astype(object if objects else float)
    _, name, reason = refused_step(make_pipeline(imputer, SVR()).fit(sample, y), sample)
    assert name == type(imputer).__name__
    assert words in reason


@pytest.mark.parametrize(
    "step", [StandardScaler(), QuantileTransformer(n_quantiles=5), PowerTransformer()]
)
def test_a_column_without_values(step):
    """An imputer knows what to do with it, and a step in front of the imputer does not."""
    frame = pandas.DataFrame({"a": random.rand(40), "b": random.rand(40)})
    pipeline = make_pipeline(step, SimpleImputer(), SVR()).fit(frame, y)
    # Some releases fit a PowerTransformer to such a column, and some raise.
    learnt = {
        "StandardScaler": "mean_",
        "QuantileTransformer": "quantiles_",
        "PowerTransformer": "lambdas_",
    }
    getattr(pipeline[0], learnt[type(step).__name__])[..., 1] = np.nan
    _, name, reason = refused_step(pipeline, frame)
    assert name == type(step).__name__
    assert "only missing values in column 1" in reason


def test_a_column_without_a_mean():
    """So scikit-learn 1.2 fits a PowerTransformer to a column without values."""
    frame = pandas.DataFrame({"a": random.rand(40), "b": random.rand(40)})
    pipeline = make_pipeline(PowerTransformer(), SimpleImputer(), SVR()).fit(frame, y)
    pipeline[0]._scaler.mean_[1] = np.nan
    assert "only missing values in column 1" in refused_step(pipeline, frame)[2]


def test_an_encoder_of_what_rounding_decides():
    """A mean of neighbors is no category to the bit, so no imputed row can be compared."""
    frame = pandas.DataFrame({"a": [1.1, 2.3, 4.7, np.nan] * 10, "b": random.rand(40)})
    pipeline = make_pipeline(KNNImputer(), OneHotEncoder(), SVR()).fit(frame, y)
    message = str(refusal(pipeline, frame, IrreproducibleError))
    assert "10 of 40 sample rows" in message
    with pytest.warns(UncomparedRowsWarning):
        model = export_pipeline(pipeline, frame, verification_rows=40, allow_uncompared=True)
    assert len(model["verification"]["inputs"]) == 30
    imputed = frame[frame["a"].isna()]
    message = str(refusal(pipeline, imputed, IrreproducibleError, allow_uncompared=True))
    assert "every sample row" in message


def test_single_precision():
    singles = numbers.astype("float32")
    _, name, reason = refused_step(make_pipeline(KNNImputer(), SVR()).fit(singles, y), numbers)
    assert name == "KNNImputer"
    assert "float32" in reason


def test_what_is_not_fitted():
    unfitted = {
        "pipeline: SVR": SVR(),
        "pipeline > svr: SVR": make_pipeline(StandardScaler(), SVR()),
        "pipeline > scale: StandardScaler": Pipeline(
            [("scale", StandardScaler()), ("svr", SVR().fit(numbers, y))]
        ),
    }
    for start, pipeline in unfitted.items():
        assert str(refusal(pipeline, numbers, ExportError)).startswith(start + " ")
    search = GridSearchCV(SVR(), {"C": [1.0]}, cv=2, refit=False).fit(numbers, y)
    assert "best_estimator_" in refusal(search, numbers).reason


def test_what_is_no_estimator():
    assert refusal(7, numbers).class_name == "builtins.int"
    assert refusal(None, numbers).class_name == "builtins.NoneType"


def test_samples():
    def words(regressor, sample):
        message = str(refusal(regressor, sample, ExportError))
        assert message.startswith("X: ")
        return message

    svr = SVR().fit(numbers, y)
    assert "2-D array" in words(svr, [[1]])
    assert "got none" in words(svr, numbers.iloc[:0])
    assert "cannot predict" in words(svr, X[["Shift"]])
    assert "expected 1 columns, got 2" in words(SVR().fit(numbers.to_numpy(), y), np.ones((3, 2)))
    large = pandas.DataFrame({"a": random.randint(2**60, 2**62, 40)})
    assert "'a'" in words(SVR().fit(large, y), large)
    dates = pandas.DataFrame({"a": pandas.date_range("2020", periods=40)})
    assert "type Timestamp" in words(make_pipeline(StandardScaler(), SVR()).fit(dates, y), dates)
    twice = pandas.DataFrame(random.rand(40, 2), columns=["a", "a"])
    of_twice = SVR().fit(twice.to_numpy(), y)
    of_twice.feature_names_in_ = np.array(twice.columns, dtype=object)  # 1.9 does not fit on it
    assert "same name" in words(of_twice, twice)
    assert "'Age' is float32" in words(svr, numbers.astype("float32"))


def input_refusal(pipeline, sample, name):
    """Returns the message of the error about the input of this name."""
    message = str(refusal(pipeline, sample, ExportError))
    assert message.startswith("inputs: ")
    assert name in message
    return message


def test_missing_values_that_nothing_imputes():
    """scikit-learn encodes NaN as an unknown category here, and a model refuses null."""
    frame = pandas.DataFrame({"a": [1.0, 2.0] * 20})
    pipeline = make_pipeline(OneHotEncoder(handle_unknown="ignore"), SVR()).fit(frame, y)
    holed = pandas.DataFrame({"a": [1.0, np.nan]})
    assert "missing values" in input_refusal(pipeline, holed, "'a'")


def test_categories_of_another_type():
    frame = pandas.DataFrame({"a": ["1", "2"] * 20})
    pipeline = make_pipeline(OneHotEncoder(handle_unknown="ignore"), SVR()).fit(frame, y)
    message = input_refusal(pipeline, pandas.DataFrame({"a": [1, "2"]}, dtype=object), "'a'")
    assert re.search("holds numbers .* knows strings", message)


def test_encoders_that_have_no_category_in_common():
    frame = pandas.DataFrame({"a": ["x", "y"] * 20})
    encoders = [
        OneHotEncoder(categories=[[category]], handle_unknown="ignore") for category in "xy"
    ]
    parts = [(str(i), step, ["a"]) for i, step in enumerate(encoders)]
    pipeline = make_pipeline(ColumnTransformer(parts), SVR()).fit(frame, y)
    assert "no category" in input_refusal(pipeline, frame, "'a'")


def test_strings_that_are_numbers():
    """scikit-learn reads them as numbers, and a model never does."""
    frame = pandas.DataFrame({"a": ["1", "2"] * 20}, dtype=object)
    assert "holds strings" in input_refusal(SVR().fit(frame, y), frame, "'a'")


def test_a_column_that_no_record_can_hold():
    frame = pandas.DataFrame({"__proto__": random.rand(40)})
    input_refusal(SVR().fit(frame, y), frame, '"__proto__"')


def test_a_pipeline_whose_steps_do_something_else():
    """The exporter evaluates the finished file, and compares it with the pipeline."""
    pipeline = make_pipeline(StandardScaler(), SVR()).fit(numbers, y)
    pipeline[0].transform = lambda X: np.asarray(X, dtype=float) * 3
    assert re.match(
        r"X: row 0: .* in 'Age' \(feature 0\)", str(refusal(pipeline, numbers, DisagreementError))
    )
    pipeline = make_pipeline(StandardScaler(), SVR()).fit(numbers, y)
    pipeline[1].predict = lambda X: np.zeros(len(X))
    assert re.match("X: row 0: .* predictions", str(refusal(pipeline, numbers, DisagreementError)))


def test_a_function_of_narrow_integers():
    """The logarithm of a uint8 is a float16."""
    table = pandas.DataFrame({"a": random.rand(40), "b": np.arange(40, dtype="uint8")})
    log1p = FunctionTransformer(np.log1p, feature_names_out="one-to-one")
    pipeline = make_pipeline(log1p, SVR()).fit(table, y)
    message = str(refusal(pipeline, table, DisagreementError))
    assert "differ in 'b' (feature 1). X: column 'b' is uint8, and numpy computes" in message
    assert "Train and export with float64" in message


def test_a_row_that_becomes_infinite_where_no_member_looks():
    table = pandas.DataFrame(
        {
            "Age": numbers["Age"].astype(float),
            "Change": np.where(np.arange(40) == 7, -1.0, 0.5),
        }
    )
    log1p = FunctionTransformer(np.log1p, validate=True, feature_names_out="one-to-one")
    logarithm = ColumnTransformer([("Age", "passthrough", ["Age"]), ("log", log1p, ["Change"])])
    bagging = BaggingRegressor(SVR(), 1, max_features=1, random_state=9)
    pipeline = make_pipeline(logarithm, bagging)
    with np.errstate(divide="ignore"):
        pipeline.fit(table, y)
        assert pipeline[-1].estimators_features_[0].tolist() == [0]
        message = str(refusal(pipeline, table, NonFiniteError))
    assert re.match(r"X: row 7: .* -inf in 'log__Change' \(feature 1\)", message)
