"""Random regressors, alone and in ensembles."""

import functools

import numpy as np
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import (
    AdaBoostRegressor,
    BaggingRegressor,
    StackingRegressor,
    VotingRegressor,
)
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct, Matern, WhiteKernel
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import (
    ARDRegression,
    BayesianRidge,
    ElasticNet,
    HuberRegressor,
    LassoCV,
    LassoLarsIC,
    LinearRegression,
    OrthogonalMatchingPursuit,
    Ridge,
    SGDRegressor,
    TheilSenRegressor,
)
from sklearn.multioutput import MultiOutputRegressor, RegressorChain
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    MinMaxScaler,
    PowerTransformer,
    RobustScaler,
    StandardScaler,
)
from sklearn.svm import SVR, LinearSVR, NuSVR

FUNCTIONS = (
    (np.log1p, np.expm1),
    (np.log, np.exp),
    (np.log2, np.exp2),
    (np.log10, functools.partial(np.power, 10)),
    (np.log10, lambda y: 10**y),
    (np.sqrt, np.square),
    (np.cbrt, lambda y: y**3),
    (lambda y: y / 3, np.sin),
    (None, None),
)


class RegressorDraw:
    def regressor(self, depth=0):
        if self.flip(0.7) or depth > 1:
            if self.flip(0.2):
                return self.one_of(self.kernel_ridge, self.gaussian_process)()
            return self.svr() if self.flip(0.9) else self.linear_model()
        draw = self.one_of(self.target, self.boosting, self.bagging, self.voting, self.stacking)
        return draw(depth + 1)

    def linear_model(self):
        return self.one_of(
            Ridge(),
            LinearRegression(),
            LinearSVR(random_state=0),
            BayesianRidge(fit_intercept=self.flip(0.8)),
            ARDRegression(),
            ElasticNet(self.one_of(0.1, 1.0)),
            LassoCV(cv=2),
            LassoLarsIC(),
            OrthogonalMatchingPursuit(),
            HuberRegressor(),
            SGDRegressor(
                learning_rate=self.one_of("invscaling", "adaptive"),
                average=self.flip(),
                random_state=0,
            ),
            TheilSenRegressor(max_subpopulation=100, random_state=0),
        )

    def svr(self):
        parameters = {
            "C": 10 ** self.random.uniform(-2, 3),
            "gamma": self.one_of("scale", "auto", 10 ** self.random.uniform(-5, 1)),
            "kernel": self.one_of("rbf", "rbf", "rbf", "linear", "poly", "sigmoid"),
            "degree": self.random.randint(0, 6),
            "coef0": self.one_of(0.0, 1.0, -0.7),
            # Polynomials of unscaled data may never converge. Their predictions can be compared
            # all the same.
            "max_iter": 3000,
        }
        if self.flip(0.2):
            return NuSVR(nu=self.random.uniform(0.1, 0.9), **parameters)
        return SVR(epsilon=self.one_of(0.01, 0.1, 1.0, 1e6), **parameters)

    def kernel_ridge(self):
        return KernelRidge(
            alpha=10 ** self.random.uniform(-3, 2),
            kernel=self.one_of("rbf", "rbf", "linear", "poly", "polynomial", "sigmoid"),
            gamma=self.one_of(None, 10 ** self.random.uniform(-5, 1)),
            degree=self.random.randint(1, 5),
            coef0=self.one_of(0.0, 1.0, -0.7),
        )

    def gaussian_process(self):
        scale = 10 ** self.random.uniform(-1, 3)
        kernel = self.one_of(RBF(scale), RBF(scale), DotProduct(scale), DotProduct(scale) ** 2)
        if self.flip():
            kernel = ConstantKernel(10 ** self.random.uniform(-2, 2)) * kernel
        if self.flip():
            kernel = kernel + WhiteKernel(10 ** self.random.uniform(-3, 1))
        if self.flip(0.05):
            kernel = self.one_of(None, Matern(), RBF() + RBF(scale))
        return GaussianProcessRegressor(
            kernel,
            alpha=10 ** self.random.uniform(-4, 1),
            optimizer=self.one_of(None, None, "fmin_l_bfgs_b"),
            normalize_y=self.flip(),
            random_state=0,
        )

    def target(self, depth):
        return self.transformed(self.regressor(depth))

    def transformed(self, regressor):
        """Returns the regressor with a transformed target."""
        if self.flip(0.4):
            func, inverse = self.one_of(*FUNCTIONS)
            return TransformedTargetRegressor(
                regressor, func=func, inverse_func=inverse, check_inverse=False
            )
        transformer = self.target_transformer()
        if self.flip(0.3):
            func, inverse = self.one_of((None, np.cbrt), *FUNCTIONS)
            function = FunctionTransformer(func, inverse, check_inverse=False)
            transformer = make_pipeline(function, self.one_of("passthrough", transformer))
            transformer.steps.append(("last", self.target_transformer()))
        return TransformedTargetRegressor(regressor, transformer=transformer, check_inverse=False)

    def target_transformer(self):
        return self.one_of(
            StandardScaler(),
            MinMaxScaler(),
            RobustScaler(),
            PowerTransformer(),
            self.quantile_transformer(),
        )

    def member(self, depth):
        regressor = self.regressor(depth)
        return (
            regressor
            if self.flip()
            else make_pipeline(
                self.one_of("passthrough", MinMaxScaler(), StandardScaler(with_mean=False)),
                regressor,
            )
        )

    def members(self, depth):
        named = [(f"m{i}", self.member(depth)) for i in range(self.random.randint(1, 4))]
        return named + [("gone", "drop")] if self.flip(0.2) else named

    def boosting(self, depth):
        return AdaBoostRegressor(
            self.member(depth),
            n_estimators=self.random.randint(1, 6),
            learning_rate=self.one_of(1.0, 0.3, 2.0),
            loss=self.one_of("linear", "square", "exponential"),
            random_state=self.random.randint(1000),
        )

    def bagging(self, depth):
        return BaggingRegressor(
            self.member(depth),
            self.random.randint(1, 4),
            max_features=self.one_of(1.0, 0.5),
            bootstrap_features=self.flip(),
            random_state=self.random.randint(1000),
        )

    def voting(self, depth):
        members = self.members(depth)
        weights = self.random.uniform(0.1, 3, len(members)) if self.flip() else None
        return VotingRegressor(members, weights=weights)

    def stacking(self, depth):
        final = self.one_of(None, self.linear_model(), self.svr())
        return StackingRegressor(self.members(depth), final, cv=2, passthrough=self.flip())

    def several_targets(self):
        """Returns a regressor of two targets."""
        regressor = self.one_of(
            MultiOutputRegressor(self.regressor()),
            RegressorChain(
                self.member(0),
                order=self.one_of(None, [1, 0], "random"),
                cv=self.one_of(None, 2),
                random_state=self.random.randint(1000),
            ),
        )
        return self.transformed(regressor) if self.flip(0.3) else regressor
