"""Random steps that compute with numbers."""

import functools

import numpy as np
from sklearn.decomposition import PCA, KernelPCA, TruncatedSVD
from sklearn.kernel_approximation import Nystroem, RBFSampler
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    Binarizer,
    FunctionTransformer,
    KBinsDiscretizer,
    MaxAbsScaler,
    MinMaxScaler,
    Normalizer,
    PolynomialFeatures,
    PowerTransformer,
    QuantileTransformer,
    RobustScaler,
    SplineTransformer,
    StandardScaler,
)

TOTAL = (
    np.absolute,
    np.degrees,
    np.negative,
    np.radians,
    np.sign,
    np.square,
    np.tanh,
    np.rint,
    np.floor,
    np.ceil,
    np.trunc,
)
"""Functions that may precede an encoder: all but one are exact, and none is infinite."""
PARTIAL = (
    np.cbrt,
    np.cos,
    np.sin,
    np.tan,
    np.log,
    np.log2,
    np.log10,
    np.log1p,
    np.sqrt,
    np.reciprocal,
    np.exp,
    np.exp2,
    np.expm1,
    functools.partial(np.power, 1.1),
    lambda x: x**3,
    lambda x: x**-0.5,
)
REFUSED = 0.02
"""How often a parameter is drawn that the exporter refuses."""


class NumericDraw:
    def known(self, step, **parameters):
        """Returns the step with those of these parameters that the installed release has."""
        names = step.get_params()
        return step.set_params(**{k: v for k, v in parameters.items() if k in names})

    def scaler(self):
        """Returns a step that lets missing values pass."""
        return self.one_of(
            *self.exact_scalers(),
            PowerTransformer(standardize=self.flip(0.8)),
            self.quantile_transformer(),
            FunctionTransformer(self.one_of(*TOTAL)),
            self.limits(),
        )

    def exact_scalers(self):
        """Returns steps that do the same operations on doubles in every evaluation."""
        return (
            StandardScaler(with_mean=self.flip(0.8), with_std=self.flip(0.8)),
            RobustScaler(
                with_centering=self.flip(0.8),
                with_scaling=self.flip(0.8),
                unit_variance=self.flip(),
            ),
            self.known(MaxAbsScaler(), clip=self.flip()),
            MinMaxScaler(feature_range=self.one_of((0, 1), (-1, 1), (0.1, 7.3)), clip=self.flip()),
        )

    def codes_scaler(self):
        """Returns a step in front of an encoder.

        Where the step rounds, rounding decides what a category is, and the exporter refuses.
        """
        return self.scaler() if self.flip(REFUSED) else self.one_of(*self.exact_scalers())

    def limits(self):
        """Returns a step that replaces large, small, infinite or missing values."""
        low, high = sorted(self.random.normal(size=2) * 10 ** self.random.uniform(-1, 2))
        fills = {"nan": low, "posinf": high, "neginf": self.one_of(None, low)}
        return self.one_of(
            FunctionTransformer(np.clip, kw_args={"a_min": low, "a_max": self.one_of(None, high)}),
            FunctionTransformer(functools.partial(np.maximum, low)),
            FunctionTransformer(functools.partial(np.minimum, high)),
            FunctionTransformer(np.nan_to_num, kw_args=fills),
        )

    def quantile_transformer(self):
        distribution = self.one_of("uniform", "normal")
        return QuantileTransformer(
            n_quantiles=self.one_of(3, 10, 1000), output_distribution=distribution, random_state=0
        )

    def sparse_scaler(self):
        """Returns a step that takes a sparse matrix as well as a dense one."""
        return self.one_of(
            StandardScaler(with_mean=False),
            RobustScaler(with_centering=False),
            self.known(MaxAbsScaler(), clip=self.flip()),
            Normalizer(self.one_of("l1", "l2", "max")),
            Binarizer(threshold=self.one_of(0.0, 0.5, 3.0)),
        )

    def numeric_step(self, width):
        """Returns a step that refuses missing values, and often refuses a sparse matrix."""
        steps = [
            lambda: Normalizer(self.one_of("l1", "l2", "max")),
            lambda: Binarizer(threshold=self.one_of(0.0, 0.5, -2.0)),
            self.k_bins,
            self.spline,
            lambda: PCA(self.one_of(1, None), whiten=self.flip(), svd_solver="full"),
            lambda: FunctionTransformer(self.one_of(*PARTIAL), validate=self.flip()),
            lambda: make_pipeline(FunctionTransformer(self.one_of(*PARTIAL)), self.limits()),
            lambda: PowerTransformer("box-cox", standardize=self.flip()),
            self.kernel_transformer,
        ]
        if width <= 5:
            degree = self.one_of(2, 3, (2, 3), (0, 2))
            steps += [
                lambda: PolynomialFeatures(
                    degree, interaction_only=self.flip(), include_bias=self.flip()
                )
            ] * 2
        if width > 1:
            steps.append(lambda: TruncatedSVD(1, algorithm="arpack", random_state=0))
        return self.one_of(*steps)()

    def kernel_transformer(self):
        if self.flip(0.3):
            gamma = 10 ** self.random.uniform(-4, 0)
            return RBFSampler(gamma=gamma, n_components=self.one_of(1, 7), random_state=0)
        parameters = {
            "kernel": self.one_of("rbf", "rbf", "linear", "poly", "sigmoid"),
            "gamma": self.one_of(None, 10 ** self.random.uniform(-4, 0)),
            "degree": self.random.randint(1, 4),
            "coef0": self.one_of(0.0, 1.0, -0.7),
            "random_state": 0,
        }
        if self.flip():
            width = self.one_of(1, 2, 5, None)
            solver = self.one_of("auto", "dense")
            return KernelPCA(width, remove_zero_eig=self.flip(), eigen_solver=solver, **parameters)
        # Those that are None have the defaults of the kernel.
        chosen = {key: value for key, value in parameters.items() if self.flip(0.7)}
        return Nystroem(n_components=self.one_of(1, 5, 200), **chosen)

    def k_bins(self):
        step = KBinsDiscretizer(
            n_bins=self.random.randint(2, 6),
            encode=self.one_of("ordinal", "onehot", "onehot-dense"),
            strategy=self.one_of("uniform", "quantile", "kmeans"),
            subsample=None,
            random_state=0,
        )
        methods = ("linear", "averaged_inverted_cdf", "inverted_cdf", "median_unbiased", "hazen")
        return self.known(step, quantile_method=self.one_of(*methods))

    def spline(self, handle_missing="error"):
        step = SplineTransformer(
            n_knots=self.random.randint(2, 6),
            degree=self.random.randint(0, 4),
            knots=self.one_of("uniform", "quantile"),
            extrapolation=self.one_of("constant", "linear", "continue", "periodic", "error"),
            include_bias=self.flip(),
            order=self.one_of("C", "F"),
        )
        # scikit-learn raises for the missing values of a sparse matrix, except beyond such ends.
        may_be_sparse = handle_missing == "error" or step.extrapolation in ("constant", "linear")
        self.known(step, sparse_output=may_be_sparse and self.flip(), handle_missing=handle_missing)
        # scikit-learn raises above the last knot of such a dense one.
        is_sparse = getattr(step, "sparse_output", False)
        if step.degree == 0 and step.extrapolation == "constant" and not is_sparse:
            step.degree = 1
        return step
