"""The parameters of the supported classes: those that the exporter has read, and no others.

A release of scikit-learn may add a parameter that changes what a fitted object computes. The
exporter refuses such a parameter unless it has its default.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sklearn
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.decomposition import PCA, KernelPCA, TruncatedSVD
from sklearn.ensemble import (
    AdaBoostRegressor,
    BaggingRegressor,
    StackingRegressor,
    VotingRegressor,
)
from sklearn.feature_selection import (
    RFE,
    RFECV,
    GenericUnivariateSelect,
    SelectFdr,
    SelectFpr,
    SelectFromModel,
    SelectFwe,
    SelectKBest,
    SelectPercentile,
    SequentialFeatureSelector,
    VarianceThreshold,
)
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.impute import KNNImputer, MissingIndicator, SimpleImputer
from sklearn.impute._iterative import IterativeImputer
from sklearn.kernel_approximation import Nystroem, RBFSampler
from sklearn.kernel_ridge import KernelRidge
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.model_selection._search_successive_halving import (
    HalvingGridSearchCV,
    HalvingRandomSearchCV,
)
from sklearn.multioutput import MultiOutputRegressor, RegressorChain
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import (
    Binarizer,
    FunctionTransformer,
    KBinsDiscretizer,
    MaxAbsScaler,
    MinMaxScaler,
    Normalizer,
    OneHotEncoder,
    OrdinalEncoder,
    PolynomialFeatures,
    PowerTransformer,
    QuantileTransformer,
    RobustScaler,
    SplineTransformer,
    StandardScaler,
)
from sklearn.svm import SVR, NuSVR

from .errors import UnsupportedStepError
from .later_classes import FrozenEstimator, TargetEncoder
from .linear_models import LINEAR_MODELS


@dataclass(frozen=True)
class Parameters:
    """The parameters of a class, in all releases."""

    read: str = ""
    """Names of those that the converter reads, or honours through fitted attributes."""
    fit: str = ""
    """Names of those that only `fit` reads, or that change no number."""
    refused: Mapping[str, Any] = field(default_factory=dict)
    """The one supported value of each other parameter."""

    @property
    def accepted(self) -> set[str]:
        """The names of the parameters that may have any value."""
        return {*self.read.split(), *self.fit.split()}


_SVR = (
    "tol C epsilon nu shrinking cache_size verbose max_iter probability class_weight random_state"
)
_SEARCH = "estimator scoring n_jobs refit cv verbose pre_dispatch error_score return_train_score"
_HALVING = f"{_SEARCH} factor resource max_resources min_resources aggressive_elimination"
_RANDOMIZED_SOLVER = "n_components n_oversamples power_iteration_normalizer random_state tol"

PARAMETERS = {
    # Scalers.
    StandardScaler: Parameters("with_mean with_std", "copy"),
    RobustScaler: Parameters("with_centering with_scaling", "quantile_range unit_variance copy"),
    MaxAbsScaler: Parameters("clip", "copy"),
    MinMaxScaler: Parameters("feature_range clip", "copy"),
    Normalizer: Parameters("norm", "copy"),
    PowerTransformer: Parameters("method standardize", "copy"),
    # A sparse matrix, which `ignore_implicit_zeros` is about, is refused.
    QuantileTransformer: Parameters(
        "output_distribution", "n_quantiles ignore_implicit_zeros subsample random_state copy"
    ),
    # Other numeric steps.
    FunctionTransformer: Parameters(
        "func inverse_func validate kw_args inv_kw_args",
        "accept_sparse check_inverse feature_names_out",
    ),
    Binarizer: Parameters("threshold", "copy"),
    KBinsDiscretizer: Parameters(
        "encode dtype", "n_bins strategy quantile_method subsample random_state"
    ),
    PolynomialFeatures: Parameters("degree interaction_only include_bias", "order"),
    SplineTransformer: Parameters(
        "degree extrapolation include_bias sparse_output handle_missing", "n_knots knots order"
    ),
    PCA: Parameters("whiten", f"{_RANDOMIZED_SOLVER} copy svd_solver iterated_power"),
    TruncatedSVD: Parameters("", f"{_RANDOMIZED_SOLVER} algorithm n_iter"),
    KernelPCA: Parameters(
        "kernel gamma degree coef0",
        "n_components kernel_params alpha fit_inverse_transform eigen_solver tol max_iter "
        "iterated_power remove_zero_eig random_state copy_X n_jobs",
    ),
    Nystroem: Parameters(
        "kernel gamma degree coef0 kernel_params", "n_components random_state n_jobs"
    ),
    RBFSampler: Parameters("n_components", "gamma random_state"),
    # Imputers and encoders.
    SimpleImputer: Parameters(
        "missing_values strategy fill_value add_indicator keep_empty_features", "copy verbose"
    ),
    MissingIndicator: Parameters("missing_values features sparse error_on_new"),
    KNNImputer: Parameters(
        "missing_values n_neighbors weights metric add_indicator keep_empty_features", "copy"
    ),
    IterativeImputer: Parameters(
        "estimator missing_values initial_strategy fill_value min_value max_value add_indicator "
        "keep_empty_features",
        "max_iter tol n_nearest_features imputation_order skip_complete verbose random_state",
        {"sample_posterior": False},
    ),
    OneHotEncoder: Parameters(
        "drop sparse sparse_output dtype handle_unknown min_frequency max_categories",
        "categories feature_name_combiner",
    ),
    OrdinalEncoder: Parameters(
        "dtype handle_unknown unknown_value encoded_missing_value min_frequency max_categories",
        "categories",
    ),
    # Selectors. The converter asks them for the selected columns.
    VarianceThreshold: Parameters("threshold"),
    SelectKBest: Parameters("k", "score_func"),
    SelectPercentile: Parameters("percentile", "score_func"),
    SelectFpr: Parameters("alpha", "score_func"),
    SelectFdr: Parameters("alpha", "score_func"),
    SelectFwe: Parameters("alpha", "score_func"),
    GenericUnivariateSelect: Parameters("mode param", "score_func"),
    SelectFromModel: Parameters(
        "estimator threshold prefit norm_order max_features importance_getter"
    ),
    SequentialFeatureSelector: Parameters(
        "estimator", "n_features_to_select tol direction scoring cv n_jobs"
    ),
    RFE: Parameters("estimator", "n_features_to_select step verbose importance_getter"),
    RFECV: Parameters(
        "estimator",
        "n_features_to_select min_features_to_select step cv scoring n_jobs verbose "
        "importance_getter",
    ),
    # Compositions.
    Pipeline: Parameters("steps", "transform_input memory verbose"),
    ColumnTransformer: Parameters(
        "transformers remainder sparse_threshold transformer_weights",
        "n_jobs verbose verbose_feature_names_out force_int_remainder_cols",
    ),
    FeatureUnion: Parameters(
        "transformer_list transformer_weights", "n_jobs verbose verbose_feature_names_out"
    ),
    TransformedTargetRegressor: Parameters(
        "transformer func inverse_func", "regressor check_inverse"
    ),
    GridSearchCV: Parameters("", f"{_SEARCH} param_grid"),
    RandomizedSearchCV: Parameters("", f"{_SEARCH} param_distributions n_iter random_state"),
    HalvingGridSearchCV: Parameters("", f"{_HALVING} param_grid random_state"),
    HalvingRandomSearchCV: Parameters(
        "", f"{_HALVING} param_distributions n_candidates random_state"
    ),
    # Regressors.
    SVR: Parameters("kernel degree gamma coef0", _SVR),
    NuSVR: Parameters("kernel degree gamma coef0", _SVR),
    GaussianProcessRegressor: Parameters(
        "kernel normalize_y",
        "alpha optimizer n_restarts_optimizer copy_X_train n_targets random_state",
    ),
    KernelRidge: Parameters("kernel gamma degree coef0", "alpha kernel_params"),
    **{model: Parameters("", names) for model, names in LINEAR_MODELS.items()},
    AdaBoostRegressor: Parameters(
        "",
        "estimator base_estimator estimator_params n_estimators learning_rate loss random_state",
    ),
    BaggingRegressor: Parameters(
        "",
        "estimator base_estimator estimator_params n_estimators max_samples max_features bootstrap "
        "bootstrap_features oob_score warm_start n_jobs random_state verbose",
    ),
    VotingRegressor: Parameters("estimators weights", "n_jobs verbose"),
    StackingRegressor: Parameters(
        "passthrough", "estimators final_estimator cv n_jobs verbose", {"stack_method": "predict"}
    ),
    MultiOutputRegressor: Parameters("", "estimator n_jobs"),
    RegressorChain: Parameters("order", "estimator base_estimator cv random_state verbose"),
}
"""The parameters of each supported class."""

if TargetEncoder is not None:
    PARAMETERS[TargetEncoder] = Parameters(
        "target_type", "categories smooth cv shuffle random_state"
    )
if FrozenEstimator is not None:
    PARAMETERS[FrozenEstimator] = Parameters("estimator")

_NO_DEFAULT = object()


def check_parameters(step: Any, path: str) -> None:
    """Raises UnsupportedStepError for a parameter that may change what the step computes.

    Does nothing for a class that is not supported.
    """
    known = PARAMETERS.get(type(step))
    if known is None:
        return
    defaults = {
        name: parameter.default
        for name, parameter in inspect.signature(type(step)).parameters.items()
    }
    for name, value in sorted(_set_by_constructor(step).items()):
        if name in known.accepted:
            continue
        expected = known.refused.get(name, defaults.get(name, _NO_DEFAULT))
        if expected is not _NO_DEFAULT and _is_same(value, expected):
            continue
        only = "" if expected is _NO_DEFAULT else f", only {expected!r}"
        raise UnsupportedStepError(
            path,
            step,
            f"with {name}={value!r} is not supported{only} (scikit-learn {sklearn.__version__})",
        )
    if type(step) is FrozenEstimator:
        check_parameters(step.estimator, path)


def _set_by_constructor(step):
    """Returns the parameters of the step by name.

    They include those that its class does not have in the installed release.
    """
    return {
        name: value
        for name, value in vars(step).items()
        if not name.startswith("_")
        and not name.endswith("_")
        and not callable(getattr(type(step), name, None))
    }


def _is_same(value, other):
    try:
        return type(value) is type(other) and (value is other or bool(value == other))
    except (TypeError, ValueError):  # an array has no truth value
        return False
