"""Classes that not every supported release of scikit-learn has. None stands for a missing one."""

from sklearn import preprocessing

TargetEncoder = getattr(preprocessing, "TargetEncoder", None)
"""From scikit-learn 1.3 on."""
