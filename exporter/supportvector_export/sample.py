"""The sample rows: what their columns are called, and their values as a record would hold them."""

import numpy as np
from scipy import sparse

from .errors import ExportError
from .scalars import is_missing, plain_category


class Sample:
    """Rows that the pipeline can predict: a DataFrame, a 2-D array or a sparse matrix.

    names: of the columns that the pipeline was fitted on; by_name: whether it looks for them by name
    """

    def __init__(self, X, names, by_name):
        if not hasattr(X, "shape") or len(X.shape) != 2:
            raise ExportError("X: expected a DataFrame or a 2-D array of sample rows")
        if X.shape[0] == 0:
            raise ExportError("X: expected at least one sample row, got none")
        self.X = X
        self.names = names
        self._by_name = by_name and hasattr(X, "iloc")
        if len(set(self.names)) < len(self.names):
            raise ExportError("X: two columns have the same name, which no record can hold")
        if not self._by_name and X.shape[1] != len(self.names):
            raise ExportError(f"X: expected {len(self.names)} columns, got {X.shape[1]}")

    def column(self, position):
        """The values of one column: int, float or str, None where missing."""
        name = self.names[position]
        if self._by_name:
            column = self.X[name]
        elif sparse.issparse(self.X):
            column = np.asarray(self.X[:, [position]].todense()).ravel()
        else:
            column = (
                self.X.iloc[:, position]
                if hasattr(self.X, "iloc")
                else np.asarray(self.X)[:, position]
            )
        dtype = column.dtype
        if dtype in (np.float16, np.float32):
            raise ExportError(
                f"X: column {name!r} is {dtype}. scikit-learn then computes in single precision, JavaScript in double; "
                "pass the rows, and predict, as float64"
            )
        return [self._value(value, name) for value in column.tolist()]

    @staticmethod
    def _value(value, name):
        if is_missing(value):
            return None
        plain = plain_category(value)
        if plain is None:
            kind = type(value).__name__
            raise ExportError(
                f"X: column {name!r} holds a value of type {kind} that is no finite float64, no integer up to 2^53 and no string"
            )
        return plain
