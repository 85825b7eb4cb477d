"""The linear models: regressors that predict X · coef_ + intercept_, however they were fitted."""

from __future__ import annotations

from sklearn.linear_model import (
    ARDRegression,
    BayesianRidge,
    ElasticNet,
    ElasticNetCV,
    HuberRegressor,
    Lars,
    LarsCV,
    Lasso,
    LassoCV,
    LassoLars,
    LassoLarsCV,
    LassoLarsIC,
    LinearRegression,
    OrthogonalMatchingPursuit,
    OrthogonalMatchingPursuitCV,
    QuantileRegressor,
    Ridge,
    RidgeCV,
    SGDRegressor,
    TheilSenRegressor,
)
from sklearn.svm import LinearSVR

_BAYES = "tol alpha_1 alpha_2 lambda_1 lambda_2 compute_score fit_intercept copy_X verbose"
_DESCENT = "fit_intercept precompute max_iter tol copy_X positive random_state selection"
_PATH = "eps n_alphas alphas cv verbose n_jobs"
_LARS = "fit_intercept verbose normalize precompute eps copy_X"

LINEAR_MODELS = {
    LinearSVR: (
        "epsilon tol C loss fit_intercept intercept_scaling dual verbose random_state max_iter"
    ),
    LinearRegression: "fit_intercept normalize copy_X tol n_jobs positive",
    Ridge: "alpha fit_intercept normalize copy_X max_iter tol solver positive random_state",
    RidgeCV: (
        "alphas fit_intercept normalize scoring cv gcv_mode store_cv_values store_cv_results "
        "alpha_per_target"
    ),
    # Their `predict` computes a standard deviation only where it is asked for.
    BayesianRidge: f"{_BAYES} n_iter max_iter alpha_init lambda_init",
    ARDRegression: f"{_BAYES} n_iter max_iter threshold_lambda",
    ElasticNet: f"alpha l1_ratio warm_start {_DESCENT}",
    ElasticNetCV: f"l1_ratio {_PATH} {_DESCENT}",
    Lasso: f"alpha l1_ratio warm_start {_DESCENT}",
    LassoCV: f"{_PATH} {_DESCENT}",
    Lars: f"{_LARS} n_nonzero_coefs fit_path jitter random_state",
    LarsCV: (
        f"{_LARS} max_iter cv max_n_alphas n_jobs n_nonzero_coefs fit_path jitter random_state"
    ),
    LassoLars: f"{_LARS} alpha max_iter fit_path positive jitter random_state",
    LassoLarsCV: f"{_LARS} max_iter cv max_n_alphas n_jobs positive",
    LassoLarsIC: f"{_LARS} criterion max_iter positive noise_variance fit_path",
    OrthogonalMatchingPursuit: "n_nonzero_coefs tol fit_intercept normalize precompute",
    OrthogonalMatchingPursuitCV: "copy fit_intercept normalize max_iter cv n_jobs verbose",
    HuberRegressor: "epsilon max_iter alpha warm_start fit_intercept tol",
    QuantileRegressor: "quantile alpha fit_intercept solver solver_options",
    # `C` is no parameter of it. Some releases set it all the same.
    SGDRegressor: (
        "loss penalty alpha l1_ratio fit_intercept max_iter tol shuffle verbose epsilon "
        "random_state learning_rate eta0 power_t early_stopping validation_fraction "
        "n_iter_no_change warm_start average C"
    ),
    TheilSenRegressor: (
        "fit_intercept copy_X max_subpopulation n_subsamples max_iter tol random_state n_jobs "
        "verbose"
    ),
}
"""The names of the parameters by class, in all releases. Only `fit` reads them."""
