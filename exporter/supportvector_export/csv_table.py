"""The header and the rows of a CSV file, as text, by the rules of `supportvector predict`."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass

from .errors import ExportError
from .problems import list_problems

DELIMITERS = (",", ";", "\t", "|")
SEP_LINE = re.compile(r'"?sep=([^\w"])"?\r?\n?', re.IGNORECASE)


@dataclass(frozen=True)
class CsvTable:
    """A CSV file whose rows have as many fields as its header."""

    names: list[str]
    """The names of the columns, as they are."""
    rows: list[list[str]]
    lines: list[int]
    """The line of the file that each row begins on."""


def parse_table(
    text: str,
    path: str,
    count_known: Callable[[list[str]], int],
    delimiter: str | None = None,
) -> CsvTable:
    """Parses the text of a CSV file.

    Parameters
    ----------
    text
        The text.
    path
        The name of the file, for messages.
    count_known
        Counts the names of a header that the pipeline knows. The delimiter is the one that gives
        most of them.
    delimiter
        The character between fields, where it is known.

    Raises
    ------
    ExportError
        The file is empty, or a row has another number of fields than the header, or a quote does
        not close. The message has the line of each such row.
    """
    if not text.strip():
        raise ExportError(f"{path} is empty: expected a header and rows")
    first_line = 1
    sep_line = SEP_LINE.match(text)
    if sep_line:
        delimiter = delimiter or sep_line[1]
        text, first_line = text[sep_line.end() :], 2
    if delimiter is None:
        delimiter = _find_delimiter(text, count_known)
    names, rows, lines, problems = None, [], [], []
    for line, row, problem in _read(text, delimiter, first_line):
        if names is None and problem is None:
            names = row
        elif problem is None and len(row) != len(names):
            fields = "1 field" if len(row) == 1 else f"{len(row)} fields"
            problem = f"line {line} has {fields}, the header {len(names)}"
        elif problem is None:
            rows.append(row)
            lines.append(line)
        if problem is not None:
            problems.append(problem)
            if names is None:
                break
    if problems:
        raise ExportError(list_problems(path, problems))
    if not rows:
        raise ExportError(f"{path} has a header and no rows: expected at least one sample row")
    return CsvTable(names, rows, lines)


def _find_delimiter(text, count_known):
    def score(delimiter):
        names = next((row for _, row, problem in _read(text, delimiter, 1) if not problem), [])
        return count_known(names), len(names)

    return max(DELIMITERS, key=score)


def _read(text, delimiter, first_line):
    """Yields (line, fields, problem) of each row that is not empty.

    An empty line is a missing value where the header has one column.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    width = None
    while True:
        line = first_line + reader.line_num
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, [], _describe(error, line)
            if "expected after" not in str(error):
                return
            continue
        if not "".join(row).strip() and len(row) <= 1:
            if width != 1:
                continue
            row = [""]
        width = width or len(row)
        yield line, row, None


def _describe(error, line):
    """Returns a problem that the csv module reports, in words."""
    if "expected after" in str(error):
        return f"line {line} has a quoted field with more text behind its closing quote"
    if "larger than field limit" in str(error):
        limit = csv.field_size_limit()
        return f"line {line} has a field of more than {limit} characters: close its quote"
    return f"line {line} opens a quote that does not close"
