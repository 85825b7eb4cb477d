"""The values of a column of CSV fields, with the types that a pipeline was fitted on."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np

from .columns import Reading
from .csv_columns import NUMBER

# An int64 holds any 18 digits. A longer integer is read as float64.
INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
DECIMAL_COMMA = re.compile(r"[+-]?([0-9]*,[0-9]{1,2}|[0-9]*,[0-9]{4,}|(0|[0-9]{4,}),[0-9]+)")
BOOLEANS = {
    **dict.fromkeys(("True", "TRUE", "true"), True),
    **dict.fromkeys(("False", "FALSE", "false"), False),
}
MISSING = {"NA", "N/A", "#N/A", "<NA>", "NaN", "nan", "NULL", "null", "None"}
"""What pandas and R write for a missing number. `supportvector predict` reads none of them."""


class ValueReader:
    """Reads columns, and collects what is wrong with them in `problems`.

    The names of the columns of True and False are in `booleans`, because missing values or the
    array that a pipeline was fitted on may turn these into numbers.

    Parameters
    ----------
    path
        The name of the file, for messages.
    lines
        The line of each row.
    decimal
        The decimal sign, "." or ",".
    """

    def __init__(self, path: str, lines: Sequence[int], decimal: str) -> None:
        self.problems: list[tuple[int, str]] = []
        self.notes: list[str] = []
        self.booleans: set[str] = set()
        self._path, self._lines, self._decimal = path, lines, decimal
        self._comma: str | None = None
        self._has_point = False

    def read(self, name: str, fields: Sequence[str], reading: Reading) -> np.ndarray:
        """Returns a column as int64, float64 or bool, or as objects if it holds text or None."""
        if reading.holds_strings:
            values = _read_text(fields, {v for known in reading.categories for v in known})
        else:
            values = self._read_numbers(name, fields)
        missing = [value is None for value in values]
        if not reading.missing:
            for i in np.flatnonzero(missing):
                self._report(i, name, "holds no value, and the pipeline imputes none")
        if reading.holds_strings or (reading.filled == {"None"} and any(missing)):
            column = np.empty(len(values), dtype=object)
            column[:] = values
            if reading.filled != {"None"}:
                column[missing] = np.nan
            return column
        if any(missing) or any(isinstance(value, float) for value in values):
            return np.array([np.nan if value is None else float(value) for value in values])
        return np.array(values)

    def find_problems(self) -> list[str]:
        """Returns the problems in the order of the rows.

        Decimal commas are one problem, unless another number of the file has a decimal point.
        """
        if self._comma is not None and not self._has_point:
            return [f"column {self._comma!r} holds numbers with a decimal comma: --decimal comma"]
        return [words for _, words in sorted(self.problems, key=lambda problem: problem[0])]

    def _read_numbers(self, name, fields):
        stripped = [field.strip() for field in fields]
        words = sum(field in MISSING for field in stripped)
        if words:
            self.notes.append(
                f"{self._path}: column {name!r} has {words} words such as NA, which are read as "
                "missing. `supportvector predict` needs empty fields"
            )
        present = {field for field in stripped if field and field not in MISSING}
        if present and present <= BOOLEANS.keys():
            self.booleans.add(name)
            return [BOOLEANS.get(field) for field in stripped]
        return [self._read_number(i, name, field) for i, field in enumerate(stripped)]

    def _read_number(self, i, name, field):
        if not field or field in MISSING:
            return None
        if INTEGER.fullmatch(field):
            return int(field)
        number = field
        if self._decimal == ",":
            number = "" if "." in field else field.replace(",", ".")
        elif self._comma is None and DECIMAL_COMMA.fullmatch(field):
            self._comma = name
        if NUMBER.fullmatch(number) and math.isfinite(float(number)):
            self._has_point = self._has_point or "." in field
            return float(number)
        sign = " with a decimal comma" if self._decimal == "," else ""
        self._report(i, name, f"expected a finite number{sign}, got text")
        return math.nan

    def _report(self, i, name, words):
        self.problems.append((i, f"line {self._lines[i]}, column {name!r}: {words}"))


def _read_text(fields, categories):
    """Returns each field as it is, or without the blanks at its ends where that is no category."""
    return [field if field in categories else field.strip() or None for field in fields]
