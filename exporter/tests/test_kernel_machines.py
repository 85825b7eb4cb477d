"""KernelRidge and GaussianProcessRegressor: their kernels, their targets, terms that cancel."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.ensemble import VotingRegressor
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import (
    RBF,
    ConstantKernel,
    DotProduct,
    ExpSineSquared,
    Matern,
    PairwiseKernel,
    RationalQuadratic,
    WhiteKernel,
)
from sklearn.kernel_ridge import KernelRidge

from supportvector_export import (
    ExportError,
    IrreproducibleError,
    UnsupportedStepError,
    export_pipeline,
)
from supportvector_export.evaluate import evaluate

random = np.random.RandomState(0)
X = random.normal(size=(40, 3))
y = random.normal(size=40)
Y = np.column_stack([y, -y])


def refusal(estimator, rows=X):
    with pytest.raises(UnsupportedStepError) as caught:
        export_pipeline(estimator, rows)
    return str(caught.value)


@pytest.mark.parametrize(
    "parameters, found",
    [
        ({"kernel": "rbf"}, {"kernel": "rbf", "gamma": 1 / 3}),
        ({"kernel": "rbf", "gamma": 2}, {"kernel": "rbf", "gamma": 2}),
        ({"kernel": "poly"}, {"kernel": "poly", "gamma": 1 / 3, "coef0": 1, "degree": 3}),
        (
            {"kernel": "polynomial", "gamma": 0.5, "coef0": -2, "degree": 2},
            {"kernel": "poly", "gamma": 0.5, "coef0": -2, "degree": 2},
        ),
        (
            {"kernel": "sigmoid", "coef0": 0.5},
            {"kernel": "sigmoid", "gamma": 1 / 3, "coef0": 0.5},
        ),
    ],
)
def test_the_kernels_of_a_kernel_ridge(parameters, found):
    regressor = export_pipeline(KernelRidge(**parameters).fit(X, y), X)["regressor"]
    keys = ("kernel", "gamma", "coef0", "degree")
    assert {key: regressor[key] for key in keys if key in regressor} == found
    assert (regressor["type"], regressor["intercept"]) == ("KernelRidge", 0)


def test_a_linear_kernel_becomes_coefficients():
    ridge = KernelRidge().fit(X, y)
    regressor = export_pipeline(ridge, X)["regressor"]
    assert (regressor["type"], regressor["class"]) == ("LinearModel", "KernelRidge")
    assert np.allclose(regressor["coef"], ridge.dual_coef_ @ X)


def test_several_targets_have_a_function_each():
    ridge = KernelRidge(kernel="rbf").fit(X, Y)
    regressor = export_pipeline(ridge, X)["regressor"]
    assert regressor["type"] == "MultiOutputRegressor"
    assert [member["name"] for member in regressor["estimators"]] == ["y0", "y1"]
    named = export_pipeline(ridge, X, target=["up", "down"])["regressor"]
    assert [member["name"] for member in named["estimators"]] == ["up", "down"]
    with pytest.raises(ExportError, match="expected 2 names"):
        export_pipeline(ridge, X, target=["up"])


def test_one_target_in_a_column():
    ridge = KernelRidge(kernel="rbf").fit(X, Y[:, :1])
    assert export_pipeline(ridge, X)["regressor"]["type"] == "KernelRidge"


def test_a_fit_on_other_numbers_than_float64():
    """Rows of float64 are compared with them as float64."""
    narrow = KernelRidge(kernel="rbf").fit(X.astype(np.float32), y.astype(np.float32))
    whole = KernelRidge(kernel="poly").fit((10 * X).astype(int), y)
    for ridge, rows in ((narrow, X), (whole, 10 * X)):
        assert export_pipeline(ridge, rows)["regressor"]["type"] == "KernelRidge"


def test_sparse_rows():
    rows = sparse.csr_matrix(X)
    for kernel in ("rbf", "linear", "poly", "sigmoid"):
        export_pipeline(KernelRidge(kernel=kernel).fit(rows, y), rows)


@pytest.mark.parametrize(
    "parameters, words",
    [
        ({"kernel": "laplacian"}, "kernel='laplacian'"),
        ({"kernel": "cosine"}, "kernel='cosine'"),
        ({"kernel": "chi2", "gamma": 1.0}, "kernel='chi2'"),
        ({"kernel": RBF()}, "kernel=RBF"),
        ({"kernel": lambda a, b: a @ b}, "kernel=<function"),
        ({"kernel": "rbf", "gamma": 0}, "gamma=0"),
    ],
)
def test_refused_kernels(parameters, words):
    message = refusal(KernelRidge(**parameters).fit(np.abs(X), y))
    assert message.startswith("pipeline: sklearn.kernel_ridge.KernelRidge with " + words)


def test_a_matrix_of_kernels_is_refused():
    assert "kernel='precomputed'" in refusal(KernelRidge(kernel="precomputed").fit(X @ X.T, y))


def test_only_the_whole_model_may_predict_several_targets():
    within = VotingRegressor([("a", KernelRidge())]).fit(X, y)
    within.estimators_[0].fit(X, Y)
    assert "predicts several targets, which only the whole model may" in refusal(within)


def test_a_kernel_ridge_that_is_not_fitted():
    with pytest.raises(ExportError, match="KernelRidge is not fitted"):
        export_pipeline(KernelRidge(), X)


def evaluated(ridge, rows):
    """Returns the largest error of the model file in units of its bound, and of an SVR's bound."""
    model = export_pipeline(ridge, rows)
    _, _, found, bounds = evaluate(model, rows.tolist())
    error = np.abs(found[:, 0] - ridge.predict(rows))
    model["regressor"]["type"] = "SVR"
    return np.max(error / bounds[:, 0]), np.max(error / evaluate(model, rows.tolist())[3][:, 0])


def test_squared_distances_that_cancel_have_a_bound():
    """scikit-learn computes ‖x‖² + ‖s‖² − 2x·s."""
    rows = X + [2024, 0, 0]
    error, error_of_an_svr = evaluated(KernelRidge(kernel="rbf", gamma=0.5).fit(rows, y), rows)
    assert error < 0.3
    assert error_of_an_svr > 1000


def test_predictions_that_are_noise_are_refused():
    rows = X + [1e6, 0, 0]
    with pytest.raises(IrreproducibleError, match="the terms of a kernel cancel"):
        export_pipeline(KernelRidge(kernel="rbf").fit(rows, y), rows)
    with pytest.raises(IrreproducibleError, match="the terms of a kernel cancel"):
        export_pipeline(KernelRidge(alpha=1e-13, kernel="rbf", gamma=1e-4).fit(X, y), X)


def fitted(kernel, target=y, alpha=0.1, **parameters):
    """Returns a Gaussian process with this very kernel."""
    process = GaussianProcessRegressor(kernel, alpha=alpha, optimizer=None, **parameters)
    return process.fit(X, target)


@pytest.mark.parametrize(
    "kernel, found, length_scale",
    [
        (None, {"kernel": "rbf", "gamma": 0.5}, None),
        (RBF(), {"kernel": "rbf", "gamma": 0.5}, None),
        (RBF([1.0, 1.0, 1.0]), {"kernel": "rbf", "gamma": 0.5}, None),
        (RBF(2.5), {"kernel": "rbf", "gamma": 0.5}, [2.5, 2.5, 2.5]),
        (RBF([2.5]), {"kernel": "rbf", "gamma": 0.5}, [2.5, 2.5, 2.5]),
        (
            2.0 * (RBF([1.0, 2.0, 3.0]) + WhiteKernel()),
            {"kernel": "rbf", "gamma": 0.5},
            [1, 2, 3],
        ),
        (
            DotProduct(0.5) * ConstantKernel(3.0) + WhiteKernel() * RBF() + 2.0 * WhiteKernel(),
            {"kernel": "poly", "gamma": 1, "coef0": 0.25, "degree": 1},
            None,
        ),
        (
            (2.0 * DotProduct(2.0)) ** 3,
            {"kernel": "poly", "gamma": 1, "coef0": 4, "degree": 3},
            None,
        ),
    ],
)
@pytest.mark.parametrize("normalize_y", [False, True])
def test_the_kernels_of_a_gaussian_process(kernel, found, length_scale, normalize_y):
    process = fitted(kernel, 7 + 3 * y, normalize_y=normalize_y)
    regressor = export_pipeline(process, X + 0.1)["regressor"]
    if length_scale is not None:
        (scaler,) = regressor["pipeline"]["steps"]
        # The fitted kernel keeps its parameters as logarithms.
        assert scaler["step"]["scale"] == pytest.approx(length_scale)
        regressor = regressor["regressor"]
    keys = ("kernel", "gamma", "coef0", "degree")
    assert {key: regressor[key] for key in keys if key in regressor} == found
    assert regressor["type"] == "GaussianProcessRegressor"
    assert regressor["intercept"] == (np.mean(7 + 3 * y) if normalize_y else 0)


@pytest.mark.parametrize(
    "kernel, words",
    [
        (Matern(), "the kernel Matern is"),
        (2.0 * RationalQuadratic() + WhiteKernel(), "the kernel RationalQuadratic is"),
        (ExpSineSquared(), "the kernel ExpSineSquared is"),
        (PairwiseKernel(metric="rbf"), "the kernel PairwiseKernel is"),
        (RBF() + RBF(2.0), "the kernel RBF(length_scale=1) + RBF(length_scale=2) is"),
        (RBF() + DotProduct(), "only one RBF or DotProduct"),
        (RBF() + ConstantKernel(2.0), "the kernel RBF(length_scale=1) + 1.41**2 is"),
        (RBF() * DotProduct(), "the product of two kernels RBF(length_scale=1) * DotProduct"),
        (RBF() ** 2, "the power RBF(length_scale=1) ** 2"),
        (DotProduct() ** 1.5, "the power DotProduct(sigma_0=1) ** 1.5"),
        (WhiteKernel(), "only one RBF or DotProduct"),
        (ConstantKernel(), "only one RBF or DotProduct"),
    ],
)
def test_refused_kernels_of_a_gaussian_process(kernel, words):
    assert words in refusal(fitted(kernel, alpha=10))


def test_a_kernel_of_another_package():
    class Halved(RBF):
        """A subclass may compute anything."""

        def __call__(self, X, Y=None, eval_gradient=False):
            return super().__call__(X, Y, eval_gradient) / 2

    assert "with the kernel Halved is not supported" in refusal(fitted(Halved()))


@pytest.mark.parametrize("normalize_y", [False, True])
def test_several_targets_of_a_gaussian_process(normalize_y):
    process = fitted(RBF(2.0), 10 * Y + [1, 2], normalize_y=normalize_y)
    model = export_pipeline(process, X, target=["up", "down"])
    assert model["regressor"]["type"] == "MultiOutputRegressor"
    members = model["regressor"]["estimators"]
    assert [member["name"] for member in members] == ["up", "down"]


def test_a_gaussian_process_that_is_not_fitted():
    """scikit-learn predicts by the prior then."""
    with pytest.raises(ExportError, match="GaussianProcessRegressor is not fitted"):
        export_pipeline(GaussianProcessRegressor(), X)


def test_a_gaussian_process_far_from_zero():
    """Rows near each other and far from 0 are divided as scikit-learn divides them."""
    rows = X + [2024, 0, 0]
    kernel = RBF([0.3, 1.0, 1.0]) + WhiteKernel(0.1)
    process = GaussianProcessRegressor(kernel, optimizer=None).fit(rows, y)
    others = rows + 0.01
    model = export_pipeline(process, others)
    _, _, found, bounds = evaluate(model, others.tolist())
    assert np.max(np.abs(found[:, 0] - process.predict(others)) / bounds[:, 0]) < 0.2


def test_a_gaussian_process_whose_terms_cancel():
    """Without noise its coefficients have a magnitude of 1/alpha."""
    process = GaussianProcessRegressor(RBF(20.0), alpha=1e-12, optimizer=None).fit(X, y)
    with pytest.raises(IrreproducibleError, match="the terms of a kernel cancel"):
        export_pipeline(process, X)
