"""Estimators of other packages that are scikit-learn's in all but the class.

They are the SVR and NuSVR of scikit-learn-intelex, and the Pipeline of imbalanced-learn, whose
samplers act in `fit` alone. The export compares the predictions of the original with the model
file, as for any pipeline.
"""

from __future__ import annotations

from typing import Any

from sklearn.pipeline import Pipeline
from sklearn.svm import SVR, NuSVR

KERNEL_MACHINES = {"SVR": SVR, "NuSVR": NuSVR}
FITTED = (
    "n_features_in_",
    "feature_names_in_",
    "support_",
    "support_vectors_",
    "dual_coef_",
    "intercept_",
    "_gamma",
)


def to_scikit_learn(estimator: Any) -> Any:
    """Returns an estimator of scikit-learn's own class with the same fitted attributes.

    It is there to be read. Its `predict` does not work, because libsvm needs more than these
    attributes. Any other estimator is returned as it is.
    """
    name, package = type(estimator).__name__, type(estimator).__module__.partition(".")[0]
    if package == "imblearn" and name == "Pipeline":
        return Pipeline(
            [(key, step) for key, step in estimator.steps if not hasattr(step, "fit_resample")]
        )
    if package not in ("sklearnex", "daal4py") or name not in KERNEL_MACHINES:
        return estimator
    kind = KERNEL_MACHINES[name]
    own = kind().get_params()
    copy = kind(**{key: value for key, value in estimator.get_params().items() if key in own})
    for attribute in FITTED:
        if hasattr(estimator, attribute):
            setattr(copy, attribute, getattr(estimator, attribute))
    return copy
