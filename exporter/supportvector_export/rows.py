"""Sample rows from a CSV file with a header, with the values that the pipeline was fitted on."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .columns import Reading
from .conversion import Conversion
from .csv_columns import find_columns, name_columns
from .csv_table import parse_table
from .csv_text import read_text
from .csv_values import ValueReader
from .errors import ExportError
from .problems import list_problems
from .pruning import read_inputs
from .sample import check_names

try:
    import pandas
except ImportError:
    pandas = None

if TYPE_CHECKING:
    import pandas


ACTUAL = Reading(tolerates_missing=False)
"""What the exporter does with a column of actual values."""


@dataclass(frozen=True)
class SampleRows:
    """The rows of a CSV file as the pipeline was fitted on them."""

    X: pandas.DataFrame | np.ndarray
    """A DataFrame, or an array where the pipeline was fitted on one."""
    names: list[str]
    """The names of the inputs."""
    notes: list[str]
    """What the user should know about the file."""
    booleans: set[str]
    """The names of the inputs that hold True and False in the file."""
    actual: np.ndarray | None
    """The actual values, rows × targets, None where no columns were named."""


def read_rows(
    path: str | os.PathLike[str],
    conversion: Conversion,
    *,
    names: Sequence[str] | None = None,
    delimiter: str | None = None,
    decimal: str = ".",
    actual: Sequence[str] = (),
) -> SampleRows:
    """Reads rows by the rules of `supportvector predict`.

    Columns may have any order, and columns that the pipeline does not know are left out. An empty
    field is a missing value.

    Parameters
    ----------
    path
        A CSV file with a header.
    conversion
        The converted pipeline, which knows what the steps do with each column.
    names
        The names of the columns of an array that the pipeline was fitted on. None takes them from
        the header.
    delimiter
        The character between fields. None finds it in the header.
    decimal
        The decimal sign of the numbers, "." or ",".
    actual
        The names of the columns with the actual values, one per target.

    Raises
    ------
    ExportError
        The file cannot be read, lacks a column, or has a field that is no number.
    OSError
        The file cannot be opened.
    """
    if pandas is None and conversion.by_name:
        raise ExportError(
            "the pipeline was fitted on a DataFrame, so its sample rows need pandas: "
            "pip install pandas"
        )
    known = check_names(names, conversion.names, conversion.by_name)
    text, notes = read_text(path)

    def count_known(header):
        if known is None:
            return len(header) == len(conversion.names)
        stripped = {name.strip() for name in header}
        return sum(name.strip() in stripped for name in known)

    table = parse_table(text, path, count_known, delimiter)
    needed = read_inputs(conversion.tree, conversion.regressor, len(conversion.names))
    if known is None:
        positions, known, more = name_columns(table, path, len(conversion.names))
    else:
        positions, more = find_columns(table, path, known, needed)
    measured, renamed = find_columns(table, path, actual, range(len(actual)))
    notes += [*more, *renamed]

    fields = list(zip(*table.rows))
    reader = ValueReader(path, table.lines, decimal)
    columns = {
        i: reader.read(known[i], fields[positions[i]], conversion.readings[i]) for i in needed
    }
    targets = [reader.read(actual[i], fields[position], ACTUAL) for i, position in measured.items()]
    if reader.problems:
        raise ExportError(list_problems(str(path), reader.find_problems()))
    notes += reader.notes
    y = np.column_stack(targets) if targets else None
    if conversion.by_name:
        series = {known[i]: pandas.Series(c, dtype=c.dtype) for i, c in columns.items()}
        return SampleRows(pandas.DataFrame(series), known, notes, reader.booleans, y)
    unread = np.full(len(table.rows), np.nan)
    X = _stack([columns.get(i, unread) for i in range(len(known))])
    return SampleRows(X, known, notes, reader.booleans, y)


def _stack(columns):
    """Returns columns as an array. It holds objects if a column does."""
    if not any(column.dtype == object for column in columns):
        return np.column_stack(columns)
    stacked = np.empty((len(columns[0]), len(columns)), dtype=object)
    for i, column in enumerate(columns):
        stacked[:, i] = column
    return stacked
