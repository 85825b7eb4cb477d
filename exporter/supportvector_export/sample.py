"""The sample rows: the names of their columns, and their values as a record holds them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse

from .errors import ExportError
from .problems import list_names
from .scalars import is_missing, plain_category


def to_pandas(X: Any) -> Any:
    """Returns a table of another library, such as polars or pyarrow, as a DataFrame."""
    return X.to_pandas() if hasattr(X, "to_pandas") else X


def check_names(names: Sequence[str] | None, fitted: list, by_name: bool) -> list | None:
    """Returns the names of the inputs, or None where an array has none.

    Parameters
    ----------
    names
        The names that the user gives to the columns of an array.
    fitted
        The names that the pipeline was fitted on.
    by_name
        Whether it was fitted on a DataFrame.

    Raises
    ------
    ExportError
        The names do not fit the pipeline.
    """
    if names is None:
        return fitted if by_name else None
    if isinstance(names, str) or any(not isinstance(name, str) for name in names):
        raise ExportError(f"names: expected a list of strings, got {names!r}")
    if by_name and list(names) != fitted:
        raise ExportError(
            f"names: the pipeline was fitted on a DataFrame with the columns {list_names(fitted)}. "
            "Leave names out"
        )
    if len(names) != len(fitted):
        raise ExportError(f"names: expected {len(fitted)} names, one per column, got {len(names)}")
    repeated = sorted({name for name in names if list(names).count(name) > 1})
    if repeated:
        raise ExportError(f"names: {list_names(repeated)} stand there twice")
    return list(names)


def find_names(X: Any, width: int) -> list:
    """Returns names for the columns of an array that a pipeline was fitted on.

    They are those of X, if it is a DataFrame of the same width, and x0, x1, … otherwise.
    """
    names = list(getattr(X, "columns", []))
    if len(names) == width and all(isinstance(name, str) for name in names):
        return names
    return [f"x{i}" for i in range(width)]


class Sample:
    """Rows that the pipeline can predict: a DataFrame, a 2-D array or a sparse matrix.

    Parameters
    ----------
    X
        The rows.
    names
        The names of the columns that the pipeline was fitted on. Other columns of a DataFrame are
        left out, and its columns may have any order.
    by_name
        Whether the pipeline selects columns by name.
    """

    def __init__(self, X: Any, names: list, by_name: bool) -> None:
        if not hasattr(X, "shape") or len(X.shape) != 2:
            raise ExportError("X: expected a DataFrame or a 2-D array of sample rows")
        if X.shape[0] == 0:
            raise ExportError("X: expected at least one sample row, got none")
        self.names = names
        self._by_name = by_name and hasattr(X, "iloc")
        if len(set(self.names)) < len(self.names):
            raise ExportError("X: two columns have the same name, which a record cannot hold")
        if self._by_name:
            present = set(X.columns)
            X = X[[name for name in names if name in present]]
            if not X.columns.is_unique:
                repeated = list_names(sorted(set(X.columns[X.columns.duplicated()])))
                raise ExportError(f"X: has several columns {repeated}. Keep one of each")
        elif X.shape[1] != len(self.names):
            raise ExportError(f"X: expected {len(self.names)} columns, got {X.shape[1]}")
        # Not every sparse matrix can be indexed.
        self.X = X.tocsc() if sparse.issparse(X) else X

    def column(self, position: int) -> list:
        """Returns the values of one column as int, float or str, and None for a missing value."""
        name, column = self.names[position], self._column(position)
        dtype = column.dtype
        if dtype in (np.float16, np.float32):
            raise ExportError(
                f"X: column {name!r} is {dtype}, so scikit-learn computes in single precision and "
                "JavaScript in double precision. Pass float64 to this function and to predict"
            )
        return [self._value(value, name) for value in column.tolist()]

    def is_boolean(self, position: int) -> bool:
        """Returns whether a column holds bools, apart from missing values."""
        present = [value for value in self._column(position).tolist() if not is_missing(value)]
        return bool(present) and all(isinstance(value, (bool, np.bool_)) for value in present)

    def describe_integers(self, positions: list) -> str:
        """Returns why columns of integers or bools may differ, and "" if there are none."""
        for position in positions:
            dtype = self._column(position).dtype
            if getattr(dtype, "kind", "O") in "biu":
                name = self.names[position]
                return (
                    f". X: column {name!r} is {dtype}, and numpy computes with that type. "
                    "Train and export with float64"
                )
        return ""

    def describe_none(self, position: int) -> str:
        """Returns why a column that only NaN is imputed of may differ, "" if it holds no None."""
        if not any(value is None for value in self._column(position).tolist()):
            return ""
        return (
            f". X: column {self.names[position]!r} holds None, which an imputer of NaN leaves as "
            "it is. Train and export with NaN, or with missing_values=None"
        )

    def _column(self, position):
        if self._by_name:
            return self.X[self.names[position]]
        if sparse.issparse(self.X):
            return np.asarray(self.X[:, [position]].todense()).ravel()
        if hasattr(self.X, "iloc"):
            return self.X.iloc[:, position]
        return np.asarray(self.X)[:, position]

    @staticmethod
    def _value(value, name):
        if is_missing(value):
            return None
        plain = plain_category(value)
        if plain is None:
            kind = type(value).__name__
            raise ExportError(
                f"X: column {name!r}: expected finite float64 values, integers up to 2^53 or "
                f"strings, got a value of type {kind}"
            )
        return plain
