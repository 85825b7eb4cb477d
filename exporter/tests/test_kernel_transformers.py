"""Nystroem, KernelPCA and RBFSampler: their kernels, their components, and what they magnify."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import KernelPCA
from sklearn.kernel_approximation import Nystroem, RBFSampler
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.svm import SVR

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


def exported(step, rows=X):
    """Returns the step of the model file."""
    model = export_pipeline(make_pipeline(step, SVR()).fit(rows, y), rows)
    return model["pipeline"]["steps"][0]["step"]


def refusal(step):
    with pytest.raises(UnsupportedStepError) as caught:
        export_pipeline(make_pipeline(step, SVR()).fit(X, y), X)
    assert caught.value.path == f"pipeline > {type(step).__name__.lower()}"
    return caught.value.reason


@pytest.mark.parametrize(
    "parameters, found",
    [
        ({}, {"kernel": "rbf", "gamma": 1 / 3}),
        ({"gamma": 2}, {"kernel": "rbf", "gamma": 2}),
        ({"kernel": "linear"}, {"kernel": "poly", "gamma": 1, "coef0": 0, "degree": 1}),
        ({"kernel": "poly"}, {"kernel": "poly", "gamma": 1 / 3, "coef0": 1, "degree": 3}),
        (
            {"kernel": "polynomial", "degree": 2, "coef0": 0},
            {"kernel": "poly", "gamma": 1 / 3, "coef0": 0, "degree": 2},
        ),
        ({"kernel": "sigmoid"}, {"kernel": "sigmoid", "gamma": 1 / 3, "coef0": 1}),
    ],
)
def test_the_kernels_of_nystroem(parameters, found):
    """A parameter that is None has the default of the kernel."""
    step = exported(Nystroem(n_components=4, random_state=0, **parameters))
    keys = ("kernel", "gamma", "coef0", "degree")
    assert {key: step[key] for key in keys if key in step} == found
    assert np.shape(step["support_vectors"]) == (4, 3)
    assert "mean" not in step


@pytest.mark.parametrize("kernel", ["rbf", "linear", "poly", "sigmoid"])
def test_the_components_of_a_kernel_pca_are_centred(kernel):
    step = exported(KernelPCA(2, kernel=kernel, gamma=0.01))
    assert np.shape(step["components"]) == (2, 40)
    assert np.allclose(np.sum(step["components"], axis=1), 0)
    assert len(step["mean"]) == 40


def test_components_without_variance_are_0():
    step = exported(KernelPCA(5))
    assert np.any(step["components"][2])
    assert not np.any(step["components"][3:])


def test_a_kernel_pca_without_components():
    """All eigenvalues are 0, and removed."""
    rows = np.column_stack([X[:, 0], np.full(40, 3.0)])
    kernels = KernelPCA(remove_zero_eig=True)
    columns = ColumnTransformer([("x", "passthrough", [0]), ("kernels", kernels, [1])])
    pipeline = make_pipeline(columns, SVR()).fit(rows, y)
    model = export_pipeline(pipeline, rows)
    assert model["feature_names_out"] == ["x__x0"]


def test_sparse_rows():
    rows = sparse.csr_matrix(X)
    export_pipeline(make_pipeline(RBFSampler(), SVR()).fit(rows, y), rows)
    for step in (Nystroem(n_components=4), KernelPCA(2)):
        assert np.shape(exported(step, rows)["support_vectors"])[1] == 3


@pytest.mark.parametrize(
    "step, words",
    [
        (Nystroem("laplacian", n_components=3), "with kernel='laplacian' is not supported"),
        (Nystroem("cosine", n_components=3), "with kernel='cosine' is not supported"),
        (Nystroem(lambda a, b: a @ b, n_components=3), "with kernel=<function"),
        (Nystroem(kernel_params={"gamma": 0.5}, n_components=3), "with kernel_params"),
        (Nystroem("poly", degree=1.5, coef0=40, n_components=3), "with degree=1.5"),
        (KernelPCA(2, kernel="cosine"), "with kernel='cosine' is not supported"),
        (KernelPCA(2, kernel="rbf", gamma=0), "with gamma=0 is not supported"),
    ],
)
def test_refused_kernels(step, words):
    assert refusal(step).startswith(words)


@pytest.mark.parametrize("kind", [Nystroem, KernelPCA])
def test_a_matrix_of_kernels_is_refused(kind):
    K = X @ X.T
    parameters = {"n_components": len(K)} if kind is Nystroem else {}
    pipeline = make_pipeline(kind(kernel="precomputed", **parameters), SVR()).fit(K, y)
    with pytest.raises(UnsupportedStepError, match="kernel='precomputed'"):
        export_pipeline(pipeline, K)


@pytest.mark.parametrize("step", [Nystroem(), KernelPCA()])
def test_a_step_that_is_not_fitted(step):
    pipeline = make_pipeline(Nystroem(n_components=2), SVR()).fit(X, y)
    pipeline.steps[0] = ("kernels", step)
    with pytest.raises(ExportError, match="is not fitted"):
        export_pipeline(pipeline, X)


@pytest.mark.parametrize(
    "step",
    [
        Nystroem(gamma=0.3, n_components=12, random_state=0),
        Nystroem(gamma=0.001, n_components=40, random_state=0),
        KernelPCA(5, kernel="rbf", gamma=0.3),
        KernelPCA(kernel="rbf", gamma=0.01, eigen_solver="dense"),
        KernelPCA(2),
        RBFSampler(gamma=0.1, n_components=5, random_state=0),
        RBFSampler(gamma=300.0, n_components=5, random_state=0),
    ],
)
@pytest.mark.parametrize("offset", [0, 30])
def test_columns_that_the_components_magnify_have_a_bound(step, offset):
    """The bounds hold for small eigenvalues, and where squared distances cancel."""
    rows = X + [offset, 0, 0]
    pipeline = make_pipeline(step, SVR()).fit(rows, y)
    others = rows + 0.01
    model = export_pipeline(pipeline, others)
    found, bounds, predictions, prediction_bounds = evaluate(model, others.tolist())
    assert np.all(np.abs(found - pipeline[0].transform(others)) <= 0.25 * bounds)
    error = np.abs(predictions[:, 0] - pipeline.predict(others))
    assert np.all(error <= 0.25 * prediction_bounds[:, 0])


def test_components_that_are_noise_are_refused():
    rows = X + [1e6, 0, 0]
    for step in (Nystroem("poly", n_components=20, random_state=0), KernelPCA(4, kernel="rbf")):
        pipeline = make_pipeline(step, Ridge()).fit(rows, y)
        with pytest.raises(IrreproducibleError):
            export_pipeline(pipeline, rows)


def test_a_component_without_any_variance_is_refused():
    """All kernels are equal, so that the eigenvalues are those of rounding errors."""
    pipeline = make_pipeline(KernelPCA(1, kernel="sigmoid"), SVR()).fit(X, y)
    pipeline[0].eigenvectors_, pipeline[0].eigenvalues_ = np.eye(40)[:, :1], np.array([1e-17])
    with pytest.raises(UnsupportedStepError, match="only rounding noise in component 0"):
        export_pipeline(pipeline, X)


def test_the_means_of_a_kernel_pca_of_columns_with_bounds():
    """A KernelPCA carries the bounds of another one."""
    pipeline = make_pipeline(
        KernelPCA(3, kernel="rbf", gamma=0.1), KernelPCA(2, kernel="poly", degree=2), SVR()
    ).fit(X, y)
    model = export_pipeline(pipeline, X + 0.01)
    _, bounds, _, _ = evaluate(model, (X + 0.01).tolist())
    assert np.all(bounds > 0)


def test_an_rbf_sampler_is_four_steps():
    sampler = RBFSampler(n_components=4, random_state=0)
    step = exported(sampler)
    assert [part["name"] for part in step["steps"]] == [
        "random_weights",
        "random_offset",
        "cos",
        "scale",
    ]
    assert np.shape(step["steps"][0]["step"]["components"]) == (4, 3)
