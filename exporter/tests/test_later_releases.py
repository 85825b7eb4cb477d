"""Parameters and habits of later releases: the right number, or a refusal that names them."""

import warnings

import numpy as np
import pandas
import pytest
import sklearn
from scipy import sparse
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.decomposition import PCA
from sklearn.ensemble import BaggingRegressor, VotingRegressor
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.pipeline import make_pipeline, make_union
from sklearn.preprocessing import (
    KBinsDiscretizer,
    MaxAbsScaler,
    OneHotEncoder,
    OrdinalEncoder,
    SplineTransformer,
    StandardScaler,
)
from sklearn.svm import SVR
from sklearn.tree import DecisionTreeRegressor

from supportvector_export import IrreproducibleError, UnsupportedStepError, export_pipeline
from supportvector_export.evaluate import evaluate

RELEASE = tuple(int(part) for part in sklearn.__version__.split(".")[:2])
X = pandas.DataFrame({"a": np.linspace(-1, 2, 40)})
y = np.sin(np.arange(40.0))


def to_lists(rows):
    """Returns the rows as a model file holds them."""
    return rows.astype(object).where(rows.notna(), None).to_numpy().tolist()


def predict(pipeline, sample, rows):
    """Returns the predictions of the exported model file."""
    model = export_pipeline(pipeline, sample)
    return evaluate(model, to_lists(rows))[2]


def check_features(pipeline, sample, rows):
    """Compares the features with scikit-learn's, and returns the first step of the model file."""
    model = export_pipeline(pipeline, sample)
    assert np.array_equal(evaluate(model, to_lists(rows))[0], pipeline[:-1].transform(rows))
    return model["pipeline"]["steps"][0]["step"]


@pytest.mark.parametrize("drop", [None, "first", "if_binary"])
@pytest.mark.parametrize(
    "grouping", [{}, {"min_frequency": 5}, {"max_categories": 2}, {"max_categories": 4}]
)
def test_unknown_categories_after_a_warning(drop, grouping):
    """They are ignored in scikit-learn 1.6 and 1.7, and infrequent from 1.8 on.

    With `max_categories`, the last of equally frequent categories are kept.
    """
    words = pandas.DataFrame({"w": ["red"] * 20 + ["green"] * 20 + ["x", "y", "z"]})
    mode = "warn" if RELEASE >= (1, 6) else "infrequent_if_exist"
    encoder = OneHotEncoder(handle_unknown=mode, drop=drop, **grouping)
    pipeline = make_pipeline(encoder, SVR()).fit(words, np.sin(np.arange(43.0)))
    rows = pandas.DataFrame({"w": ["nobody", "red", "green", "x", "z"]})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        expected = pipeline.predict(rows)
    assert np.allclose(predict(pipeline, words, rows)[:, 0], expected, rtol=0, atol=1e-12)


@pytest.mark.since(1, 8)
@pytest.mark.parametrize("is_sparse", [False, True])
def test_a_scaler_that_clips(is_sparse):
    to_sample = sparse.csr_matrix if is_sparse else np.asarray
    sample = to_sample([[-1.0, 5.0], [0.3, 0.0], [0.7, 4.9]])
    pipeline = make_pipeline(MaxAbsScaler(clip=True), SVR()).fit(sample, [1.0, 2.0, 4.0])
    rows = np.array([[-3.0, 2.0], [0.0, -0.0], [1.0, 7.5], [0.123, -99.0], [-0.0, -4.7]])
    model = export_pipeline(pipeline, sample)
    found = evaluate(model, rows.tolist())[0]
    expected = pipeline[:-1].transform(to_sample(rows))
    expected = expected.toarray() if is_sparse else expected
    assert np.array_equal(found, expected)
    assert is_sparse or np.array_equal(np.signbit(found), np.signbit(expected))


def words(n, seed):
    """Returns frequent and rare categories. Two columns hold NaN, and one None."""
    random = np.random.RandomState(seed)
    frame = pandas.DataFrame(
        {
            "word": random.choice(
                ["red", "green", "blue", "x", "y"], n, p=[0.4, 0.3, 0.2, 0.05, 0.05]
            ),
            "nan": random.choice(["a", "b", "c"], n, p=[0.6, 0.3, 0.1]).astype(object),
            "none": random.choice(["a", "b", None], n).astype(object),
            "code": random.randint(0, 5, n),
            "number": random.choice([0.0, 1.5, 7.0, np.nan], n),
        }
    )
    frame.loc[::7, "nan"] = np.nan
    return frame


@pytest.mark.since(1, 3)
@pytest.mark.parametrize(
    "parameters",
    [
        {"max_categories": 1, "encoded_missing_value": -7},
        {"max_categories": 2, "encoded_missing_value": -7},
        {"max_categories": 3, "dtype": np.int64, "encoded_missing_value": 50},
        {"min_frequency": 12, "encoded_missing_value": -7},
        {"min_frequency": 0.15, "max_categories": 3, "encoded_missing_value": 50},
    ],
)
def test_infrequent_ordinals(parameters):
    X = words(60, 1)
    encoder = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=99, **parameters)
    pipeline = make_pipeline(encoder, SVR()).fit(X, np.sin(np.arange(60.0)))
    rows = words(30, 2)
    rows.loc[0, ["word", "nan", "none", "code", "number"]] = ["new", "new", "new", -1, 0.25]
    step = check_features(pipeline, X, rows)
    assert [len(codes) for codes in step["codes"]] == [5, 4, 3, 5, 4]


@pytest.mark.since(1, 3)
@pytest.mark.parametrize("smooth", ["auto", 0.0, 5.0])
@pytest.mark.parametrize("classes", [None, 2, pytest.param(4, marks=pytest.mark.since(1, 4))])
def test_target_encoder(classes, smooth):
    """Unknown values, and missing values that are no categories, become the mean of the target."""
    from sklearn.preprocessing import TargetEncoder

    X, random = words(80, 1), np.random.RandomState(3)
    y = random.normal(size=80) if classes is None else random.randint(0, classes, 80)
    pipeline = make_pipeline(TargetEncoder(smooth=smooth), SVR()).fit(X, y)
    rows = words(30, 2)
    rows.loc[0, ["word", "nan", "none", "code", "number"]] = ["new", "new", "new", -1, 0.25]
    rows.loc[1, "word"] = None
    rows.loc[2, "word"] = np.nan
    rows.loc[3, "code"] = np.nan
    step = check_features(pipeline, X, rows)
    assert step["type"] == ("ColumnTransformer" if classes == 4 else "OrdinalEncoder")


@pytest.mark.since(1, 3)
@pytest.mark.parametrize("degree", [0, 1, 3])
@pytest.mark.parametrize("extrapolation", ["constant", "linear", "continue", "error"])
def test_splines_as_a_sparse_matrix(extrapolation, degree):
    """Above the last knot, a constant spline of degree 0 is 1 here. A dense one raises there."""
    random = np.random.RandomState(0)
    columns = ["a", "b"]
    sample = pandas.DataFrame(random.normal(size=(40, 2)), columns=columns)
    spline = SplineTransformer(degree=degree, extrapolation=extrapolation, sparse_output=True)
    pipeline = make_pipeline(spline, MaxAbsScaler(), SVR()).fit(sample, y)
    rows = 0.5 * sample
    if extrapolation != "error":
        rows = pandas.DataFrame(3 * random.normal(size=(30, 2)), columns=columns)
        rows.iloc[0], rows.iloc[1] = sample.max(), sample.min()
    found, bounds, _, _ = evaluate(export_pipeline(pipeline, sample), rows.to_numpy().tolist())
    assert np.all(np.abs(found - pipeline[:-1].transform(rows).toarray()) <= bounds)


@pytest.mark.since(1, 9)
@pytest.mark.parametrize("extrapolation", ["constant", "linear", "continue", "error", "periodic"])
def test_splines_of_missing_values(extrapolation):
    sample = pandas.DataFrame({"a": np.linspace(-1, 2, 40), "b": np.arange(40.0) ** 2})
    sample.iloc[3], sample.iloc[5, 0], sample.iloc[7, 1] = np.nan, np.nan, np.nan
    spline = SplineTransformer(extrapolation=extrapolation, handle_missing="zeros")
    pipeline = make_pipeline(spline, SVR()).fit(sample, y)
    model = export_pipeline(pipeline, sample)
    found, bounds, _, _ = evaluate(model, to_lists(sample))
    assert np.all(np.abs(found - pipeline[:-1].transform(sample)) <= bounds)
    assert not found[3].any()
    assert [entry["missing"] for entry in model["inputs"]] == [True, True]


@pytest.mark.since(1, 9)
def test_splines_of_missing_values_as_a_sparse_matrix():
    """scikit-learn raises for missing values, except in the first column."""
    spline = SplineTransformer(extrapolation="continue", handle_missing="zeros", sparse_output=True)
    sample = pandas.DataFrame({"a": np.linspace(-1, 2, 40), "b": np.arange(40.0) ** 2})
    pipeline = make_pipeline(spline, SVR()).fit(sample, y)
    with pytest.raises(UnsupportedStepError, match="is not supported for several columns"):
        export_pipeline(pipeline, sample)


@pytest.mark.since(1, 7)
@pytest.mark.parametrize("encode", ["ordinal", "onehot-dense"])
@pytest.mark.parametrize(
    "method", ["linear", "inverted_cdf", "averaged_inverted_cdf", "hazen", "median_unbiased"]
)
def test_quantile_methods(method, encode):
    """They only decide where `fit` places the edges."""
    random = np.random.RandomState(0)
    sample = pandas.DataFrame({"a": random.normal(size=40), "b": random.poisson(4, 40)})
    bins = KBinsDiscretizer(4, encode=encode, strategy="quantile", quantile_method=method)
    pipeline = make_pipeline(bins, SVR()).fit(sample, y)
    step = check_features(pipeline, sample, 1.5 * sample)
    assert step["bin_edges"] == [list(edges[1:-1]) for edges in bins.bin_edges_]


HOLED = pandas.DataFrame(
    {"a": [1, 2, 3, np.nan, np.nan, np.nan, 4], "b": [10, 20, 30, 40, 50, 60, 1.5]}
)


@pytest.mark.parametrize("weights", ["uniform", "distance"])
@pytest.mark.parametrize("k", [4, 5])
def test_neighbors_without_a_distance(weights, k):
    """From scikit-learn 1.6 on, they do not count. Before, they are as far away as each other."""
    pipeline = make_pipeline(KNNImputer(weights=weights, n_neighbors=k), SVR())
    pipeline.fit(HOLED, np.arange(7.0))
    rows = [[1.5, None], [4.25, None], [None, None]]
    _, _, found, bounds = evaluate(export_pipeline(pipeline, HOLED), rows)
    expected = pipeline.predict(pandas.DataFrame(rows, columns=["a", "b"], dtype=float))
    assert np.all(np.abs(found[:, 0] - expected) <= bounds[:, 0])
    are_ties = weights == "uniform" and k > 4 and RELEASE < (1, 6)
    assert np.isinf(bounds[:, 0]).tolist() == [are_ties, are_ties, False]


def test_neighbors_without_a_distance_in_the_model_file():
    imputers = [KNNImputer(weights=weights).fit(HOLED) for weights in ("uniform", "distance")]
    steps = [
        export_pipeline(make_pipeline(imputer, SVR()).fit(HOLED, np.arange(7.0)), HOLED)["pipeline"]
        for imputer in imputers
    ]
    keys = [step["steps"][0]["step"].get("requires_distance") for step in steps]
    assert keys == [True if RELEASE >= (1, 6) else None, None]


def wrapped(wrap):
    """Yields fitted pipelines, each with another part wrapped."""
    sample = words(60, 1)[["code", "number"]]
    target = np.arange(1.0, 61)
    impute = SimpleImputer().fit(sample)
    scale = make_pipeline(SimpleImputer(), StandardScaler()).fit(sample)
    whole = make_pipeline(SimpleImputer(), SVR()).fit(sample, target)
    yield wrap(whole)
    yield wrap(wrap(whole))
    yield make_pipeline(wrap(impute), StandardScaler(), SVR())
    yield make_pipeline(wrap(scale), SVR())
    yield make_pipeline(SimpleImputer(), wrap(SVR().fit(sample.fillna(0), target)))
    yield make_pipeline(make_union(wrap(scale), wrap(impute)), SVR())
    yield make_pipeline(ColumnTransformer([("all", wrap(scale), ["code", "number"])]), SVR())
    yield VotingRegressor([("a", wrap(whole)), ("b", make_pipeline(wrap(impute), SVR()))])
    yield TransformedTargetRegressor(wrap(whole), func=np.log1p, inverse_func=np.expm1)


@pytest.mark.since(1, 6)
def test_frozen_estimators():
    """The file is that of what they wrap."""
    from sklearn.frozen import FrozenEstimator

    sample = words(60, 1)[["code", "number"]]
    frozen = list(wrapped(FrozenEstimator))
    for pipeline, plain in zip(frozen, wrapped(lambda estimator: estimator)):
        pipeline.fit(sample, np.arange(1.0, 61))
        model = export_pipeline(pipeline, sample)
        found = evaluate(model, to_lists(sample))[2][:, 0]
        assert np.allclose(found, pipeline.predict(sample), rtol=1e-12, atol=0)
        assert "Frozen" not in str(model)
        if pipeline is frozen[0]:
            assert model == export_pipeline(plain, sample)


@pytest.mark.since(1, 6)
def test_a_frozen_estimator_that_is_not_supported():
    from sklearn.frozen import FrozenEstimator

    sample = np.arange(20.0)[:, None]
    tree = FrozenEstimator(DecisionTreeRegressor().fit(sample, sample[:, 0]))
    with pytest.raises(UnsupportedStepError, match="^pipeline > frozenestimator: .*DecisionTree"):
        export_pipeline(make_pipeline(StandardScaler(), tree).fit(sample, sample[:, 0]), sample)


@pytest.mark.since(1, 5)
@pytest.mark.parametrize("least", [0.0, 1e-30, 3e-16])
def test_whitened_components_with_almost_no_variance(least):
    """They are divided by eps at least."""
    sample = X.assign(b=least * np.cos(np.arange(40)))
    pca = PCA(whiten=True, svd_solver="full")
    pipeline = make_pipeline(pca, SVR(gamma=1e-40)).fit(sample, y)
    pca.components_ = np.eye(2)
    step = check_features(pipeline, sample, sample)
    assert step["scale"][1] == max(np.sqrt(pca.explained_variance_[1]), np.finfo(float).eps)


def test_a_whitened_component_without_variance():
    """scikit-learn predicts on where no member of an ensemble reads what is 0/0.

    From 1.5 on it divides by eps, and the feature is noise.
    """
    whiten = PCA(whiten=True, svd_solver="full")
    columns = ColumnTransformer([("a", "passthrough", ["a"]), ("whiten", whiten, ["constant"])])
    bagging = BaggingRegressor(SVR(), 1, max_features=1, random_state=9)
    sample = X.assign(constant=3.0)
    error, words = UnsupportedStepError, "PCA whitens component 0, which has no variance"
    if RELEASE >= (1, 5):
        error, words = IrreproducibleError, "a whitened component with almost no variance"
    with np.errstate(invalid="ignore"):
        pipeline = make_pipeline(columns, bagging).fit(sample, y)
        with pytest.raises(error, match=words):
            export_pipeline(pipeline, sample)
