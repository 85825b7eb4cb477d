"""Classes that not every supported release of scikit-learn has. None stands for a missing one."""

from __future__ import annotations

from typing import Any

from sklearn import preprocessing

try:
    from sklearn.frozen import FrozenEstimator  # from scikit-learn 1.6 on
except ImportError:
    FrozenEstimator = None

TargetEncoder = getattr(preprocessing, "TargetEncoder", None)
"""From scikit-learn 1.3 on."""


def unfrozen(estimator: Any) -> Any:
    """Returns what a FrozenEstimator wraps, and any other estimator as it is."""
    while FrozenEstimator is not None and type(estimator) is FrozenEstimator:
        estimator = estimator.estimator
    return estimator
