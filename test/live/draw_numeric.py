"""Random steps that compute with numbers."""

import numpy as np
from sklearn.decomposition import PCA, TruncatedSVD
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
    np.negative,
    np.sign,
    np.square,
    np.tanh,
    np.rint,
    np.floor,
    np.ceil,
    np.trunc,
)
"""Functions that are finite for every number of these data."""
PARTIAL = (np.log, np.log2, np.log10, np.log1p, np.sqrt, np.reciprocal, np.exp, np.expm1)


class NumericDraw:
    def scaler(self):
        """Returns a step that lets missing values pass."""
        return self.one_of(
            StandardScaler(with_mean=self.flip(0.8), with_std=self.flip(0.8)),
            RobustScaler(
                with_centering=self.flip(0.8),
                with_scaling=self.flip(0.8),
                unit_variance=self.flip(),
            ),
            MaxAbsScaler(),
            MinMaxScaler(feature_range=self.one_of((0, 1), (-1, 1), (0.1, 7.3)), clip=self.flip()),
            PowerTransformer(standardize=self.flip(0.8)),
            self.quantile_transformer(),
            FunctionTransformer(self.one_of(*TOTAL)),
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
            MaxAbsScaler(),
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
            lambda: PowerTransformer("box-cox", standardize=self.flip()),
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

    def k_bins(self):
        return KBinsDiscretizer(
            n_bins=self.random.randint(2, 6),
            encode=self.one_of("ordinal", "onehot", "onehot-dense"),
            strategy=self.one_of("uniform", "quantile", "kmeans"),
            random_state=0,
        )

    def spline(self):
        return SplineTransformer(
            n_knots=self.random.randint(2, 6),
            degree=self.random.randint(0, 4),
            knots=self.one_of("uniform", "quantile"),
            extrapolation=self.one_of("constant", "linear", "continue", "periodic", "error"),
            include_bias=self.flip(),
        )
