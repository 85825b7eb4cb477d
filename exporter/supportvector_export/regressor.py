"""A fitted SVR → the regressor of a model file."""

import numpy as np
from scipy import sparse
from sklearn.svm import SVR, NuSVR

from .errors import UnsupportedStepError
from .pipelines import check_fitted
from .scalars import plain_number, plain_numbers
from .support_vectors import to_blocks


def check_regressor(svr, path):
    """Raises for what is no fitted SVR or NuSVR with the RBF kernel."""
    if type(svr) not in (SVR, NuSVR):
        raise UnsupportedStepError(path, svr)
    if svr.kernel != "rbf":
        raise UnsupportedStepError(path, svr, f"with kernel={svr.kernel!r} is not supported, only 'rbf'")
    check_fitted(svr, path)
    if not svr._gamma > 0:
        raise UnsupportedStepError(path, svr, f"with gamma={svr._gamma!r} is not supported: it predicts the same for every row")


def convert_regressor(svr, inputs):
    """inputs: for each transformed column, the input that it comes from"""
    return {
        "type": type(svr).__name__,
        "kernel": "rbf",
        "gamma": plain_number(svr._gamma),
        "dual_coef": plain_numbers(_dense(svr.dual_coef_).ravel()),
        "intercept": plain_number(svr.intercept_[0]),
        "support_vectors": to_blocks(_dense(svr.support_vectors_), inputs),
    }


def _dense(matrix):
    """What was fitted on a sparse matrix holds sparse matrices."""
    return matrix.toarray() if sparse.issparse(matrix) else np.asarray(matrix)
